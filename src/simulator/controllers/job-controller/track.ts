// Counts finished pods exactly once: first their uids go into the status, then their finalizers go, then the counters grow.
// Upstream: job_controller.go trackJobStatusAndRemoveFinalizers.
import type { Job, JobCondition } from '../../../generated/api/batch.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'
import { SyncError } from '../lib/sync-error.ts'
import { ensureCondition, isTrue, newCondition } from './conditions.ts'
import { judge } from './failure-policy.ts'
import { hasFailed, indexOf, isIndexed, isLimitedPerIndex, isTracked } from './job-pods.ts'
import { RELEASE } from './manage.ts'
import { type Context, type SyncState, uncountedOf, writeStatus } from './sync-state.ts'

const MAX_UNCOUNTED = 500
const STRATEGIC = 'application/strategic-merge-patch+json'

/** Brings the status up to date and lets counted pods go. */
export function trackStatus(context: Context, state: SyncState, flush: boolean): void {
  const tracked = new Set(state.pods.filter(isTracked).map(({ metadata }) => metadata.uid ?? ''))
  let needsFlush = cleanUncounted(state.job, tracked) || flush
  const { release, news, full } = countPods(state)
  needsFlush ||= news
  if (noteTarget(context, state)) needsFlush = true
  if (needsFlush) {
    state.job = writeStatus(context, state.job)
    context.keepRecord(state.job, state.record)
  }
  const refused = releasePods(context, release, tracked)
  needsFlush = cleanUncounted(state.job, tracked)
  if (refused !== undefined) {
    if (needsFlush) writeStatus(context, state.job)
    throw refused
  }
  const finished = !full && finish(context, state)
  if (!needsFlush && !finished) return
  state.job = writeStatus(context, state.job)
  if (finished) tell(context, state.job, state.finished!)
}

/** Decides of each finished pod whether it counts; what may be let go. */
function countPods(state: SyncState): { release: Pod[]; news: boolean; full: boolean } {
  const { job, uncounted } = state
  const indexed = isIndexed(job)
  const pods = indexed ? [...state.pods].sort((a, b) => (indexOf(a) ?? -1) - (indexOf(b) ?? -1)) : state.pods
  const release: Pod[] = []
  const succeededIndexes: number[] = []
  const { succeeded = [], failed = [] } = uncountedOf(job)
  const lists = { succeeded: [...(succeeded ?? [])], failed: [...(failed ?? [])] }
  let news = false
  let full = false
  for (const pod of pods) {
    if (!isTracked(pod) || !mayGo(state, pod)) continue
    release.push(pod)
    const uid = pod.metadata.uid ?? ''
    const index = indexOf(pod)
    const known = !indexed || (index !== undefined && index < (job.spec.completions ?? 0))
    if (pod.status.phase === 'Succeeded' && !uncounted.failed.has(uid)) {
      if (indexed && known && !state.succeededBefore.has(index!)) {
        succeededIndexes.push(index!)
        news = true
      } else if (!indexed && !uncounted.succeeded.has(uid)) {
        lists.succeeded.push(uid)
        news = true
      }
    } else if (countsAsFailed(state, pod) && !uncounted.failed.has(uid) && known && judge(job, pod).counts) {
      lists.failed.push(uid)
      news = true
    }
    full = succeededIndexes.length + lists.succeeded.length + lists.failed.length >= MAX_UNCOUNTED
    if (full) break
  }
  job.status.uncountedTerminatedPods = lists
  if (indexed && noteIndexes(state, succeededIndexes)) news = true
  return { release, news, full }
}

const countsAsFailed = ({ job, finished }: SyncState, pod: Pod): boolean =>
  hasFailed(pod, job) || (finished !== undefined && finished.type !== 'SuccessCriteriaMet')

