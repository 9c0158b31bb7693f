// What the scheduler writes into a pod it could not place: the PodScheduled condition and the nomination, and only when they
// change. Upstream: updatePod in pkg/scheduler/schedule_one.go, PatchPodStatus in pkg/scheduler/util/utils.go.
import type { PodCondition } from '../../generated/api/core.v1.ts'
import { formatTime } from '../../model/time.ts'
import type { Client } from '../client/client.ts'
import type { Pod } from './contract.ts'

/** Why a pod is not scheduled. */
export interface Failure {
  readonly reason: 'Unschedulable' | 'SchedulerError'
  readonly message: string
  /** Undefined leaves the nomination alone, '' clears it. */
  readonly nominatedNodeName?: string
}

/** Patches pods/status where it differs. */
export function reportFailure(client: Client, now: number, pod: Pod, failure: Failure): void {
  const status: Record<string, unknown> = {}
  const condition = changedCondition(pod, failure, now)
  if (condition !== undefined) {
    status['conditions'] = [condition]
    status['$setElementOrder/conditions'] = conditionOrder(pod)
  }
  const { nominatedNodeName } = failure
  if (nominatedNodeName !== undefined && nominatedNodeName !== (pod.status.nominatedNodeName ?? '')) {
    status['nominatedNodeName'] = nominatedNodeName === '' ? null : nominatedNodeName
  }
  if (Object.keys(status).length === 0) return
  const { name = '', namespace = '', uid } = pod.metadata
  const body = { metadata: { uid }, status }
  client.patch('pods', namespace, name, 'application/strategic-merge-patch+json', body, 'status')
}

/** Tells that a pod is about to be bound to a node. */
export function reportNomination(client: Client, pod: Pod, nodeName: string): void {
  if (pod.status.nominatedNodeName === nodeName) return
  const { name = '', namespace = '', uid } = pod.metadata
  const body = { metadata: { uid }, status: { nominatedNodeName: nodeName } }
  client.patch('pods', namespace, name, 'application/strategic-merge-patch+json', body, 'status')
}

function changedCondition(pod: Pod, { reason, message }: Failure, now: number): PodCondition | undefined {
  const old = pod.status.conditions?.find(({ type }) => type === 'PodScheduled')
  const observedGeneration = pod.metadata.generation
  if (old?.status === 'False' && old.reason === reason && old.message === message) {
    if (old.observedGeneration === observedGeneration) return undefined
  }
  return {
    type: 'PodScheduled',
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: old?.status === 'False' ? (old.lastTransitionTime ?? formatTime(now)) : formatTime(now),
    reason,
    message,
  }
}

function conditionOrder(pod: Pod): { type: string }[] {
  const types = (pod.status.conditions ?? []).map(({ type }) => ({ type }))
  return types.some(({ type }) => type === 'PodScheduled') ? types : [...types, { type: 'PodScheduled' }]
}
