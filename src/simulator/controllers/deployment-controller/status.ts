// The status of a Deployment, summed up from its sets. Upstream: sync.go calculateStatus.
import type { Deployment, DeploymentStatus, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import { compact } from '../lib/compact.ts'
import { newCondition, setCondition } from './conditions.ts'
import {
  actualReplicas,
  availableReplicas,
  maxUnavailable,
  readyReplicas,
  replicasOf,
  terminatingReplicas,
  wantedReplicas,
} from './replicas.ts'

const KEEP = ['terminatingReplicas', 'collisionCount']

/** What the status should be, conditions of progress as they were. */
export function statusOf(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  now: number,
): DeploymentStatus {
  const available = availableReplicas(all)
  const { conditions, collisionCount } = deployment.status
  const status: DeploymentStatus = {
    observedGeneration: deployment.metadata.generation,
    replicas: actualReplicas(all),
    updatedReplicas: newSet?.status.replicas,
    readyReplicas: readyReplicas(all),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wantedReplicas(all) - available),
    terminatingReplicas: terminatingReplicas(all),
    collisionCount,
    conditions: conditions === undefined ? undefined : [...conditions],
  }
  const enough = available >= replicasOf(deployment) - maxUnavailable(deployment)
  const [reason, message] = enough
    ? ['MinimumReplicasAvailable', 'Deployment has minimum availability.']
    : ['MinimumReplicasUnavailable', 'Deployment does not have minimum availability.']
  setCondition(status, newCondition('Available', enough ? 'True' : 'False', reason, message, now))
  return compact(status, KEEP)
}
