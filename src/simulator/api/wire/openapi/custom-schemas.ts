// The schemas of custom resources: what their definition says, with what every object has. As everywhere in these documents the
// fields that all objects have carry no descriptions. Upstream: apiextensions-apiserver/pkg/controller/openapi/{builder,v2}.
import { isJsonObject } from '../../../../model/json.ts'
import type { ResourceInfo } from '../../types.ts'
import { type Json, META, reference } from './schemas.ts'

const EMBEDDED = 'x-kubernetes-embedded-resource'
const PRESERVE = 'x-kubernetes-preserve-unknown-fields'
/** Where a schema holds others: in a map, alone, in a list. */
const MAPS = ['properties'] as const
const ALONE = ['items', 'additionalProperties'] as const
const TEXT: Json = { type: 'string' }
const TYPE_META: Json = { apiVersion: TEXT, kind: TEXT }

/** `com.example.stable.v1.CronTab`. */
export const modelName = ({ group, version }: ResourceInfo, kind: string): string =>
  `${group.split('.').reverse().join('.')}.${version}.${kind}`

/** The schemas a custom resource brings, by name. */
export function customSchemas(info: ResourceInfo, form: 'v2' | 'v3'): Record<string, Json> {
  const { custom, kind } = info
  if (custom === undefined) return {}
  const { listKind, schema } = custom
  const name = modelName(info, kind)
  const common = { ...extensions(info, kind) }
  const list: Json = {
    type: 'object',
    description: `${listKind} is a list of ${kind}`,
    required: ['items'],
    properties: {
      ...TYPE_META,
      items: { type: 'array', items: reference(name) },
      metadata: metadata('ListMeta'),
    },
    ...extensions(info, listKind),
  }
  return {
    [name]: { ...resourceSchema(schema as Json | undefined, form), ...common },
    [modelName(info, listKind)]: list,
  }
}

const metadata = (type: 'ObjectMeta' | 'ListMeta'): Json => ({ allOf: [reference(`${META}.${type}`)] })

function extensions({ group, version, custom }: ResourceInfo, kind: string): Json {
  const fields = (custom?.selectableFields ?? []).map((path) => ({ fieldPath: path.replace(/^\./, '') }))
  return {
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
    ...(fields.length > 0 ? { 'x-kubernetes-selectable-fields': fields } : {}),
  }
}

function resourceSchema(schema: Json | undefined, form: 'v2' | 'v3'): Json {
  if (schema === undefined || (form === 'v2' && schema[PRESERVE] === true)) return { type: 'object' }
  const made = embedded(form === 'v2' ? simplified(schema) : schema, form)
  const properties = isJsonObject(made['properties']) ? made['properties'] : {}
  return { ...made, properties: { ...properties, ...TYPE_META, metadata: metadata('ObjectMeta') } }
}

/** A schema whose inner schemas are made anew. */
function mapped(schema: Json, make: (inner: Json) => Json): Json {
  const made: Json = { ...schema }
  for (const field of MAPS) {
    const inner = schema[field]
    if (!isJsonObject(inner)) continue
    made[field] = Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, make(one as Json)]))
  }
  for (const field of ALONE) if (isJsonObject(schema[field])) made[field] = make(schema[field] as Json)
  return made
}

/** Objects within objects have a type and metadata too. */
function embedded(schema: Json, form: 'v2' | 'v3'): Json {
  const made = mapped(schema, (inner) => embedded(inner, form))
  if (schema[EMBEDDED] !== true || (form === 'v2' && schema[PRESERVE] === true)) return made
  const required = (made['required'] as readonly string[] | undefined) ?? []
  const properties = isJsonObject(made['properties']) ? made['properties'] : {}
  return {
    ...made,
    properties: { ...properties, ...TYPE_META, metadata: metadata('ObjectMeta') },
    required: [...required, ...['kind', 'apiVersion'].filter((name) => !required.includes(name))],
  }
}

const JUNCTORS: ReadonlySet<string> = new Set(['allOf', 'oneOf', 'anyOf', 'not'])

/** ToStructuralOpenAPIV2: what clients of v2 cannot read is left out. */
function simplified(schema: Json): Json {
  const made = mapped(Object.fromEntries(Object.entries(schema).filter(([key]) => !JUNCTORS.has(key))), simplified)
  const optional = isJsonObject(schema['properties']) ? nullableIn(schema['properties'] as Json) : []
  if (schema['nullable'] === true) for (const field of ['type', 'nullable', 'items', 'properties']) delete made[field]
  if (schema[PRESERVE] === true) for (const field of ['items', 'properties']) delete made[field]
  if (made['items'] === undefined && made['type'] === 'array') delete made['type']
  if (schema[PRESERVE] === true && made['type'] === 'object') delete made['type']
  const additional = schema['additionalProperties']
  if (isJsonObject(additional) && additional['nullable'] === true) delete made['required']
  if (Array.isArray(made['required']) && optional.length > 0) {
    const required = (made['required'] as string[]).filter((name) => !optional.includes(name))
    if (required.length > 0) made['required'] = required
    else delete made['required']
  }
  return made
}

const nullableIn = (properties: Json): readonly string[] =>
  Object.entries(properties).flatMap(([name, schema]) => ((schema as Json)['nullable'] === true ? [name] : []))
