// Values as upstream's internal types print them in messages: Go names, every field present.
// Only the core types below PodSpec (internal-types.ts) and those of persistent volumes are known. Upstream: field.Invalid of an internal value, diff.Diff.
import type { PodSpec } from '../../../../generated/api/core.v1.ts'
import { changedWithGiven, givenOf } from '../../../../model/given-empty.ts'
import type { JsonObject } from '../../../api/types.ts'
import { VOLUME_TYPES } from '../persistent-volume/internal-types.ts'
import { INTERNAL_TYPES } from './internal-types.ts'

interface Field {
  readonly go: string
  readonly json: string
  /** The first character of the kind. */
  readonly kind: string
  /** The type of the value or its items, where it is a known one. */
  readonly type: string
}

const fieldsByType = new Map<string, readonly Field[]>()

function fieldsOf(type: string): readonly Field[] {
  let fields = fieldsByType.get(type)
  if (fields === undefined) {
    const text = INTERNAL_TYPES[type] ?? VOLUME_TYPES[type]
    if (text === undefined) throw new Error(`${type} is no known internal type`)
    fields = text.split(' ').map(parseField)
    fieldsByType.set(type, fields)
  }
  return fields
}

function parseField(text: string): Field {
  const [name = '', kind = ''] = text.split(':')
  const [go = '', json = go.charAt(0).toLowerCase() + go.slice(1)] = name.split('~')
  return { go, json, kind: kind.charAt(0), type: kind.slice(1) }
}

/** A value of the API as the internal type `type` shows it; what was given empty is shown empty, unless it was `stored` since. */
export function internalForm(type: string, value: object, stored = false): JsonObject {
  const from = value as JsonObject
  const form: JsonObject = {}
  for (const field of fieldsOf(type)) {
    if (field.go === 'metadata') Object.assign(form, from['metadata'])
    else form[field.go] = formOf(field, stored ? from[field.json] : givenOf(from, field.json), stored)
  }
  return form
}

function formOf({ kind, type }: Field, value: unknown, stored: boolean): unknown {
  if (type !== '') {
    if (kind === '[') return Array.isArray(value) ? value.map((item: object) => internalForm(type, item, stored)) : null
    if (kind === '=') return internalForm(type, (value as object | undefined) ?? {}, stored)
    return value ? internalForm(type, value as object, stored) : null
  }
  if (kind === '"') return value ?? ''
  if (kind === '#') return value ?? 0
  if (kind === '?') return value ?? false
  if (kind === 'Q') return value ?? '0'
  return kind === 'M' && value ? sortedMap(value as JsonObject) : (value ?? null)
}

const sortedMap = (map: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)))

/** A pod spec in internal form: the host's namespaces stand in the security context there. */
export function internalPodSpec(spec: PodSpec, stored = false): JsonObject {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } = spec
  const securityContext = { ...spec.securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers }
  return internalForm('PodSpec', changedWithGiven(spec, { securityContext } as Partial<PodSpec>), stored)
}
