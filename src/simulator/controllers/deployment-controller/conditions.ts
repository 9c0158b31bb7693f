// Conditions of a Deployment: their reasons, and how one replaces another.
// Upstream: pkg/controller/deployment/util/deployment_util.go.
import type { DeploymentCondition, DeploymentStatus } from '../../../generated/api/apps.v1.ts'
import { formatTime } from '../../../model/time.ts'
import { conditionOf, withoutCondition } from '../lib/conditions.ts'

/** A condition that is true (or not) since now. */
export function newCondition(
  type: 'Available' | 'Progressing' | 'ReplicaFailure',
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  now: number,
): DeploymentCondition {
  const time = formatTime(now)
  return { type, status, lastUpdateTime: time, lastTransitionTime: time, reason, message }
}

/** Puts a condition last, unless one of the same status and reason is there; its transition is kept while the status is. */
export function setCondition(status: DeploymentStatus, condition: DeploymentCondition): void {
  const current = conditionOf(status.conditions, condition.type)
  if (current?.status === condition.status && current.reason === condition.reason) return
  const lastTransitionTime =
    current?.status === condition.status ? current.lastTransitionTime : condition.lastTransitionTime
  status.conditions = [...withoutCondition(status.conditions, condition.type), { ...condition, lastTransitionTime }]
}

/** Takes a condition away. */
export function removeCondition(status: DeploymentStatus, type: string): void {
  const left = withoutCondition(status.conditions, type)
  if (left.length > 0) status.conditions = left
  else delete status.conditions
}
