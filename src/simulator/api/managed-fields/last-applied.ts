// kubectl's annotation of client-side apply: kubectl applying on the server takes over what it has written from the client, and
// keeps the annotation up to date. Upstream: managedfields/internal/{lastapplied,lastappliedmanager,lastappliedupdater}.go.
import type { KubeObject } from '../types.ts'
import { compare, fieldsOf } from './compare.ts'
import { difference, eachMember, type FieldTree, intersection, isEmpty, LEAF, union } from './field-set.ts'
import { isMap, TypedProblem } from './items.ts'
import type { Conflict, Writer } from './ownership.ts'
import { goJson } from './path-elements.ts'
import { typeProblems } from './typed-validate.ts'

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration'

/** The conflicts that are left when what kubectl last applied from the client, and nobody changed since, counts as its own. */
export function allowedByLastApplied(
  writer: Writer,
  live: KubeObject,
  conflicts: readonly Conflict[],
): readonly Conflict[] {
  const own = ownedByClient(writer, live)
  if (own === undefined) return conflicts
  const left: Conflict[] = []
  for (const conflict of conflicts) {
    let fields: FieldTree = LEAF
    eachMember(conflict.fields, (_, only) => {
      if (isEmpty(intersection(own, only))) fields = union(fields, only)
    })
    if (!isEmpty(fields)) left.push({ ...conflict, fields })
  }
  return left
}

function ownedByClient({ shape, apiVersion }: Writer, live: KubeObject): FieldTree | undefined {
  const text = live.metadata.annotations?.[ANNOTATION]
  if (!text) return undefined
  try {
    const last: unknown = JSON.parse(text)
    if (!isMap(last) || last['apiVersion'] !== apiVersion || typeProblems(shape, last) !== undefined) return undefined
    let fields = fieldsOf(shape, last)
    const changed = compare(shape, last, live)
    for (const part of [changed?.modified, changed?.added, changed?.removed])
      if (part !== undefined) fields = difference(fields, part)
    return fields
  } catch (problem) {
    if (problem instanceof TypedProblem || problem instanceof SyntaxError) return undefined
    throw problem
  }
}

/** The annotation's new text where the object has one. */
export function lastAppliedOf(object: KubeObject, configuration: unknown): Record<string, string> | undefined {
  if (!object.metadata.annotations?.[ANNOTATION]) return undefined
  const copy = structuredClone(configuration) as { metadata?: { annotations?: Record<string, unknown> } }
  const annotations = copy.metadata?.annotations
  if (annotations !== undefined) {
    delete annotations[ANNOTATION]
    if (Object.keys(annotations).length === 0) delete copy.metadata?.annotations
  }
  return { [ANNOTATION]: `${goJson(sortedDeep(copy))}\n` }
}

/** Go writes maps in the order of their keys. */
function sortedDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedDeep)
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortedDeep(value[key])]),
  )
}
