// What the server does for admission plugins that change objects as clients do: apply configurations, JSON patches, defaults.
// Upstream: apiserver/pkg/admission/plugin/policy/mutating/patch, ObjectInterfaces.

import type { JsonObject } from '../../model/json.ts'
import type { ObjectMachinery } from '../admission/contract.ts'
import type { AnyKind } from '../kinds/contract.ts'
import { decode } from './codec/decode.ts'
import { copyJson } from './codec/scalars.ts'
import { isMap, type JsonMap } from './managed-fields/items.ts'
import { resolve, type Shape, shapeOfResource } from './managed-fields/shapes.ts'
import { merge } from './managed-fields/typed-merge.ts'
import { typeProblems } from './managed-fields/typed-validate.ts'
import { jsonPatch, TEST_FAILED } from './patch/json-patch.ts'
import { PatchFailure } from './patch/values.ts'
import type { ServerParts } from './server.ts'
import type { KubeObject, ResourceInfo, ResourceKey } from './types.ts'

type Changed = { readonly object: KubeObject } | { readonly error: string }

/** The machinery of a server with these resources and kinds. */
export function machineryOf(resources: ServerParts['resources'], kinds: ServerParts['kinds']): ObjectMachinery {
  const settled = (info: ResourceInfo, value: unknown): Changed => {
    if (info.custom !== undefined) {
      const { error } = info.custom.coerce(value as JsonObject, true)
      return error === undefined ? { object: value as KubeObject } : { error }
    }
    const decoded = decode(value, info.type, { strictness: 'Ignore' })
    if (decoded.error !== undefined) return { error: decoded.error }
    const object = decoded.object as unknown as KubeObject
    object.kind = info.kind
    object.apiVersion = info.apiVersion
    kinds.get(`${info.apiVersion}/${info.kind}`)?.defaults?.(object)
    return { object }
  }
  const rulesOf = (info: ResourceInfo): AnyKind | undefined =>
    info.custom?.kind ?? kinds.get(`${info.apiVersion}/${info.kind}`)
  const storedAt = (info: ResourceInfo): ResourceKey => rulesOf(info)?.storedAs?.resource ?? info.key
  const known = new WeakMap<ResourceInfo, readonly ResourceInfo[]>()
  const equivalents = (info: ResourceInfo): readonly ResourceInfo[] => {
    const found = known.get(info)
    if (found !== undefined) return found
    const others = [...resources.all()].filter((other) => other !== info && storedAt(other) === storedAt(info))
    known.set(info, others)
    return others
  }
  const convert = (object: KubeObject, from: ResourceInfo, to: ResourceInfo): KubeObject => {
    // Conversions remember what they made of an object: this one is still being changed.
    const own = copyJson(object) as unknown as KubeObject
    const stored = rulesOf(from)?.storedAs?.toStored(own) ?? own
    const shown = rulesOf(to)?.storedAs?.fromStored(stored) ?? stored
    return copyJson({ ...shown, kind: to.kind, apiVersion: to.apiVersion }) as unknown as KubeObject
  }
  return {
    resourceOf: (apiVersion, kind) => resources.byKind(apiVersion, kind),
    equivalents,
    convert,
    apply(info, object, configuration) {
      const shape = shapeOfResource(info)
      const patch = { ...(configuration as JsonMap), kind: info.kind, apiVersion: info.apiVersion }
      const problems = typeProblems(shape, patch)
      if (problems !== undefined) return { error: `failed to convert patch object to typed object: ${problems}` }
      const atomics = atomicsIn(shape, patch, '')
      if (atomics.length > 0) {
        return {
          error: `invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`,
        }
      }
      // Ownership is no part of the shape, and not changed by policies.
      const { managedFields } = object.metadata
      const merged = settled(info, copyJson(merge(shape, object, patch)))
      if ('object' in merged && managedFields !== undefined) merged.object.metadata.managedFields = managedFields
      return merged
    },
    patch(info, object, operations, failedTest) {
      try {
        return settled(info, jsonPatch(copyJson(object), operations))
      } catch (failure) {
        if (!(failure instanceof PatchFailure)) throw failure
        return failedTest === 'keep' && failure.message.endsWith(TEST_FAILED) ? { object } : { error: failure.message }
      }
    },
  }
}

/** Where an apply configuration says something of what is only taken whole. */
function atomicsIn(shape: Shape, value: unknown, path: string): string[] {
  if (isMap(value) && shape.map !== undefined) {
    const { atomic, fields, element } = shape.map
    const found = atomic ? [path] : []
    for (const name of Object.keys(value)) {
      const reference = fields.get(name)?.reference ?? element
      if (reference !== undefined) found.push(...atomicsIn(resolve(reference), value[name], `${path}.${name}`))
    }
    return found
  }
  if (!Array.isArray(value) || shape.list === undefined) return []
  const { atomic, element } = shape.list
  if (atomic) return [path]
  return value.flatMap((item, i) => atomicsIn(resolve(element), item, `${path}[${i}]`))
}
