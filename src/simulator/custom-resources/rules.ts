// The rules of one version of a custom resource, made from its schema. Upstream: customResourceStrategy, customResourceValidator in
// apiextensions-apiserver/pkg/registry/customresource/{strategy,status_strategy,validator}.go.
import type { CustomResourceDefinitionVersion, JSONSchemaProps } from '../../generated/api/apiextensions.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import type { JsonObject } from '../../model/json.ts'
import { quote } from '../../model/quote.ts'
import { FieldErrors } from '../api/status/field-errors.ts'
import { Path } from '../api/status/path.ts'
import { forbidden, invalid } from '../api/status/status-error.ts'
import type { KubeObject, ResourceKey } from '../api/types.ts'
import type { KindContext, KindRules } from '../kinds/contract.ts'
import { schemaValidator } from '../kinds/lib/cel/schema-validator.ts'
import { validateValue } from '../kinds/lib/structural/value.ts'
import { METADATA, validateObjectMeta, validateObjectMetaUpdate } from '../kinds/lib/validation/metadata.ts'
import { isQualifiedName, nameIsDNSSubdomain } from '../kinds/lib/validation/names.ts'
import { jsonPathFinder } from './json-path.ts'
import { validateListTypes } from './list-types.ts'
import { validateEmbedded } from './object-meta.ts'
import { validateScale } from './scale.ts'

/** What the rules are made from. */
export interface RulesSource {
  readonly group: string
  readonly kind: string
  readonly plural: string
  /** Nothing new may be made while the definition is being deleted. */
  readonly terminating: boolean
  readonly namespaced: boolean
  readonly version: CustomResourceDefinitionVersion
  readonly schema: JSONSchemaProps
  readonly deprecated: string | undefined
  readonly storedAs: NonNullable<KindRules<KubeObject>['storedAs']>
  readonly key: ResourceKey
}

const BLOCKING: ReadonlySet<string> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
])
const NOT_CHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'
const NOWHERE = '<nil>'
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(['orphan', 'foregroundDeletion', 'kubernetes'])

const asJson = (object: KubeObject): JsonObject => object as unknown as JsonObject

/** The rules of one version. */
export function customRules(source: RulesSource): KindRules<KubeObject> {
  const { group, kind, namespaced, version, deprecated, storedAs } = source
  const apiVersion = `${group}/${version.name}`
  const hasStatus = version.subresources?.status !== undefined
  const judge = validation(source, apiVersion)
  const fields = (version.selectableFields ?? []).map(({ jsonPath }) => ({
    name: jsonPath.replace(/^\./, ''),
    find: jsonPathFinder(jsonPath),
  }))
  return {
    apiVersion,
    kind,
    name: nameIsDNSSubdomain,
    metadata: 'own',
    storedAs,
    ...(deprecated === undefined ? {} : { deprecated }),
    begin({ metadata }, old) {
      if (!source.terminating || old !== undefined) return
      const why = 'create not allowed while custom resource definition is terminating'
      throw forbidden({ group, name: source.plural }, metadata.name ?? '', why)
    },
    prepareForCreate(object) {
      if (hasStatus) delete asJson(object)['status']
      object.metadata.generation = 1
    },
    validate(object, errors, context) {
      judge(object, undefined, errors, context, (found) => {
        validateObjectMeta(object.metadata, { namespaced, name: nameIsDNSSubdomain }, METADATA, found)
      })
    },
    warningsOnCreate: (object) => finalizerWarnings(object, undefined),
    update: {
      prepare: (object, old) => prepareUpdate(object, old, hasStatus),
      validate(object, old, errors, context) {
        judge(object, old, errors, context, (found) => validateObjectMetaUpdate(object.metadata, old.metadata, found))
      },
      warnings: finalizerWarnings,
    },
    subresources: {
      status: {
        prepare: prepareStatus,
        validate(object, old, errors, context) {
          const metadata = (found: FieldErrors): void => validateObjectMetaUpdate(object.metadata, old.metadata, found)
          judge(object, old, errors, context, metadata, true)
        },
      },
    },
    fieldNames: ['metadata.name', ...(namespaced ? ['metadata.namespace'] : []), ...fields.map(({ name }) => name)],
    fields: (object) =>
      Object.fromEntries(
        fields.map(({ name, find }) => {
          const value = find(object)[0]
          return [name, value === undefined || value === null ? '' : String(value)]
        }),
      ),
  }
}

