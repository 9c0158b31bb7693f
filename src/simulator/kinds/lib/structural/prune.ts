// Fields that a schema does not know are taken away.
// Upstream: apiextensions-apiserver/pkg/apiserver/schema/pruning/algorithm.go.
import { isJsonObject } from '../../../../model/json.ts'
import { additionalOf, itemOf, type Schema } from './schema.ts'

const META_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])

/** A copy of `value` without unknown fields, or the value itself where there were none; `isResource`: it has metadata. */
export function pruned(value: unknown, schema: Schema | undefined, isResource: boolean): unknown {
  if (schema?.['x-kubernetes-preserve-unknown-fields']) return prunedBelow(value, schema, isResource, true)
  return prunedBelow(value, schema, isResource, false)
}

function prunedBelow(value: unknown, schema: Schema | undefined, isResource: boolean, keeps: boolean): unknown {
  if (Array.isArray(value)) {
    const item = schema && itemOf(schema)
    if (item === undefined) return keeps ? value : value.map((element) => emptied(element))
    return copied(value, (element) => pruned(element, item, item['x-kubernetes-embedded-resource'] === true))
  }
  if (!isJsonObject(value)) return value
  const additional = schema && additionalOf(schema)
  const free = keeps || schema?.additionalProperties === true
  let copy: Record<string, unknown> | undefined
  for (const name in value) {
    const known = schema?.properties?.[name] ?? additional
    if (isResource && META_FIELDS.has(name)) continue
    const kept = known ? pruned(value[name], known, known['x-kubernetes-embedded-resource'] === true) : value[name]
    if (known ? kept === value[name] : free) continue
    copy ??= { ...value }
    if (known) copy[name] = kept
    else delete copy[name]
  }
  return copy ?? value
}

/** Below a list without a schema nothing is known. */
const emptied = (value: unknown): unknown => (isJsonObject(value) ? {} : value)

function copied(list: readonly unknown[], change: (value: unknown) => unknown): readonly unknown[] {
  const changed = list.map(change)
  return changed.some((element, i) => element !== list[i]) ? changed : list
}
