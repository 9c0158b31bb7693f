// Objects compared with what was recorded of them. Sentences: grammar/*/then/snapshot.peggy.
import type { ApiObject } from '../../cluster/port.ts'
import type { KindRef, Subject, Tail } from '../../language/nodes.ts'
import { kindRef } from '../../language/vocabulary.ts'
import { objectNow } from '../claims.ts'
import type { SentenceFamily, SnapshotMatch } from '../contract.ts'
import { judge } from '../judge.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'
import { objectsOf, resolve } from '../targets.ts'

/** Plays then/snapshot. */
export const family: SentenceFamily = {
  aboutAnswers: ['then/snapshot/answer'],
  handlers: {
    'then/snapshot/own': ({ subject, tail }, play) => compare(play, subject, tail, undefined),
    'then/snapshot/named': ({ subject, name, tail }, play) => compare(play, subject, tail, name),
    'then/snapshot/cluster': async ({ name }, play) =>
      verdict(play.options.snapshots.match(name, await broughtAbout(play))),
    'then/snapshot/answer': (_, play) => {
      if (play.answers.length === 0)
        return { summary: 'nothing was asked of the cluster yet that it could have answered' }
      for (const answer of play.answers) answer.seen = true
      const bodies = play.answers.map((a) => a.response.body)
      return verdict(play.options.snapshots.match('answer', bodies.length === 1 ? bodies[0] : bodies))
    },
  },
}

async function compare(
  play: Play,
  subject: Subject,
  tail: Tail,
  name: string | undefined,
): Promise<Failure | undefined> {
  const resolved = resolve(play, subject, tail)
  if ('problem' in resolved) return { summary: resolved.problem }
  const { snapshots } = play.options
  if (resolved.is === 'many') {
    const objects = objectsOf(await play.world([resolved.kind]), resolved)
    return verdict(snapshots.match(name ?? resolved.kind.key, objects))
  }
  const { target } = resolved
  const there = await judge(
    play,
    {
      kinds: [target.kind],
      text: 'exists',
      about: [target],
      judge: (w) =>
        w.get(target.kind, target.namespace, target.name)
          ? undefined
          : { summary: `there is no ${target.kind.kind.toLowerCase()} "${target.name}"` },
    },
    tail.time,
  )
  if (there !== undefined) return there
  const found = await objectNow(play, subject, tail)
  if ('summary' in found) return { summary: found.summary }
  return verdict(snapshots.match(name ?? `${target.kind.kind.toLowerCase()} ${target.name}`, found.object))
}

function verdict(match: SnapshotMatch): Failure | undefined {
  if (match.ok) return undefined
  return { summary: match.summary, ...(match.diff.length > 0 ? { diff: match.diff } : {}) }
}

// What every cluster makes for itself: left out of a snapshot of the whole.
const FURNITURE = new Set([
  'events',
  'events.events.k8s.io',
  'leases.coordination.k8s.io',
  'nodes',
  'csinodes.storage.k8s.io',
])
const OWN_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease'])

/** Every object that is there now because of what the scenario did, ordered by kind, namespace and name. */
async function broughtAbout(play: Play): Promise<readonly ApiObject[]> {
  const cluster = await play.cluster()
  const touched = new Map<string, { kind: KindRef; namespace: string; name: string }>()
  for (const change of cluster.history.since(0)) {
    if (FURNITURE.has(change.resource) || OWN_NAMESPACES.has(change.namespace) || OWN_NAMESPACES.has(change.name))
      continue
    if (change.type === 'ADDED' && isHousehold(change.resource, change.name, change.namespace)) continue
    const kind = kindOfKey(play, change.resource, change.object.apiVersion)
    if (kind !== undefined)
      touched.set(`${change.resource} ${change.namespace} ${change.name}`, {
        kind,
        namespace: change.namespace,
        name: change.name,
      })
  }
  const world = await play.world([...touched.values()].map((t) => t.kind))
  return [...touched.keys()].sort().flatMap((key) => {
    const { kind, namespace, name } = touched.get(key)!
    if (isHousehold(kind.key, name, namespace)) return []
    const object = world.get(kind, namespace, name)
    return object === undefined ? [] : [object]
  })
}

function isHousehold(resource: string, name: string, namespace: string): boolean {
  if (resource === 'serviceaccounts' && name === 'default') return true
  if (resource === 'configmaps' && name === 'kube-root-ca.crt') return true
  return namespace === 'default' && name === 'kubernetes'
}

function kindOfKey(play: Play, key: string, apiVersion: string | undefined): KindRef | undefined {
  const { kinds } = play.options.vocabulary
  const info = kinds.find((k) => k.key === key && k.apiVersion === apiVersion) ?? kinds.find((k) => k.key === key)
  return info && kindRef(info.resource, info)
}
