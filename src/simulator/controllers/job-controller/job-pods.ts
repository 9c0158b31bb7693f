// What a Job asks of its pods: finalizer, failure, completion index, when they finished.
// Upstream: pkg/controller/job/{job_controller,indexed_job_utils,backoff_utils}.go.
import type { Job } from '../../../generated/api/batch.v1.ts'
import type { ContainerStatus, Pod } from '../../../generated/api/core.v1.ts'
import { parseTime } from '../../../model/time.ts'
import { podCondition } from '../lib/pods.ts'

/** Keeps finished pods until they are counted. */
export const FINALIZER = 'batch.kubernetes.io/job-tracking'
/** Annotation and label of an indexed Job's pods. */
export const INDEX = 'batch.kubernetes.io/job-completion-index'
/** How often the index has failed before this pod. */
export const FAILURES = 'batch.kubernetes.io/job-index-failure-count'
/** The same for failures that a policy ignored. */
export const IGNORED_FAILURES = 'batch.kubernetes.io/job-index-ignored-failure-count'

const MAX_INT32 = 2147483647
const DIGITS = /^\d+$/

/** Whether the pod has yet to be counted. */
export const isTracked = ({ metadata }: Pod): boolean => metadata.finalizers?.includes(FINALIZER) === true

/** Whether pods are told apart by index. */
export const isIndexed = ({ spec }: Job): boolean => spec.completionMode === 'Indexed'

/** Whether each index has a back-off limit of its own. */
export const isLimitedPerIndex = ({ spec }: Job): boolean => spec.backoffLimitPerIndex !== undefined

/** Whether pods that terminate are waited for before they are replaced. */
export const replacesFailedOnly = ({ spec }: Job): boolean =>
  spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined

/** Whether it is paused. */
export const isSuspended = ({ spec }: Job): boolean => spec.suspend === true

/** Whether a pod counts as failed. */
export function hasFailed(pod: Pod, job: Job): boolean {
  if (pod.status.phase === 'Failed') return true
  if (replacesFailedOnly(job)) return false
  return pod.metadata.deletionTimestamp !== undefined && pod.status.phase !== 'Succeeded'
}

/** The pod's index; undefined when it has none. */
export function indexOf({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[INDEX]
  return text !== undefined && DIGITS.test(text) ? Number(text) : undefined
}

function countOf({ metadata }: Pod, annotation: string): number {
  const text = metadata.annotations?.[annotation]
  return text !== undefined && DIGITS.test(text) && Number(text) <= MAX_INT32 ? Number(text) : 0
}

/** How often the pod's index has failed before it, ignored failures not counted. */
export const indexFailures = (pod: Pod): number => countOf(pod, FAILURES)

/** How many failures of the pod's index were ignored before it. */
export const ignoredFailures = (pod: Pod): number => countOf(pod, IGNORED_FAILURES)

/** All failures of the pod's index before it. */
export const allFailures = (pod: Pod): number => indexFailures(pod) + ignoredFailures(pod)

/** When the pod finished, by its containers, its condition, its deletion, or else its creation. */
export function finishedAt(pod: Pod): number {
  const fromContainers = containersFinished(pod)
  if (fromContainers !== undefined) return fromContainers
  const ready = podCondition(pod, 'Ready')
  if (ready?.status === 'False' && ready.lastTransitionTime) return parseTime(ready.lastTransitionTime)
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = pod.metadata
  if (deletionTimestamp) return parseTime(deletionTimestamp) - deletionGracePeriodSeconds * 1000
  return creationTimestamp ? parseTime(creationTimestamp) : 0
}

function containersFinished({ spec, status }: Pod): number | undefined {
  const sidecars = new Set(spec.initContainers?.filter((c) => c.restartPolicy === 'Always').map(({ name }) => name))
  const waits: ContainerStatus[] = [
    ...(status.containerStatuses ?? []),
    ...(status.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name)),
  ]
  let latest: number | undefined
  for (const { state } of waits) {
    const finished = state?.terminated?.finishedAt
    if (!finished) return undefined
    latest = Math.max(latest ?? 0, parseTime(finished))
  }
  return latest
}
