// What a budget says of itself: healthy pods, evictions under way, whether a disruption is allowed.
// Upstream: disruption.go updatePdbStatus, failSafe, buildDisruptedPodMap; component-helpers/apps/poddisruptionbudget.
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { Condition } from '../../../generated/api/meta.v1.ts'
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../../generated/api/policy.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { formatTime, parseTime } from '../../../model/time.ts'
import { isPodReady } from '../lib/pods.ts'
import type { Expected } from './expected.ts'

const DELETION_TIMEOUT_MS = 120_000
const TYPE = 'DisruptionAllowed'

/** Evictions that were granted and have not shown yet. */
export interface Disrupted {
  readonly pods: Readonly<Record<string, string>>
  /** When the first of them is given up. */
  readonly recheckAt: number | undefined
  /** Pods whose deletion was granted long ago and did not come. */
  readonly overdue: readonly Pod[]
}

/** The evictions still under way. */
export function disruptedPods({ status }: PodDisruptionBudget, pods: readonly Pod[], now: number): Disrupted {
  const disrupted: Record<string, string> = {}
  const overdue: Pod[] = []
  let recheckAt: number | undefined
  const granted = status.disruptedPods
  for (const pod of granted === undefined ? [] : pods) {
    const { name = '', deletionTimestamp } = pod.metadata
    const since = granted?.[name]
    if (deletionTimestamp !== undefined || since === undefined) continue
    const due = parseTime(since) + DELETION_TIMEOUT_MS
    if (due < now) {
      overdue.push(pod)
      continue
    }
    if (recheckAt === undefined || due < recheckAt) recheckAt = due
    disrupted[name] = since
  }
  return { pods: disrupted, recheckAt, overdue }
}

/** Ready pods that are not about to go. */
export function countHealthy(pods: readonly Pod[], { pods: disrupted }: Disrupted, now: number): number {
  let healthy = 0
  for (const pod of pods) {
    const { name = '', deletionTimestamp } = pod.metadata
    if (deletionTimestamp !== undefined) continue
    const since = disrupted[name]
    if (since !== undefined && parseTime(since) + DELETION_TIMEOUT_MS > now) continue
    if (isPodReady(pod)) healthy++
  }
  return healthy
}

/** The status to write; undefined when it says nothing new. */
export function statusOf(
  budget: PodDisruptionBudget,
  { count, desired }: Expected,
  healthy: number,
  { pods }: Disrupted,
  now: number,
): PodDisruptionBudgetStatus | undefined {
  const { status: old, metadata } = budget
  const allowed = count <= 0 ? 0 : Math.max(0, healthy - desired)
  const observedGeneration = metadata.generation ?? 0
  const [status, reason] = allowed > 0 ? ['True', 'SufficientPods'] : ['False', 'InsufficientPods']
  const known = old.conditions?.find(({ type }) => type === TYPE)
  const same =
    old.currentHealthy === healthy &&
    old.desiredHealthy === desired &&
    old.expectedPods === count &&
    old.disruptionsAllowed === allowed &&
    deepEqual(old.disruptedPods ?? {}, pods) &&
    (old.observedGeneration ?? 0) === observedGeneration &&
    known?.status === status &&
    known.reason === reason
  if (same) return undefined
  return {
    observedGeneration,
    ...(Object.keys(pods).length > 0 ? { disruptedPods: pods } : {}),
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: count,
    conditions: withCondition(old.conditions, { status, reason, message: '', observedGeneration }, now),
  }
}

/** The status of a budget that could not be reckoned: nothing may go. */
export function failSafe({ status }: PodDisruptionBudget, message: string, now: number): PodDisruptionBudgetStatus {
  const facts = { status: 'False', reason: 'SyncFailed', message, observedGeneration: status.observedGeneration ?? 0 }
  return { ...status, disruptionsAllowed: 0, conditions: withCondition(status.conditions, facts, now) }
}

function withCondition(
  conditions: readonly Condition[] | undefined,
  facts: Pick<Condition, 'status' | 'reason' | 'message'> & { readonly observedGeneration: number },
  now: number,
): Condition[] {
  const known = conditions?.find(({ type }) => type === TYPE)
  const { observedGeneration, ...rest } = facts
  const condition: Condition = {
    type: TYPE,
    ...rest,
    ...(observedGeneration > 0 ? { observedGeneration } : {}),
    lastTransitionTime: known?.status === facts.status ? known.lastTransitionTime : formatTime(now),
  }
  if (known === undefined) return [...(conditions ?? []), condition]
  return (conditions ?? []).map((each) => (each === known ? condition : each))
}
