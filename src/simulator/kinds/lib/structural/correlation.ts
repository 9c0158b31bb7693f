// Which value of an object as it was belongs to a value of the object as it is to be: what stayed the same is not judged anew.
// Upstream: apiserver/pkg/cel/common/equality.go, apiextensions-apiserver/pkg/apiserver/validation/ratcheting.go.
import type { Schema } from './schema.ts'

/** The value before. */
export interface Correlated {
  readonly value: unknown
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The field of that name before; of the whole object's type nothing is remembered. */
export function correlatedField(name: string, path: string, old: Correlated | undefined): Correlated | undefined {
  if (old === undefined || !isFields(old.value) || !(name in old.value)) return undefined
  if (path === '' && (name === 'kind' || name === 'apiVersion')) return undefined
  return { value: old.value[name] }
}

/** The item with the same keys before; items of lists that are no maps have no before. */
export function correlatedItem(item: unknown, schema: Schema, old: Correlated | undefined): Correlated | undefined {
  if (old === undefined || !Array.isArray(old.value) || !isFields(item)) return undefined
  if (schema['x-kubernetes-list-type'] !== 'map') return undefined
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  if (keys.length === 0) return undefined
  const found = (old.value as readonly unknown[]).filter(
    (other) => isFields(other) && keys.every((key) => JSON.stringify(other[key]) === JSON.stringify(item[key])),
  )
  return found.length === 1 ? { value: found[0] } : undefined
}
