// One sync of a Job: counts its pods, decides whether it is over, makes or deletes pods, writes its status.
// Upstream: job_controller.go syncJob.
import type { Job, JobCondition } from '../../../generated/api/batch.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { formatTime, parseTime } from '../../../model/time.ts'
import type { Status } from '../../client/client.ts'
import { conditionOf } from '../lib/conditions.ts'
import { isPodActive, isPodReady, isPodTerminating } from '../lib/pods.ts'
import { SyncError } from '../lib/sync-error.ts'
import { type BackoffRecord, recordAfter } from './backoff.ts'
import { ensureCondition, isTrue, newCondition } from './conditions.ts'
import { jobFailure, judge } from './failure-policy.ts'
import { Indexes } from './indexes.ts'
import {
  allFailures,
  finishedAt,
  hasFailed,
  indexFailures,
  indexOf,
  isIndexed,
  isLimitedPerIndex,
  isSuspended,
  isTracked,
} from './job-pods.ts'
import { manageJob, removeActive } from './manage.ts'
import { successMet } from './success-policy.ts'
import { type Context, draftOf, type SyncState, uncountedOf } from './sync-state.ts'
import { trackStatus } from './track.ts'

/** Syncs a Job that is not over with the pods it has claimed. */
export function syncJob(context: Context, stored: Job, pods: Pod[], before: BackoffRecord): void {
  const now = context.clock.now()
  const state = countUp(draftOf(stored), pods, before)
  const { job } = state
  if (job.status.startTime === undefined && !isSuspended(job)) job.status.startTime = formatTime(now)
  state.finished = verdict(context, state, now)
  if (isIndexed(job)) judgeIndexes(state, now)
  const wasFinished = state.finished !== undefined
  let failure: Status | undefined
  let suspension = false
  if (wasFinished) {
    const active = state.active
    failure = removeActive(context, state)
    if (active - state.active !== active) state.finished = undefined
  } else {
    if (job.metadata.deletionTimestamp === undefined) failure = manageJob(context, state)
    if (isComplete(state)) {
      const message = 'Reached expected number of succeeded pods'
      state.finished = newCondition('SuccessCriteriaMet', 'True', 'CompletionsReached', message, now)
    } else if (job.metadata.deletionTimestamp === undefined) suspension = noteSuspension(context, job, now)
  }
  const { status } = job
  const news =
    suspension ||
    state.active !== (status.active ?? 0) ||
    state.ready !== status.ready ||
    state.terminating !== status.terminating
  status.active = state.active
  status.ready = state.ready
  status.terminating = state.terminating
  trackStatus(context, state, news)
  if (failure !== undefined) throw new SyncError(failure)
}

function countUp(job: Job, pods: Pod[], before: BackoffRecord): SyncState {
  const activePods = pods.filter(isPodActive)
  const { succeeded = [], failed = [] } = uncountedOf(job)
  const uncounted = { succeeded: new Set(succeeded), failed: new Set(failed) }
  const fresh = (known: ReadonlySet<string>, filter: (pod: Pod) => boolean): Pod[] =>
    pods.filter((pod) => isTracked(pod) && !known.has(pod.metadata.uid ?? '') && hasGoodIndex(job, pod) && filter(pod))
  const newSucceeded = fresh(uncounted.succeeded, ({ status }) => status.phase === 'Succeeded')
  const newFailed = fresh(uncounted.failed, (pod) => hasFailed(pod, job))
  return {
    job,
    pods,
    activePods,
    uncounted,
    record: recordAfter(before, newSucceeded, newFailed),
    active: activePods.length,
    ready: activePods.filter(isPodReady).length,
    terminating: pods.filter(isPodTerminating).length,
    succeeded: (job.status.succeeded ?? 0) + newSucceeded.length + uncounted.succeeded.size,
    failed: (job.status.failed ?? 0) + newFailed.filter((pod) => judge(job, pod).counts).length + uncounted.failed.size,
    succeededBefore: new Indexes(),
    succeededIndexes: new Indexes(),
    failedIndexes: undefined,
    delayed: new Map(),
    finished: undefined,
  }
}

function hasGoodIndex(job: Job, pod: Pod): boolean {
  const index = indexOf(pod)
  return !isIndexed(job) || (index !== undefined && index < (job.spec.completions ?? 0))
}

