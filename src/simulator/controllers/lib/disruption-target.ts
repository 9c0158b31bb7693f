// Says on a pod why it is about to be deleted; what it said of its disruption before keeps its place and its time.
// Upstream: pkg/api/v1/pod UpdatePodCondition as the taint managers use it.
import type { Pod, PodCondition } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'

const TYPE = 'DisruptionTarget'

/** What is said: reason and message, and of which generation where that is known. */
export type Disruption = Pick<PodCondition, 'reason' | 'message' | 'observedGeneration'>

/** Writes the condition where it is news; whether that went well. */
export function markDisrupted(client: Client, pod: Pod, disruption: Disruption, now: number): boolean {
  const conditions = pod.status.conditions ?? []
  const at = conditions.findIndex(({ type }) => type === TYPE)
  const known = conditions[at]
  const since = known?.status === 'True' ? known.lastTransitionTime : undefined
  if (since && known?.reason === disruption.reason && known?.message === disruption.message) return true
  const lastTransitionTime = since ?? formatTime(now)
  const condition = { type: TYPE, status: 'True', lastProbeTime: null, lastTransitionTime, ...disruption }
  const next = known === undefined ? [...conditions, condition] : conditions.with(at, condition)
  return client.updateStatus<Pod>('pods', { ...pod, status: { ...pod.status, conditions: next } }).ok
}