function prepareUpdate(object: KubeObject, old: KubeObject, hasStatus: boolean): void {
  const fields = asJson(object)
  const before = asJson(old)
  if (hasStatus) {
    if (before['status'] !== undefined) fields['status'] = before['status']
    else delete fields['status']
  }
  const { metadata: _new, ...rest } = fields
  const { metadata: _old, ...restBefore } = before
  if (!deepEqual(rest, restBefore)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
}

/** Through the status door only the status changes; of metadata the managed fields. */
function prepareStatus(object: KubeObject, old: KubeObject): void {
  const fields = asJson(object)
  const before = asJson(old)
  const { status } = fields
  const { managedFields, resourceVersion } = object.metadata
  for (const name of Object.keys(fields)) if (name !== 'metadata') delete fields[name]
  for (const [name, value] of Object.entries(before)) if (name !== 'metadata' && name !== 'status') fields[name] = value
  if (status !== undefined) fields['status'] = status
  object.metadata = { ...old.metadata, resourceVersion }
  if (managedFields === undefined) delete object.metadata.managedFields
  else object.metadata.managedFields = managedFields
}

type Judge = (
  object: KubeObject,
  old: KubeObject | undefined,
  errors: FieldErrors,
  context: KindContext,
  metadata: (errors: FieldErrors) => void,
  byStatus?: boolean,
) => void

function validation({ group, kind, version, schema }: RulesSource, apiVersion: string): Judge {
  const rules = schemaValidator(schema)
  const scale = version.subresources?.scale
  return (object, old, errors, context, metadata, byStatus = false) => {
    const wrongKind = object.kind !== kind
    if (wrongKind) errors.invalid('kind', object.kind, `must be ${kind}`)
    if (object.apiVersion !== apiVersion) errors.invalid('apiVersion', object.apiVersion, `must be ${apiVersion}`)
    if (errors.length === 0) {
      metadata(errors)
      validateValue(object, schema, undefined, errors, old === undefined ? undefined : { value: old })
      if (scale !== undefined) validateScale(asJson(object), scale, errors)
    }
    if (!byStatus) validateEmbedded(object, schema, undefined, errors)
    if (old === undefined || !hasRepeated(old, schema)) validateListTypes(object, schema, undefined, errors)
    if (rules !== undefined) {
      if (errors.list.some(({ type }) => BLOCKING.has(type))) errors.invalid(NOWHERE, undefined, NOT_CHECKED)
      else rules.validate(object, old, errors, (text) => context.warn(text))
    }
    // Refusals speak of what the object says it is.
    if (wrongKind) throw invalid({ group, name: object.kind ?? '' }, object.metadata.name ?? '', errors)
  }
}

function hasRepeated(old: KubeObject, schema: JSONSchemaProps): boolean {
  const before = new FieldErrors()
  validateListTypes(old, schema, undefined, before)
  return before.length > 0
}

const FINALIZERS = Path.of('metadata', 'finalizers')

function finalizerWarnings({ metadata }: KubeObject, old: KubeObject | undefined): readonly string[] {
  const known = new Set(old?.metadata.finalizers)
  const added = [...new Set(metadata.finalizers)].filter((finalizer) => !known.has(finalizer)).sort()
  return added.flatMap((finalizer) => {
    const said = isQualifiedName(finalizer).map((message) => `${FINALIZERS}: ${quote(finalizer)}: ${message}`)
    if (finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)) return said
    const path = finalizer.includes('.') ? ' including a path (/)' : ''
    const advice = `prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`
    return [...said, `${FINALIZERS}: ${quote(finalizer)}: ${advice}`]
  })
}
