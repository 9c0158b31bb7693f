// Who a sentence is about: `it`, an object by name, or all objects of a kind that a filter lets through.
import type { ApiObject } from '../cluster/port.ts'
import type { Filter, KindRef, Subject, Tail } from '../language/nodes.ts'
import { matchesRequirement } from '../model/label-requirement.ts'
import type { Play, Target } from './play.ts'
import type { World } from './world.ts'

/** One object, or a set of objects that may change. */
export type Resolved =
  | { readonly is: 'one'; readonly target: Target }
  | { readonly is: 'many'; readonly kind: KindRef; readonly namespace: string; readonly filter: Filter }

/** Why a subject means nothing. */
export interface Unresolved {
  readonly problem: string
}

/** Resolves a subject and makes it what `it` is from now on. */
export function resolve(play: Play, subject: Subject, tail: Pick<Tail, 'namespace'>): Resolved | Unresolved {
  if (subject.is === 'it') return resolveIt(play)
  const { kind } = subject
  if (subject.is === 'every') return { is: 'many', kind, namespace: play.namespaceFor(kind, tail), filter: subject }
  const target: Target = { kind, namespace: play.namespaceFor(kind, tail, subject.namespace), name: subject.name }
  play.it = target
  return { is: 'one', target }
}

function resolveIt(play: Play): Resolved | Unresolved {
  const { it } = play
  if (it === undefined) return { problem: 'no object has been named yet that `it` could be' }
  if (!isSeveral(it)) return { is: 'one', target: it }
  return { problem: `\`it\` could be any of ${it.map((t) => describe(t)).join(', ')}: name the one that is meant` }
}

function isSeveral(it: Target | readonly Target[]): it is readonly Target[] {
  return Array.isArray(it)
}

/** `pod "web"`, with its namespace when that is not the scenario's. */
export function describe(target: Target, current?: string): string {
  const kind = target.kind.kind.toLowerCase()
  const where =
    target.namespace === '' || current === undefined || target.namespace === current
      ? ''
      : ` in namespace "${target.namespace}"`
  return `${kind} "${target.name}"${where}`
}

/** `pods with labels app=web`. */
export function describeMany(kind: KindRef, filter: Filter): string {
  const resource = kind.key.split('.')[0] ?? kind.key
  const { selector, owner, node } = filter
  const parts = [
    selector &&
      `with labels ${selector.map((r) => (r.operator === '!' ? `!${r.key}` : r.operator === 'exists' ? r.key : `${r.key} ${r.operator} (${r.values.join(', ')})`)).join(', ')}`,
    owner && `of ${owner.kind.kind.toLowerCase()} "${owner.name}"`,
    node && `on node "${node}"`,
  ]
  return [resource, ...parts.filter((p) => p !== undefined)].join(' ')
}

/** The kinds whose objects must be known to resolve this. */
export function kindsOf(resolved: Resolved): readonly KindRef[] {
  if (resolved.is === 'one') return [resolved.target.kind]
  const { kind, filter } = resolved
  return filter.owner === undefined ? [kind] : [kind, filter.owner.kind, ...MIDDLEMEN]
}

/** What stands between a deployment or a cron job and its pods. */
export const MIDDLEMEN: readonly KindRef[] = [
  { word: 'replicaset', apiVersion: 'apps/v1', kind: 'ReplicaSet', key: 'replicasets.apps', namespaced: true },
  { word: 'job', apiVersion: 'batch/v1', kind: 'Job', key: 'jobs.batch', namespaced: true },
]

/** The objects that are meant, at that moment. */
export function objectsOf(world: World, resolved: Resolved): readonly ApiObject[] {
  if (resolved.is === 'one') {
    const { kind, namespace, name } = resolved.target
    const found = world.get(kind, namespace, name)
    return found === undefined ? [] : [found]
  }
  return filtered(world, resolved.kind, resolved.namespace, resolved.filter)
}

/** The objects of a kind that a filter lets through, by name. */
export function filtered(world: World, kind: KindRef, namespace: string, filter: Filter): readonly ApiObject[] {
  const found = matching(world, kind, namespace, filter)
  return found.sort((a, b) => ((a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1))
}

/** The same in no order. */
export function matching(world: World, kind: KindRef, namespace: string, filter: Filter): ApiObject[] {
  const { selector, owner, node } = filter
  const owners = owner === undefined ? undefined : ownerIds(world, owner, namespace)
  const found: ApiObject[] = []
  for (const object of world.list(kind)) {
    const { metadata } = object
    if (kind.namespaced && metadata?.namespace !== namespace) continue
    if (selector !== undefined && !selector.every((r) => matchesRequirement(r, metadata?.labels ?? {}))) continue
    if (node !== undefined && nodeOf(object) !== node) continue
    if (owners !== undefined && !ownedBy(object, owners)) continue
    found.push(object)
  }
  return found
}

/** The node a pod is bound to. */
export function nodeOf(pod: ApiObject): string | undefined {
  const name = (pod['spec'] as { nodeName?: unknown } | undefined)?.nodeName
  return typeof name === 'string' && name !== '' ? name : undefined
}

function ownerIds(world: World, owner: { kind: KindRef; name: string }, namespace: string): ReadonlySet<string> {
  const ids = new Set<string>()
  const top = world.get(owner.kind, owner.kind.namespaced ? namespace : '', owner.name)
  if (top?.metadata?.uid !== undefined) ids.add(top.metadata.uid)
  for (const kind of MIDDLEMEN) {
    for (const object of world.list(kind)) {
      if (object.metadata?.uid !== undefined && ownedBy(object, ids)) ids.add(object.metadata.uid)
    }
  }
  return ids
}

function ownedBy(object: ApiObject, ids: ReadonlySet<string>): boolean {
  const references = object.metadata?.['ownerReferences'] as readonly { uid?: string }[] | undefined
  return references?.some((r) => r.uid !== undefined && ids.has(r.uid)) ?? false
}
