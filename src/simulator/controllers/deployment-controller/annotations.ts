// What a Deployment writes into the annotations of its ReplicaSets: revisions, sizes, and a copy of its own annotations.
// Upstream: pkg/controller/deployment/util/deployment_util.go.
import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'

/** The number of a roll-out. */
export const REVISION = 'deployment.kubernetes.io/revision'
const HISTORY = 'deployment.kubernetes.io/revision-history'
/** The Deployment's replicas when the set was last scaled. */
export const DESIRED = 'deployment.kubernetes.io/desired-replicas'
/** The same with surge. */
export const MAX = 'deployment.kubernetes.io/max-replicas'
/** An old way to ask for a roll-back. */
export const ROLLBACK_TO = 'deprecated.deployment.rollback.to'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const OWN = new Set([LAST_APPLIED, REVISION, HISTORY, DESIRED, MAX, ROLLBACK_TO])
const MAX_HISTORY = 2000
const INTEGER = /^[-+]?\d+$/

type Annotations = Record<string, string>

/** A set's revision; 0 when it has none. */
export function revisionOf({ metadata }: ReplicaSet): number {
  const text = metadata.annotations?.[REVISION]
  return text !== undefined && INTEGER.test(text) ? Number(text) : 0
}

/** The highest revision. */
export const maxRevision = (sets: readonly ReplicaSet[]): number =>
  sets.reduce((max, set) => Math.max(max, revisionOf(set)), 0)

/** The revision before the highest. */
export function lastRevision(sets: readonly ReplicaSet[]): number {
  let [max, second] = [0, 0]
  for (const set of sets) {
    const revision = revisionOf(set)
    if (revision >= max) [max, second] = [revision, max]
    else if (revision > second) second = revision
  }
  return second
}

/** The annotations a new set gets, or an existing one ought to have; `changed` tells whether they differ. */
export function newSetAnnotations(
  { metadata }: Deployment,
  current: Annotations | undefined,
  newRevision: number,
): { annotations: Annotations; changed: boolean } {
  const annotations = { ...current }
  let changed = false
  for (const [key, value] of Object.entries(metadata.annotations ?? {})) {
    if (OWN.has(key) || annotations[key] === value) continue
    annotations[key] = value
    changed = true
  }
  const old = annotations[REVISION]
  if (old !== undefined && old !== '' && !INTEGER.test(old)) return { annotations, changed: false }
  const oldRevision = Number(old ?? 0)
  if (oldRevision >= newRevision) return { annotations, changed }
  annotations[REVISION] = String(newRevision)
  if (old !== undefined) addHistory(annotations, old)
  return { annotations, changed: true }
}

function addHistory(annotations: Annotations, revision: string): void {
  const history = annotations[HISTORY] ?? ''
  if (history === '') {
    annotations[HISTORY] = revision
    return
  }
  const revisions = history.split(',')
  let length = history.length + revision.length + 1
  while (length > MAX_HISTORY && revisions.length > 0) length -= revisions.shift()!.length + 1
  if (length <= MAX_HISTORY) annotations[HISTORY] = [...revisions, revision].join(',')
}

/** Whether the sizes a set remembers are these. */
export const hasSizes = ({ metadata }: ReplicaSet, desired: number, max: number): boolean =>
  metadata.annotations?.[DESIRED] === String(desired) && metadata.annotations?.[MAX] === String(max)

/** Annotations with the sizes. */
export const withSizes = (annotations: Annotations | undefined, desired: number, max: number): Annotations => ({
  ...annotations,
  [DESIRED]: String(desired),
  [MAX]: String(max),
})

/** A Deployment's annotations after a roll-back to a set: its own, and the set's copy of what it had then. */
export function annotationsAfterRollback(deployment: Deployment, set: ReplicaSet): Annotations {
  const annotations: Annotations = {}
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {}))
    if (OWN.has(key)) annotations[key] = value
  for (const [key, value] of Object.entries(set.metadata.annotations ?? {})) if (!OWN.has(key)) annotations[key] = value
  return annotations
}

/** Notes the revision on the draft; whether that was news. */
export function setRevision(deployment: Deployment, revision: string): boolean {
  const annotations = deployment.metadata.annotations ?? {}
  if (annotations[REVISION] === revision) return false
  deployment.metadata.annotations = { ...annotations, [REVISION]: revision }
  return true
}
