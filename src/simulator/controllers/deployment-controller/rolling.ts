// RollingUpdate: the new set grows as surge allows, old ones shrink as availability allows, unhealthy pods first.
// Upstream: pkg/controller/deployment/rolling.go.
import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import { SyncError } from '../lib/sync-error.ts'
import { allOf, type Context } from './context.ts'
import { syncRevision } from './new-replica-set.ts'
import { syncRolloutStatus } from './progress.ts'
import {
  activeSets,
  availableReplicas,
  byAge,
  isComplete,
  maxUnavailable,
  newSetReplicas,
  replicasOf,
  wantedReplicas,
} from './replicas.ts'
import { cleanUp, scaleSet } from './scale.ts'

/** One step of a rolling update. */
export function rolloutRolling(context: Context, deployment: Deployment, list: readonly ReplicaSet[]): void {
  const sets = syncRevision(context, deployment, list, true)
  const newSet = sets.newSet!
  const all = allOf(sets)
  const moved = growNew(context, deployment, all, newSet) || shrinkOld(context, deployment, all, sets.oldSets, newSet)
  if (!moved && isComplete(deployment, deployment.status)) cleanUp(context, deployment, sets.oldSets)
  syncRolloutStatus(context, deployment, all, newSet)
}

function growNew(context: Context, deployment: Deployment, all: readonly ReplicaSet[], newSet: ReplicaSet): boolean {
  const [has, wants] = [replicasOf(newSet), replicasOf(deployment)]
  if (has === wants) return false
  const size = has > wants ? wants : newSetReplicas(deployment, all, has)
  return scaleSet(context, deployment, newSet, size).scaled
}

function shrinkOld(
  context: Context,
  deployment: Deployment,
  all: readonly ReplicaSet[],
  oldSets: readonly ReplicaSet[],
  newSet: ReplicaSet,
): boolean {
  const active = activeSets(oldSets)
  if (wantedReplicas(active) === 0) return false
  const minAvailable = replicasOf(deployment) - maxUnavailable(deployment)
  const newUnavailable = replicasOf(newSet) - (newSet.status.availableReplicas ?? 0)
  const most = wantedReplicas(all) - minAvailable - newUnavailable
  if (most <= 0) return false
  try {
    const { sets, removed } = removeUnhealthy(context, deployment, active, most)
    return removed + removeAvailable(context, deployment, sets, newSet, minAvailable) > 0
  } catch (error) {
    // Upstream takes a refusal here for "nothing was scaled down".
    if (error instanceof SyncError) return false
    throw error
  }
}

function removeUnhealthy(
  context: Context,
  deployment: Deployment,
  active: readonly ReplicaSet[],
  most: number,
): { readonly sets: ReplicaSet[]; readonly removed: number } {
  const sets = [...active].sort(byAge)
  let removed = 0
  for (const [i, set] of sets.entries()) {
    if (removed >= most) break
    const unhealthy = replicasOf(set) - (set.status.availableReplicas ?? 0)
    if (replicasOf(set) === 0 || unhealthy === 0) continue
    // A set that has just shrunk still has more available pods than it asks for: nothing more is scaled down until it has not.
    if (unhealthy < 0) throw new SyncError(undefined, 'got invalid request to scale down')
    const count = Math.min(most - removed, unhealthy)
    sets[i] = scaleSet(context, deployment, set, replicasOf(set) - count).set
    removed += count
  }
  return { sets, removed }
}

function removeAvailable(
  context: Context,
  deployment: Deployment,
  oldSets: readonly ReplicaSet[],
  newSet: ReplicaSet,
  minAvailable: number,
): number {
  const available = availableReplicas([...oldSets, newSet])
  if (available <= minAvailable) return 0
  const most = available - minAvailable
  let removed = 0
  for (const set of [...oldSets].sort(byAge)) {
    if (removed >= most) break
    if (replicasOf(set) === 0) continue
    const count = Math.min(replicasOf(set), most - removed)
    scaleSet(context, deployment, set, replicasOf(set) - count)
    removed += count
  }
  return removed
}
