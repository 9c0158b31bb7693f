// Recreate: all old pods go before the first new one comes. Upstream: pkg/controller/deployment/recreate.go.
import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { controllerOf } from '../../../model/owner-references.ts'
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
  const old = new Set(
    list.filter((set) => set.metadata.uid !== newSet?.metadata.uid).map(({ metadata }) => metadata.uid),
  )
  if (old.size === 0) return false
  const pods = client.lister.list<Pod>('pods', list[0]!.metadata.namespace)
  return pods.some((pod) => !isPodTerminal(pod) && old.has(controllerOf(pod)?.uid))
}
