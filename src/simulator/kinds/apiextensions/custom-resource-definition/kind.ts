// CustomResourceDefinition: a kind of one's own. Upstream: apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go,
// pkg/apis/apiextensions/v1/defaults.go.
import type { CustomResourceDefinition } from '../../../../generated/api/apiextensions.v1.ts'
import { quote } from '../../../../model/quote.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindRules, NameRule } from '../../contract.ts'
import { isSupportedFormat } from '../../lib/structural/formats.ts'
import { someSchema } from '../../lib/structural/schema.ts'
import {
  METADATA,
  semanticEqual,
  validateImmutableField,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { STATUS } from '../../lib/workload/counters.ts'
import { SPEC } from '../../lib/workload/selector.ts'
import { validateApproval } from './approval.ts'
import { internalSpec, schemasOf } from './internal.ts'
import { CREATE_OPTIONS, updateOptions } from './options.ts'
import { validateSpec, validateStoredVersions } from './validation.ts'
import { validateNames } from './validation-parts.ts'

const ACCEPTED_NAMES = STATUS.child('acceptedNames')

function defaults(object: CustomResourceDefinition): void {
  const { spec, status } = object
  const { names } = spec
  if (!names.singular && names.kind) names.singular = names.kind.toLowerCase()
  if (!names.listKind && names.kind) names.listKind = `${names.kind}List`
  spec.conversion ??= { strategy: 'None' }
  const { webhook } = spec.conversion
  if (webhook?.clientConfig?.service) webhook.clientConfig.service.port ??= 443
  if (webhook && !webhook.clientConfig && webhook.conversionReviewVersions === null) delete spec.conversion.webhook
  if (!status.storedVersions?.length) addStoredVersion(object)
}

/** The version that is stored is listed. */
function addStoredVersion({ spec, status }: CustomResourceDefinition): void {
  const storage = spec.versions?.find((version) => version.storage)
  if (storage === undefined || status.storedVersions?.includes(storage.name)) return
  status.storedVersions = [...(status.storedVersions ?? []), storage.name]
}

/** The name follows from the spec. */
const nameRule =
  ({ spec }: CustomResourceDefinition): NameRule =>
  (name, prefix) => {
    const problems = nameIsDNSSubdomain(name, prefix)
    const wanted = `${spec.names.plural}.${spec.group}`
    return name === wanted ? problems : [...problems, 'must be spec.names.plural+"."+spec.group']
  }

function validateRest(
  object: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
  errors: FieldErrors,
): void {
  validateNames(object.status.acceptedNames, ACCEPTED_NAMES, errors)
  validateStoredVersions(object, errors)
  validateApproval(object, old, errors)
  if (!object.spec.preserveUnknownFields || old?.spec.preserveUnknownFields) return
  const why = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead'
  errors.invalid(SPEC.child('preserveUnknownFields'), true, why)
}

function unknownFormats({ spec }: CustomResourceDefinition): readonly string[] {
  const found: string[] = []
  for (const schema of schemasOf(internalSpec(spec))) {
    someSchema(schema, ({ format, type }) => {
      if (format && !isSupportedFormat(format, type ?? '')) found.push(format)
      return false
    })
  }
  return found
}

const warnings = (formats: readonly string[]): readonly string[] =>
  formats.map((format) => `unrecognized format ${quote(format)}`)

/** Until all objects of the definition are gone. */
const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io'

/** CustomResourceDefinition of apiextensions.k8s.io/v1. */
export const kind: KindRules<CustomResourceDefinition> = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  name: nameIsDNSSubdomain,
  metadata: 'own',
  defaults,
  prepareForCreate(object) {
    object.status = { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: null }
    object.metadata.generation = 1
    addStoredVersion(object)
  },
  validate(object, errors) {
    validateObjectMeta(object.metadata, { namespaced: false, name: nameRule(object) }, METADATA, errors)
    validateSpec(internalSpec(object.spec), errors, CREATE_OPTIONS)
    validateRest(object, undefined, errors)
  },
  warningsOnCreate: (object) => warnings(unknownFormats(object)),
  update: {
    prepare(object, old) {
      object.status = { ...old.status }
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
      addStoredVersion(object)
    },
    validate(object, old, errors) {
      const spec = internalSpec(object.spec)
      const options = updateOptions(spec, old)
      validateObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateSpec(spec, errors, options)
      if (options.requireImmutableNames) {
        validateImmutableField(spec.scope, old.spec.scope, SPEC.child('scope'), errors)
        validateImmutableField(spec.names.kind, old.spec.names.kind, SPEC.child('names', 'kind'), errors)
      }
      validateImmutableField(spec.group, old.spec.group, SPEC.child('group'), errors)
      validateImmutableField(spec.names.plural, old.spec.names.plural, SPEC.child('names', 'plural'), errors)
      validateRest(object, old, errors)
    },
    warnings(object, old) {
      const known = unknownFormats(old)
      return warnings(unknownFormats(object).filter((format) => !known.includes(format)))
    },
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
      },
      validate(object, old, errors) {
        validateObjectMetaUpdate(object.metadata, old.metadata, errors)
        validateNames(object.status.acceptedNames, ACCEPTED_NAMES, errors)
      },
    },
  },
  deletion: {
    holds: ({ metadata }) => !metadata.deletionTimestamp,
    mark(object) {
      const { metadata, status } = object
      metadata.finalizers = [...new Set([...(metadata.finalizers ?? []), CLEANUP])]
      const pending = {
        type: 'Terminating',
        status: 'True',
        lastTransitionTime: metadata.deletionTimestamp ?? null,
        reason: 'InstanceDeletionPending',
        message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
      }
      const others = (status.conditions ?? []).filter(({ type }) => type !== 'Terminating')
      object.status = { ...status, conditions: [...others, pending] }
    },
  },
  row: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
}
