// Makes and deletes pods so that as many run as should. Upstream: job_controller.go manageJob, activePodsForRemoval.
import type { Job } from '../../../generated/api/batch.v1.ts'
import type { Container, EnvVar, Pod, PodTemplateSpec } from '../../../generated/api/core.v1.ts'
import type { Status } from '../../client/client.ts'
import { byActivity } from '../lib/deletion-rank.ts'
import { podFromTemplate, slowStart } from '../lib/pod-control.ts'
import { isPodReady, isPodTerminating } from '../lib/pods.ts'
import { isNamespaceGoing } from '../lib/sync-error.ts'
import { remainingForIndex, remainingTime } from './backoff.ts'
import { judge } from './failure-policy.ts'
import {
  FAILURES,
  FINALIZER,
  IGNORED_FAILURES,
  INDEX,
  ignoredFailures,
  indexFailures,
  indexOf,
  isIndexed,
  isLimitedPerIndex,
  isSuspended,
  isTracked,
  replacesFailedOnly,
} from './job-pods.ts'
import type { Context, SyncState } from './sync-state.ts'

const MOST = 500
const MAX_PREFIX = 58
const INDEX_ENV = 'JOB_COMPLETION_INDEX'

/** One round; the refusal it met. The state's counts are brought along. */
export function manageJob(context: Context, state: SyncState): Status | undefined {
  const { job, activePods } = state
  if (isSuspended(job)) return remove(context, state, forRemoval(job, activePods, activePods.length))
  const want = wantedActive(state)
  const surplus = forRemoval(job, activePods, Math.max(0, activePods.length - want)).slice(0, MOST)
  if (surplus.length > 0) return remove(context, state, surplus)
  const missing = want - state.active - (replacesFailedOnly(job) ? state.terminating : 0)
  return missing > 0 ? add(context, state, missing) : undefined
}

function wantedActive({ job, active, succeeded }: SyncState): number {
  const { completions, parallelism = 1 } = job.spec
  if (completions === undefined) return succeeded > 0 ? active : parallelism
  return Math.max(0, Math.min(completions - succeeded, parallelism))
}

/** Deletes active pods; the Job is over. */
export function removeActive({ pods }: Context, state: SyncState): Status | undefined {
  let failure: Status | undefined
  for (const pod of state.activePods) {
    const refused = pods.delete(pod, state.job)
    failure ??= refused
    if (refused === undefined) gone(state, pod)
    else if (isPodReady(pod)) state.ready--
  }
  return failure
}

function gone(state: SyncState, pod: Pod): void {
  state.active--
  state.terminating++
  if (isPodReady(pod)) state.ready--
}

function remove({ client, pods }: Context, state: SyncState, doomed: readonly Pod[]): Status | undefined {
  let failure: Status | undefined
  for (const pod of doomed) {
    if (isTracked(pod)) {
      const patched = client.patch('pods', pod.metadata.namespace ?? '', pod.metadata.name ?? '', STRATEGIC, RELEASE)
      if (!patched.ok && patched.status.code !== 404) {
        failure ??= patched.status
        continue
      }
    }
    const refused = pods.delete(pod, state.job)
    failure ??= refused
    if (refused === undefined) gone(state, pod)
    else if (isPodReady(pod)) state.ready--
  }
  return failure
}

const STRATEGIC = 'application/strategic-merge-patch+json'
/** The patch that lets a finished pod go. */
export const RELEASE = { metadata: { '$deleteFromPrimitiveList/finalizers': [FINALIZER] } }

function forRemoval(job: Job, pods: readonly Pod[], atLeast: number): Pod[] {
  const doomed: Pod[] = []
  let left = [...pods]
  if (isIndexed(job)) left = withoutDuplicates(job, pods, doomed)
  if (doomed.length < atLeast) doomed.push(...left.sort(byActivity).slice(0, atLeast - doomed.length))
  return doomed
}

/** Pods without a good index are doomed, and all but the best of each index. */
function withoutDuplicates({ spec }: Job, pods: readonly Pod[], doomed: Pod[]): Pod[] {
  const groups = new Map<number, Pod[]>()
  for (const pod of pods) {
    const index = indexOf(pod)
    if (index === undefined || index >= (spec.completions ?? 0)) doomed.push(pod)
    else groups.set(index, [...(groups.get(index) ?? []), pod])
  }
  const left: Pod[] = []
  for (const [, group] of [...groups].sort(([a], [b]) => a - b)) {
    group.sort(byActivity)
    left.push(group.pop()!)
    doomed.push(...group)
  }
  return left
}

