// Scales sets: one of them, all in proportion after the Deployment was scaled, and tells of it.
// Upstream: sync.go scaleReplicaSet, scale, isScalingEvent; cleanupDeployment.
import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import { must, mustUnlessGone } from '../lib/sync-error.ts'
import { DESIRED, hasSizes, revisionOf, withSizes } from './annotations.ts'
import { allOf, type Context, type Sets } from './context.ts'
import {
  activeSets,
  byAge,
  bySize,
  isRolling,
  isSaturated,
  maxSurge,
  proportion,
  replicasOf,
  wantedReplicas,
} from './replicas.ts'

const MAX_INT32 = 2147483647
const DIGITS = /^\d+$/

/** Gives a set a size; whether that changed it, and the set as it is then. */
export function scaleSet(
  { client, recorder }: Context,
  deployment: Deployment,
  set: ReplicaSet,
  size: number,
  force = false,
): { readonly scaled: boolean; readonly set: ReplicaSet } {
  const before = replicasOf(set)
  if (!force && before === size) return { scaled: false, set }
  const desired = replicasOf(deployment)
  const max = desired + maxSurge(deployment)
  if (before === size && hasSizes(set, desired, max)) return { scaled: false, set }
  const annotations = withSizes(set.metadata.annotations ?? undefined, desired, max)
  const metadata = { ...set.metadata, annotations }
  const spec = { ...set.spec, replicas: size }
  const updated = must(client.update<ReplicaSet>('replicasets.apps', { ...set, metadata, spec }))
  if (before === size) return { scaled: false, set: updated }
  const way = before < size ? 'up' : 'down'
  const message = `Scaled ${way} replica set ${set.metadata.name} from ${before} to ${size}`
  recorder.event(deployment, 'Normal', 'ScalingReplicaSet', message)
  return { scaled: true, set: updated }
}

/** Whether the Deployment was scaled since its sets were. */
export function isScalingEvent(deployment: Deployment, sets: Sets): boolean {
  return activeSets(allOf(sets)).some(({ metadata }) => {
    const text = metadata.annotations?.[DESIRED]
    if (text === undefined || !DIGITS.test(text) || Number(text) > MAX_INT32) return false
    return Number(text) !== replicasOf(deployment)
  })
}

/** Brings the sets to the Deployment's size, each by its share. */
export function scale(context: Context, deployment: Deployment, sets: Sets): void {
  const { newSet, oldSets } = sets
  const only = activeOrLatest(sets)
  if (only !== undefined) {
    scaleSet(context, deployment, only, replicasOf(deployment))
    return
  }
  if (isSaturated(deployment, newSet)) {
    for (const old of activeSets(oldSets)) scaleSet(context, deployment, old, 0)
    return
  }
  if (isRolling(deployment)) scaleInProportion(context, deployment, activeSets(allOf(sets)))
}

/** The only set with pods, or the newest when none has; undefined when several have. */
function activeOrLatest(sets: Sets): ReplicaSet | undefined {
  const active = activeSets(allOf(sets))
  if (active.length > 1) return undefined
  return active[0] ?? sets.newSet ?? [...sets.oldSets].sort((a, b) => byAge(b, a))[0]
}

function scaleInProportion(context: Context, deployment: Deployment, active: ReplicaSet[]): void {
  const replicas = replicasOf(deployment)
  const allowed = replicas > 0 ? replicas + maxSurge(deployment) : 0
  const toAdd = allowed - wantedReplicas(active)
  if (toAdd !== 0) active.sort(bySize(toAdd > 0))
  let added = 0
  const sizes = active.map((set) => {
    const share = proportion(deployment, set, toAdd, added)
    added += share
    return replicasOf(set) + share
  })
  for (const [i, set] of active.entries()) {
    let size = sizes[i]!
    if (i === 0 && toAdd !== 0) size = Math.max(0, size + toAdd - added)
    scaleSet(context, deployment, set, size, true)
  }
}

/** Deletes old sets beyond the history limit, lowest revisions first. */
export function cleanUp({ client }: Context, deployment: Deployment, oldSets: readonly ReplicaSet[]): void {
  const limit = deployment.spec.revisionHistoryLimit
  if (limit === undefined || limit === MAX_INT32) return
  const alive = oldSets.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  const sorted = alive.sort((a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b))
  for (const set of sorted.slice(0, Math.max(0, alive.length - limit))) {
    const { metadata, status } = set
    const unseen = (metadata.generation ?? 0) > (status.observedGeneration ?? 0)
    if (status.replicas !== 0 || replicasOf(set) !== 0 || unseen) continue
    mustUnlessGone(client.delete('replicasets.apps', metadata.namespace ?? '', metadata.name ?? ''))
  }
}