/** Why the Job is over, as far as that shows without its indexes. */
function verdict(context: Context, { job, pods, failed }: SyncState, now: number): JobCondition | undefined {
  if (isTrue(job, 'SuccessCriteriaMet')) return conditionOf(job.status.conditions, 'SuccessCriteriaMet')
  const target = conditionOf(job.status.conditions, 'FailureTarget')
  if (target?.status === 'True') return newCondition('Failed', 'True', target.reason ?? '', target.message ?? '', now)
  const fail = (reason: string, message: string): JobCondition =>
    newCondition('FailureTarget', 'True', reason, message, now)
  const byPolicy = jobFailure(job, pods)
  if (byPolicy !== undefined) return fail('PodFailurePolicy', byPolicy)
  const { backoffLimit = 6, activeDeadlineSeconds } = job.spec
  if (failed > backoffLimit || restartsExceed(job, pods, backoffLimit))
    return fail('BackoffLimitExceeded', 'Job has reached the specified backoff limit')
  const { startTime } = job.status
  if (activeDeadlineSeconds === undefined || !startTime || isSuspended(job)) return undefined
  const left = parseTime(startTime) + activeDeadlineSeconds * 1000 - now
  if (left <= 0) return fail('DeadlineExceeded', 'Job was active longer than specified deadline')
  context.again(job, left)
  return undefined
}

function restartsExceed({ spec }: Job, pods: readonly Pod[], limit: number): boolean {
  if (spec.template.spec?.restartPolicy !== 'OnFailure') return false
  let restarts = 0
  for (const { status } of pods) {
    if (status.phase !== 'Running' && status.phase !== 'Pending') continue
    for (const { restartCount } of status.initContainerStatuses ?? []) restarts += restartCount
    for (const { restartCount } of status.containerStatuses ?? []) restarts += restartCount
  }
  return limit === 0 ? restarts > 0 : restarts >= limit
}

/** An indexed Job counts indexes, not pods. */
function judgeIndexes(state: SyncState, now: number): void {
  const { job, pods } = state
  const { completions = 0, maxFailedIndexes } = job.spec
  const good = pods.filter((pod) => isTracked(pod) && hasGoodIndex(job, pod))
  const indexesOf = (list: readonly Pod[]): Set<number> => new Set(list.map((pod) => indexOf(pod)!))
  state.succeededBefore = Indexes.parse(job.status.completedIndexes, completions)
  state.succeededIndexes = state.succeededBefore.with(indexesOf(good.filter((p) => p.status.phase === 'Succeeded')))
  state.succeeded = state.succeededIndexes.size
  if (isLimitedPerIndex(job)) {
    const failed = Indexes.parse(job.status.failedIndexes, completions).with(
      indexesOf(good.filter((pod) => failsIndex(job, pod))),
    )
    state.failedIndexes = failed
    const fail = (reason: string, message: string): JobCondition =>
      newCondition('FailureTarget', 'True', reason, message, now)
    if (state.finished === undefined) {
      if (maxFailedIndexes !== undefined && failed.size > maxFailedIndexes) {
        const message = 'Job has exceeded the specified maximal number of failed indexes'
        state.finished = fail('MaxFailedIndexesExceeded', message)
      } else if (failed.size > 0 && failed.size + state.succeededIndexes.size >= completions)
        state.finished = fail('FailedIndexes', 'Job has failed indexes')
    }
    state.delayed = delayedPods(state, good)
  }
  const met = state.finished === undefined ? successMet(job, state.succeededIndexes) : undefined
  if (met !== undefined) state.finished = newCondition('SuccessCriteriaMet', 'True', 'SuccessPolicy', met, now)
}

function failsIndex(job: Job, pod: Pod): boolean {
  if (!hasFailed(pod, job)) return false
  const { counts, failsIndex: fails } = judge(job, pod)
  return fails === true || (counts && indexFailures(pod) >= (job.spec.backoffLimitPerIndex ?? 0))
}

/** The last failed pod of each index that will be tried again: it stays until its successor is made. */
function delayedPods(
  { job, activePods, succeededIndexes, failedIndexes }: SyncState,
  good: readonly Pod[],
): ReadonlyMap<number, Pod> {
  const active = new Set(activePods.map(indexOf))
  const delayed = new Map<number, Pod>()
  for (const pod of good) {
    const index = indexOf(pod)!
    if (!hasFailed(pod, job) || succeededIndexes.has(index) || failedIndexes?.has(index) || active.has(index)) continue
    const known = delayed.get(index)
    if (known === undefined || (allFailures(known) <= allFailures(pod) && finishedAt(pod) >= finishedAt(known)))
      delayed.set(index, pod)
  }
  return delayed
}

function isComplete({ job, succeeded, active }: SyncState): boolean {
  const { completions } = job.spec
  if (active !== 0) return false
  return completions === undefined ? succeeded > 0 : succeeded >= completions
}

function noteSuspension({ recorder }: Context, job: Job, now: number): boolean {
  const suspended = isSuspended(job)
  const condition = suspended
    ? newCondition('Suspended', 'True', 'JobSuspended', 'Job suspended', now)
    : newCondition('Suspended', 'False', 'JobResumed', 'Job resumed', now)
  if (!ensureCondition(job, condition)) return false
  recorder.event(job, 'Normal', suspended ? 'Suspended' : 'Resumed', condition.message ?? '')
  if (suspended) delete job.status.startTime
  else job.status.startTime = formatTime(now)
  return true
}
