// Recreate: all old pods go before the first new one comes. Upstream: pkg/controller/deployment/recreate.go.

import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import { podsByController } from '../../client/indexes.ts'
import { isPodTerminal } from '../lib/pods.ts'
import { allOf, type Context } from './context.ts'
import { syncRevision } from './new-replica-set.ts'
import { syncRolloutStatus } from './progress.ts'
import { activeSets, actualReplicas, isComplete, replicasOf } from './replicas.ts'
import { cleanUp, scaleSet } from './scale.ts'

/** One step of a recreation. */
export function rolloutRecreate(context: Context, deployment: Deployment, list: readonly ReplicaSet[]): void {
  let sets = syncRevision(context, deployment, list, false)
  let scaledDown = false
  for (const old of activeSets(sets.oldSets)) {
    const { scaled } = scaleSet(context, deployment, old, 0)
    scaledDown ||= scaled
  }
  if (scaledDown || oldPodsRun(context, sets.newSet, sets.oldSets, list)) {
    syncRolloutStatus(context, deployment, allOf(sets), sets.newSet)
    return
  }
  if (sets.newSet === undefined) sets = syncRevision(context, deployment, list, true)
  const newSet = sets.newSet!
  scaleSet(context, deployment, newSet, replicasOf(deployment))
  if (isComplete(deployment, deployment.status)) cleanUp(context, deployment, sets.oldSets)
  syncRolloutStatus(context, deployment, allOf(sets), newSet)
}

function oldPodsRun(
  { client }: Context,
  newSet: ReplicaSet | undefined,
  oldSets: readonly ReplicaSet[],
  list: readonly ReplicaSet[],
): boolean {
  if (actualReplicas(oldSets) > 0) return true
  return list.some(
    ({ metadata: { uid = '' } }) =>
      uid !== newSet?.metadata.uid && client.indexed(podsByController, uid).some((pod) => !isPodTerminal(pod)),
  )
}