function mayGo({ job, finished, delayed }: SyncState, pod: Pod): boolean {
  if (job.metadata.deletionTimestamp !== undefined || finished !== undefined || pod.status.phase === 'Succeeded')
    return true
  if (!hasFailed(pod, job)) return false
  const index = indexOf(pod)
  return !(isLimitedPerIndex(job) && index !== undefined && delayed.get(index)?.metadata.uid === pod.metadata.uid)
}

function noteIndexes(state: SyncState, added: readonly number[]): boolean {
  const { status } = state.job
  state.succeededIndexes = state.succeededIndexes.with(added)
  const completed = state.succeededIndexes.toString()
  const failed = state.failedIndexes?.toString()
  const news = completed !== (status.completedIndexes ?? '') || failed !== status.failedIndexes
  status.succeeded = state.succeededIndexes.size
  status.completedIndexes = completed
  status.failedIndexes = failed
  return news
}

/** Writes down what the Job is heading for before its pods are gone; the final condition waits for them. */
function noteTarget({ clock }: Context, state: SyncState): boolean {
  const { job, finished } = state
  if (finished === undefined) return false
  const { type, reason = '', message = '' } = finished
  const now = clock.now()
  if (type === 'FailureTarget') {
    job.status.conditions = [...(job.status.conditions ?? []), finished]
    state.finished = newCondition('Failed', 'True', reason, message, now)
    return true
  }
  if (type !== 'SuccessCriteriaMet') return false
  const news = !isTrue(job, 'SuccessCriteriaMet')
  if (news) job.status.conditions = [...(job.status.conditions ?? []), finished]
  state.finished = newCondition('Complete', 'True', reason, message, now)
  return news
}

/** Counters take over uids whose pods have been let go. */
function cleanUncounted({ status }: Job, tracked: ReadonlySet<string>): boolean {
  const uncounted = status.uncountedTerminatedPods ?? {}
  const succeeded = (uncounted.succeeded ?? []).filter((uid) => tracked.has(uid))
  const failed = (uncounted.failed ?? []).filter((uid) => tracked.has(uid))
  const newSucceeded = (uncounted.succeeded?.length ?? 0) - succeeded.length
  const newFailed = (uncounted.failed?.length ?? 0) - failed.length
  status.uncountedTerminatedPods = { succeeded, failed }
  if (newSucceeded > 0) status.succeeded = (status.succeeded ?? 0) + newSucceeded
  if (newFailed > 0) status.failed = (status.failed ?? 0) + newFailed
  return newSucceeded > 0 || newFailed > 0
}

function releasePods({ client }: Context, pods: readonly Pod[], tracked: Set<string>): SyncError | undefined {
  let failure: SyncError | undefined
  for (const { metadata } of pods) {
    const patched = client.patch('pods', metadata.namespace ?? '', metadata.name ?? '', STRATEGIC, RELEASE)
    if (patched.ok || patched.status.code === 404) tracked.delete(metadata.uid ?? '')
    else failure ??= new SyncError(patched.status)
  }
  return failure
}

function finish({ clock }: Context, { job, finished, terminating }: SyncState): boolean {
  if (finished === undefined) return false
  const { succeeded = [], failed = [] } = uncountedOf(job)
  if ((succeeded?.length ?? 0) + (failed?.length ?? 0) > 0 || terminating > 0) return false
  const time = formatTime(clock.now())
  ensureCondition(job, { ...finished, lastProbeTime: time, lastTransitionTime: time })
  if (finished.type === 'Complete') job.status.completionTime = finished.lastTransitionTime ?? time
  return true
}

function tell({ recorder }: Context, job: Job, { type, reason = '', message = '' }: JobCondition): void {
  if (type !== 'Complete') {
    recorder.event(job, 'Warning', reason, message)
    return
  }
  const { completions } = job.spec
  if (completions !== undefined && (job.status.succeeded ?? 0) > completions) {
    const text = 'Too many succeeded pods running after completion count reached'
    recorder.event(job, 'Warning', 'TooManySucceededPods', text)
  }
  recorder.event(job, 'Normal', 'Completed', 'Job completed')
}
