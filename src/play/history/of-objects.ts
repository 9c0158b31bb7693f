// The last things that happened to some objects, their events included: the end of every failure about them.
import type { Change, Cluster } from '../../cluster/port.ts'
import type { TimelineEntry } from '../result.ts'
import { decisionEntry } from './scheduling.ts'
import { entryOf, referenceOf } from './words.ts'

/** An object by where its writes are found. */
export interface Trail {
  readonly key: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

const LAST = 10

/** The last things that happened to these objects, oldest first. */
export function lastThings(cluster: Cluster, start: number, trails: readonly Trail[]): readonly TimelineEntry[] {
  if (trails.length === 0) return []
  const entries: TimelineEntry[] = []
  const changes = cluster.history.since(0)
  for (let i = changes.length - 1; i >= 0 && entries.length < LAST; i--) {
    const change = changes[i]!
    if (!trails.some((t) => isOf(change, t))) continue
    const entry = entryOf(change, start)
    if (entry !== undefined) entries.push(entry)
  }
  return entries.reverse()
}

function isOf(change: Change, { key, kind, namespace, name }: Trail): boolean {
  if (change.resource !== 'events')
    return change.resource === key && change.namespace === namespace && change.name === name
  const about = referenceOf(change.object)
  return about.kind === kind && about.name === name && (about.namespace ?? '') === namespace
}

/** Everything that happened and what the scheduler thought, for `--timeline`. */
export function timelineOf(cluster: Cluster, start: number): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = []
  const decisions = cluster.decisions?.all() ?? []
  let told = 0
  for (const change of cluster.history.since(0)) {
    for (; told < decisions.length && decisions[told]!.revision < change.revision; told++)
      entries.push(decisionEntry(decisions[told]!, start))
    const entry = entryOf(change, start)
    if (entry !== undefined) entries.push(entry)
  }
  return [...entries, ...decisions.slice(told).map((d) => decisionEntry(d, start))]
}