function add(context: Context, state: SyncState, missing: number): Status | undefined {
  const { clock } = context
  const { job } = state
  const now = clock.now()
  const perIndex = isLimitedPerIndex(job)
  const wait = perIndex ? 0 : remainingTime(state.record, now)
  let indexes: number[] | undefined
  let count = Math.min(missing, MOST)
  let pause = wait
  if (wait === 0 && isIndexed(job)) {
    indexes = pendingIndexes(state, count)
    if (perIndex) {
      const waits = indexes.map((index) => remainingForIndex(state.delayed.get(index), now))
      const due = indexes.filter((_, i) => waits[i] === 0)
      if (due.length === 0 && waits.length > 0) pause = Math.min(...waits)
      indexes = due
    }
    count = indexes.length
  }
  if (pause > 0) {
    context.again(job, pause)
    // Upstream counts no pod as active then, whatever runs.
    state.active = 0
    return undefined
  }
  return createPods(context, state, count, indexes)
}

function createPods(
  context: Context,
  state: SyncState,
  count: number,
  indexes: readonly number[] | undefined,
): Status | undefined {
  const { job } = state
  const template = trackedTemplate(job)
  let next = 0
  return slowStart(count, () => {
    const index = indexes?.[next++]
    const pod =
      index === undefined
        ? podFromTemplate(template, job)
        : podFromTemplate(indexedTemplate(template, state, index), job, prefix(job, index))
    const created = context.pods.create(pod, job)
    if (!created.ok && !isNamespaceGoing(created.status)) return created.status
    state.active++
    return undefined
  })
}

function pendingIndexes(state: SyncState, count: number): number[] {
  const { job, activePods, pods } = state
  const of = (list: readonly Pod[]): number[] => list.map(indexOf).filter((index) => index !== undefined)
  let taken = state.succeededIndexes.with(new Set(of(activePods)))
  if (replacesFailedOnly(job)) taken = taken.with(new Set(of(pods.filter(isPodTerminating))))
  if (state.failedIndexes !== undefined) taken = taken.merge(state.failedIndexes)
  return taken.missing(count, job.spec.completions ?? 0)
}

function trackedTemplate({ spec }: Job): PodTemplateSpec {
  const { template } = spec
  const finalizers = template.metadata?.finalizers ?? []
  const own = finalizers?.includes(FINALIZER) ? finalizers : [...(finalizers ?? []), FINALIZER]
  return { ...template, metadata: { ...template.metadata, finalizers: own } }
}

function prefix({ metadata }: Job, index: number): string {
  const end = `-${index}-`
  return (metadata.name ?? '').slice(0, MAX_PREFIX - end.length) + end
}

function indexedTemplate(template: PodTemplateSpec, { job, delayed }: SyncState, index: number): PodTemplateSpec {
  const failures = isLimitedPerIndex(job) ? failureCounts(job, delayed.get(index)) : {}
  const spec = template.spec!
  const withIndex = (container: Container): Container =>
    container.env?.some(({ name }) => name === INDEX_ENV)
      ? container
      : { ...container, env: [...(container.env ?? []), INDEX_VARIABLE] }
  return {
    metadata: {
      ...template.metadata,
      labels: { ...template.metadata?.labels, [INDEX]: String(index) },
      annotations: { ...template.metadata?.annotations, [INDEX]: String(index), ...failures },
    },
    spec: {
      ...spec,
      hostname: `${job.metadata.name}-${index}`,
      containers: (spec.containers ?? []).map(withIndex),
      ...(spec.initContainers ? { initContainers: spec.initContainers.map(withIndex) } : {}),
    },
  }
}

const INDEX_VARIABLE: EnvVar = {
  name: INDEX_ENV,
  valueFrom: { fieldRef: { fieldPath: `metadata.labels['${INDEX}']` } },
}

function failureCounts(job: Job, replaced: Pod | undefined): Record<string, string> {
  if (replaced === undefined) return { [FAILURES]: '0' }
  const counts = job.spec.podFailurePolicy === undefined || judge(job, replaced).counts
  const ignored = ignoredFailures(replaced) + (counts ? 0 : 1)
  return {
    [FAILURES]: String(indexFailures(replaced) + (counts ? 1 : 0)),
    ...(ignored > 0 ? { [IGNORED_FAILURES]: String(ignored) } : {}),
  }
}
