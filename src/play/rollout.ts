// The roll-out a sentence speaks of: from the last change of a workload's template until it is rolled out, found in the history.
import type { Change } from '../cluster/port.ts'
import type { KindRef, Owner } from '../language/nodes.ts'
import { deepEqual } from '../model/deep-equal.ts'
import { isMap } from './compare/path.ts'
import type { Miss } from './judge.ts'
import { type Play, targetOf } from './play.ts'
import { isInState } from './states.ts'
import { describe } from './targets.ts'

const workload = (kind: string): KindRef => {
  const word = kind.toLowerCase()
  return { word, apiVersion: 'apps/v1', kind, key: `${word}s.apps`, namespaced: true }
}

const WORKLOADS: readonly KindRef[] = ['Deployment', 'StatefulSet', 'DaemonSet'].map(workload)

/** A roll-out in the history: the mark of what it began with, and of what it was complete with. */
export interface Rollout {
  readonly from: number
  readonly to: number
}

/** The last roll-out, of the workload that is named or of any; waits until it is complete. */
export async function lastRollout(play: Play, of: Owner | undefined): Promise<Rollout | Miss> {
  const kinds = of === undefined ? WORKLOADS : [of.kind]
  const world = await play.world(kinds)
  const cluster = await play.cluster()
  const changes = cluster.history.since(0)
  const from = changes.findLastIndex((change) => isMeant(play, change, kinds, of) && isBegin(change))
  const begin = changes[from]
  if (begin === undefined) return { summary: `there was no roll-out${of === undefined ? '' : ` of ${nameOf(of)}`}` }
  const { resource, namespace, name, object } = begin
  const kind = kinds.find(({ key }) => key === resource)!
  const complete = (): boolean => {
    const now = world.get(kind, namespace, name)
    return now === undefined || isInState(now, 'rolled out')
  }
  if (!(await cluster.until(complete, play.patience))) {
    const target = targetOf(kind, object)
    return { summary: `the roll-out of ${describe(target, play.namespace)} is not complete`, about: [target] }
  }
  const end = cluster.history
    .since(from + 1)
    .findIndex(
      (change) => isSame(change, begin) && (change.type === 'DELETED' || isInState(change.object, 'rolled out')),
    )
  return { from: from + 1, to: end < 0 ? cluster.history.length : from + 2 + end }
}

const nameOf = ({ kind, name }: Owner): string => `${kind.kind.toLowerCase()} "${name}"`

function isMeant(play: Play, change: Change, kinds: readonly KindRef[], of: Owner | undefined): boolean {
  if (change.namespace !== play.namespace || !kinds.some(({ key }) => key === change.resource)) return false
  return of === undefined || change.name === of.name
}

const isSame = (a: Change, b: Change): boolean =>
  a.resource === b.resource && a.namespace === b.namespace && a.name === b.name

function isBegin({ type, object, previous }: Change): boolean {
  if (type === 'DELETED') return false
  return type === 'ADDED' || previous === undefined || !deepEqual(templateOf(object), templateOf(previous))
}

const templateOf = ({ spec }: Readonly<Record<string, unknown>>): unknown =>
  isMap(spec) ? spec['template'] : undefined
