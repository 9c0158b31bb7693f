// Tells how a roll-out goes: progressing, done, or stuck past its deadline. Upstream: pkg/controller/deployment/progress.go.
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { parseTime } from '../../../model/time.ts'
import { conditionOf } from '../lib/conditions.ts'
import { newCondition, removeCondition, setCondition } from './conditions.ts'
import { type Context, writeStatus } from './context.ts'
import { isComplete } from './replicas.ts'
import { statusOf } from './status.ts'

const MAX_INT32 = 2147483647
const AVAILABLE = 'NewReplicaSetAvailable'
const TIMED_OUT = 'ProgressDeadlineExceeded'

/** Whether the roll-out has a deadline at all. */
export function hasDeadline({ spec }: Deployment): boolean {
  const { progressDeadlineSeconds } = spec
  return progressDeadlineSeconds !== undefined && progressDeadlineSeconds !== MAX_INT32
}

/** Brings the status up to date, with the conditions of progress; looks again when the deadline comes. */
export function syncRolloutStatus(
  context: Context,
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
): void {
  const now = context.clock.now()
  const status = statusOf(deployment, all, newSet, now)
  if (!hasDeadline(deployment)) removeCondition(status, 'Progressing')
  const current = conditionOf(deployment.status.conditions, 'Progressing')
  const done = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === AVAILABLE
  if (hasDeadline(deployment) && !done) noteProgress(deployment, status, newSet, current, now)
  const failure = failureOf(all, newSet)
  if (failure !== undefined) setCondition(status, failure)
  else removeCondition(status, 'ReplicaFailure')
  if (deepEqual(deployment.status, status)) {
    lookAgain(context, deployment, status)
    return
  }
  writeStatus(context, { ...deployment, status })
}

function noteProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  newSet: ReplicaSet | undefined,
  current: DeploymentCondition | undefined,
  now: number,
): void {
  const about =
    newSet === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newSet.metadata.name}"`
  if (isComplete(deployment, status)) {
    setCondition(status, newCondition('Progressing', 'True', AVAILABLE, `${about} has successfully progressed.`, now))
  } else if (isProgressing(deployment.status, status)) {
    const condition = newCondition('Progressing', 'True', 'ReplicaSetUpdated', `${about} is progressing.`, now)
    if (current?.status === 'True') condition.lastTransitionTime = current.lastTransitionTime
    if (current !== undefined) removeCondition(status, 'Progressing')
    setCondition(status, condition)
  } else if (isTimedOut(deployment, status, now)) {
    setCondition(status, newCondition('Progressing', 'False', TIMED_OUT, `${about} has timed out progressing.`, now))
  }
}

function isProgressing(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const count = (
    status: DeploymentStatus,
    field: 'replicas' | 'updatedReplicas' | 'readyReplicas' | 'availableReplicas',
  ) => status[field] ?? 0
  const old = (status: DeploymentStatus): number => count(status, 'replicas') - count(status, 'updatedReplicas')
  return (
    count(after, 'updatedReplicas') > count(before, 'updatedReplicas') ||
    old(after) < old(before) ||
    count(after, 'readyReplicas') > count(before, 'readyReplicas') ||
    count(after, 'availableReplicas') > count(before, 'availableReplicas')
  )
}

function isTimedOut({ spec }: Deployment, status: DeploymentStatus, now: number): boolean {
  const condition = conditionOf(status.conditions, 'Progressing')
  if (condition === undefined || condition.reason === AVAILABLE) return false
  if (condition.reason === TIMED_OUT) return true
  return parseTime(condition.lastUpdateTime ?? '') + (spec.progressDeadlineSeconds ?? 0) * 1000 < now
}

function failureOf(all: readonly ReplicaSet[], newSet: ReplicaSet | undefined): DeploymentCondition | undefined {
  for (const set of newSet === undefined ? all : [newSet, ...all]) {
    const found = conditionOf(set.status.conditions, 'ReplicaFailure')
    if (found === undefined) continue
    const { type, status, lastTransitionTime, reason, message } = found
    return { type, status, lastUpdateTime: lastTransitionTime, lastTransitionTime, reason, message }
  }
  return undefined
}

/** How soon a queue brings back what it is to look at again. */
const SOON_MS = 5

/** Nothing changed: a roll-out that may be stuck is looked at when its deadline has come. */
function lookAgain(context: Context, deployment: Deployment, status: DeploymentStatus): void {
  const current = conditionOf(deployment.status.conditions, 'Progressing')
  if (!hasDeadline(deployment) || current === undefined) return
  if (isComplete(deployment, status) || current.reason === TIMED_OUT) return
  const deadline = parseTime(current.lastUpdateTime ?? '') + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000
  const after = deadline - context.clock.now()
  if (after >= 1000) context.again(deployment, after + 1000)
  // Upstream goes round ten times a second from now on; time alone changes nothing where the roll-out was over once.
  else if (current.reason !== AVAILABLE) context.again(deployment, Math.max(after, 0) + SOON_MS)
}
