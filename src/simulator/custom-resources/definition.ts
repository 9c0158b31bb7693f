// A CustomResourceDefinition as resources the server can serve, one per served version.
// Upstream: getOrCreateServingInfoFor in apiextensions-apiserver/pkg/apiserver/customresource_handler.go.
import { createHash } from 'node:crypto'
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionVersion,
  JSONSchemaProps,
} from '../../generated/api/apiextensions.v1.ts'
import type { JsonObject } from '../../model/json.ts'
import { comparePriority } from '../../model/version-priority.ts'
import { type StructuralSchema, shapeOfResourceSchema } from '../api/managed-fields/structural-shapes.ts'
import { resourceKey } from '../api/resources.ts'
import type { KubeObject, ResourceInfo, SubresourceInfo } from '../api/types.ts'
import { coerceResource, pruneResource } from './coerce.ts'
import { columnsOf } from './columns.ts'
import { customRules } from './rules.ts'
import { scaleView } from './scale.ts'
import { type ConversionCluster, convertByWebhook } from './webhook-conversion.ts'

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch']
const VERBS_WHILE_TERMINATING = ['delete', 'deletecollection', 'get', 'list', 'watch']
const SUBRESOURCE_VERBS = ['get', 'patch', 'update']

/** Whether a condition of the definition holds. */
export const holds = ({ status }: CustomResourceDefinition, type: string): boolean =>
  status.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true

/** The resources a definition brings, the preferred version first; none before it is established. */
export function resourcesOf(definition: CustomResourceDefinition, cluster: ConversionCluster): readonly ResourceInfo[] {
  if (!holds(definition, 'Established')) return []
  return (definition.spec.versions ?? [])
    .filter(({ served }) => served)
    .toSorted((a, b) => comparePriority(a.name, b.name))
    .map((version) => resourceOf(definition, version, cluster))
}

const schemaOf = ({ schema }: CustomResourceDefinitionVersion): JSONSchemaProps =>
  schema?.openAPIV3Schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }

function resourceOf(
  definition: CustomResourceDefinition,
  version: CustomResourceDefinitionVersion,
  cluster: ConversionCluster,
): ResourceInfo {
  const { spec, status } = definition
  const { group } = spec
  const { acceptedNames } = status
  const { plural, kind } = acceptedNames
  const key = resourceKey(group, plural)
  const apiVersion = `${group}/${version.name}`
  const namespaced = spec.scope === 'Namespaced'
  const schema = schemaOf(version)
  const storage = spec.versions?.find((one) => one.storage) ?? version
  const scale = version.subresources?.scale
  const rules = customRules({
    group,
    kind,
    plural,
    terminating: holds(definition, 'Terminating'),
    namespaced,
    version,
    schema,
    key,
    deprecated: deprecation(definition, version),
    storedAs: conversion(
      { key, group, converter: converterOf(definition, cluster) },
      { version, schema },
      { version: storage, schema: schemaOf(storage) },
    ),
  })
  return {
    key,
    group,
    version: version.name,
    apiVersion,
    resource: plural,
    singular: acceptedNames.singular ?? kind.toLowerCase(),
    kind,
    namespaced,
    verbs: VERBS,
    shortNames: acceptedNames.shortNames ?? [],
    categories: acceptedNames.categories ?? [],
    type: '',
    subresources: subresourcesOf(version, kind, apiVersion),
    shape: shapeOfResourceSchema(schema as StructuralSchema),
    custom: {
      kind: rules,
      listedVerbs: holds(definition, 'Terminating') ? VERBS_WHILE_TERMINATING : VERBS,
      coerce: (object, own) => coerceResource(object, schema, own),
      ...columnsOf(version.additionalPrinterColumns),
      scale: scale === undefined ? undefined : scaleView(scale),
      listKind: acceptedNames.listKind ?? `${kind}List`,
      schema: version.schema?.openAPIV3Schema as Readonly<Record<string, unknown>> | undefined,
      selectableFields: (version.selectableFields ?? []).map(({ jsonPath }) => jsonPath),
      storageVersionHash: createHash('sha256')
        .update(`${group}/${storage.name}/${kind}`)
        .digest()
        .subarray(0, 8)
        .toString('base64'),
    },
  }
}

function subresourcesOf(
  { subresources }: CustomResourceDefinitionVersion,
  kind: string,
  apiVersion: string,
): ReadonlyMap<string, SubresourceInfo> {
  const found = new Map<string, SubresourceInfo>()
  if (subresources?.status) found.set('status', { name: 'status', kind, apiVersion, verbs: SUBRESOURCE_VERBS })
  if (subresources?.scale) {
    found.set('scale', { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: SUBRESOURCE_VERBS })
  }
  return found
}

/** The warning with each request to a deprecated version. */
function deprecation(
  { spec }: CustomResourceDefinition,
  { name, deprecated, deprecationWarning }: CustomResourceDefinitionVersion,
): string | undefined {
  if (!deprecated) return undefined
  if (deprecationWarning !== undefined) return deprecationWarning
  const { kind } = spec.names
  const better = (spec.versions ?? [])
    .filter((version) => version.served && !version.deprecated && comparePriority(version.name, name) < 0)
    .toSorted((a, b) => comparePriority(a.name, b.name))[0]
  const instead = better === undefined ? '' : `; use ${spec.group}/${better.name} ${kind}`
  return `${spec.group}/${name} ${kind} is deprecated${instead}`
}

interface Form {
  readonly version: CustomResourceDefinitionVersion
  readonly schema: JSONSchemaProps
}

type Converter = (object: KubeObject, apiVersion: string) => KubeObject

/** Nothing changes but the name of the version, or a webhook says what else. */
function converterOf({ spec }: CustomResourceDefinition, cluster: ConversionCluster): Converter | undefined {
  const { conversion: { strategy, webhook } = { strategy: 'None' } } = spec
  if (strategy !== 'Webhook' || webhook === undefined) return undefined
  return (object, apiVersion) => convertByWebhook(webhook, object, apiVersion, cluster)
}

interface Stored {
  readonly key: string
  readonly group: string
  readonly converter: Converter | undefined
}

/** Between a version and the stored one; what neither knows is taken away. What a webhook says is not remembered. */
function conversion({ key, group, converter }: Stored, own: Form, storage: Form) {
  const seen = new WeakMap<KubeObject, KubeObject>()
  const ownVersion = `${group}/${own.version.name}`
  const storedVersion = `${group}/${storage.version.name}`
  const same = ownVersion === storedVersion
  const convert = (object: KubeObject, apiVersion: string): KubeObject => {
    if (converter === undefined || object.apiVersion === apiVersion) return structuredClone({ ...object, apiVersion })
    return structuredClone(converter(object, apiVersion))
  }
  return {
    resource: key,
    toStored(object: KubeObject): KubeObject {
      if (same) return object
      const stored = convert(object, storedVersion)
      pruneResource(stored as unknown as JsonObject, storage.schema)
      return stored
    },
    fromStored(stored: KubeObject): KubeObject {
      const known = seen.get(stored)
      if (known !== undefined) return known
      const shown = convert(stored, ownVersion)
      coerceResource(shown as unknown as JsonObject, own.schema, true)
      if (converter === undefined || stored.apiVersion === ownVersion) {
        shown.metadata = stored.metadata
        seen.set(stored, shown)
      }
      return shown
    },
  }
}
