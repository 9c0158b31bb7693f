// Conditions of a Job. Upstream: pkg/controller/job/job_controller.go newCondition, ensureJobConditionStatus.
import type { Job, JobCondition } from '../../../generated/api/batch.v1.ts'
import { formatTime } from '../../../model/time.ts'
import { conditionOf } from '../lib/conditions.ts'

/** The types a Job has. */
export type JobConditionType = 'Suspended' | 'Complete' | 'Failed' | 'FailureTarget' | 'SuccessCriteriaMet'

/** A condition since now. */
export function newCondition(
  type: JobConditionType,
  status: 'True' | 'False',
  reason: string,
  message: string,
  now: number,
): JobCondition {
  const time = formatTime(now)
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message }
}

/** Whether a condition of the type is True. */
export const isTrue = (job: Job, type: JobConditionType): boolean =>
  conditionOf(job.status.conditions, type)?.status === 'True'

/** Over, well or badly. */
export const isFinished = (job: Job): boolean => isTrue(job, 'Complete') || isTrue(job, 'Failed')

/** Adds or replaces a condition in place; whether that was news. One that is False is not added. */
export function ensureCondition(job: Job, condition: JobCondition): boolean {
  const list = job.status.conditions ?? []
  const at = list.findIndex(({ type }) => type === condition.type)
  const known = list[at]
  if (known === undefined) {
    if (condition.status === 'False') return false
    job.status.conditions = [...list, condition]
    return true
  }
  const { status, reason, message } = condition
  if (known.status === status && known.reason === reason && known.message === message) return false
  job.status.conditions = list.map((each, i) => (i === at ? condition : each))
  return true
}
