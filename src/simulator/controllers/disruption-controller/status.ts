// The status of a budget: how many of its pods are healthy, and how many may go.
// Upstream: disruption.go updatePdbStatus, component-helpers/apps/poddisruptionbudget/helpers.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { Condition } from '../../../generated/api/meta.v1.ts'
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../../generated/api/policy.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { formatTime, parseTime } from '../../../model/time.ts'
import { isPodReady } from '../lib/pods.ts'
import type { Expectation } from './expected.ts'

const TYPE = 'DisruptionAllowed'
const DELETION_TIMEOUT_MS = 120_000

/** Evicted pods that are not gone yet, when to look again, and those that should be gone. */
export interface Disrupted {
  readonly pods: Record<string, string>
  readonly recheckAt: number | undefined
  readonly late: readonly Pod[]
}

/** Follows the pods an eviction has promised to delete. */
export function disruptedPods({ status }: PodDisruptionBudget, pods: readonly Pod[], now: number): Disrupted {
  const result: Record<string, string> = {}
  const late: Pod[] = []
  let recheckAt: number | undefined
  for (const pod of pods) {
    const since = status.disruptedPods?.[pod.metadata.name ?? '']
    if (!since || pod.metadata.deletionTimestamp !== undefined) continue
    const until = parseTime(since) + DELETION_TIMEOUT_MS
    if (until < now) late.push(pod)
    else {
      recheckAt = Math.min(recheckAt ?? until, until)
      result[pod.metadata.name ?? ''] = since
    }
  }
  return { pods: result, recheckAt, late }
}

/** The status to write; undefined when it says what it said. */
export function statusOf(
  budget: PodDisruptionBudget,
  { expected, desired }: Expectation,
  pods: readonly Pod[],
  disrupted: Readonly<Record<string, string>>,
  now: number,
): PodDisruptionBudgetStatus | undefined {
  const healthy = pods.filter(
    (pod) =>
      pod.metadata.deletionTimestamp === undefined &&
      disrupted[pod.metadata.name ?? ''] === undefined &&
      isPodReady(pod),
  ).length
  const allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired)
  const { generation } = budget.metadata
  const condition: Condition = {
    type: TYPE,
    status: allowed > 0 ? 'True' : 'False',
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    lastTransitionTime: formatTime(now),
    reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  }
  const status: PodDisruptionBudgetStatus = {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(Object.keys(disrupted).length > 0 ? { disruptedPods: { ...disrupted } } : {}),
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    conditions: withCondition(budget.status.conditions, condition),
  }
  return deepEqual(status, budget.status) ? undefined : status
}

/** The status of a budget that could not be worked out: nothing may go. */
export function failedStatus(budget: PodDisruptionBudget, message: string, now: number): PodDisruptionBudgetStatus {
  const { observedGeneration, conditions } = budget.status
  const condition: Condition = {
    type: TYPE,
    status: 'False',
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    lastTransitionTime: formatTime(now),
    reason: 'SyncFailed',
    message,
  }
  return { ...budget.status, disruptionsAllowed: 0, conditions: withCondition(conditions, condition) }
}

function withCondition(list: readonly Condition[] | undefined, condition: Condition): Condition[] {
  const known = list?.find(({ type }) => type === condition.type)
  if (known === undefined) return [...(list ?? []), condition]
  const { lastTransitionTime } = known.status === condition.status ? known : condition
  return list!.map((each) => (each === known ? { ...condition, lastTransitionTime } : each))
}
