// Makes the room: victims get a DisruptionTarget condition and are deleted with their grace; pods of lower priority that were
// promised the node lose the promise. Upstream: pkg/scheduler/framework/preemption/executor.go.
import type { PodCondition } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { Handle, Pod } from '../contract.ts'
import { priorityOf } from '../node-info.ts'
import type { Candidate } from './candidates.ts'

const STRATEGIC = 'application/strategic-merge-patch+json'

/** Evicts the victims for a pod. */
export function evict(handle: Handle, pod: Pod, { node, victims }: Candidate): void {
  const pending = victims.filter(({ pod: { metadata } }) => metadata.deletionTimestamp === undefined)
  if (pending.length === 0) return
  for (const other of handle.nominatedPods(node.name)) {
    if (other.priority < priorityOf(pod)) clearNomination(handle, other.pod)
  }
  for (const victim of pending) evictOne(handle, pod, victim.pod, node.name)
}

function clearNomination({ client }: Handle, { metadata, status }: Pod): void {
  if (!status.nominatedNodeName) return
  const { name = '', namespace = '', uid } = metadata
  client.patch('pods', namespace, name, STRATEGIC, { metadata: { uid }, status: { nominatedNodeName: null } }, 'status')
}

function evictOne(handle: Handle, pod: Pod, victim: Pod, nodeName: string): void {
  const { client } = handle
  const { name = '', namespace = '', uid = '' } = victim.metadata
  let note = `Preempted by pod ${pod.metadata.uid} on node ${nodeName}`
  if (handle.resume(uid, { code: 'Error', reasons: ['preempted by DefaultPreemption'] })) {
    note += ' (in kube-scheduler memory).'
  } else {
    const current = client.lister.get<Pod>('pods', namespace, name)
    if (current === undefined) return
    const body = { metadata: { uid }, status: { conditions: [disruptionTarget(handle, current)] } }
    client.patch('pods', namespace, name, STRATEGIC, body, 'status')
    if (!client.delete('pods', namespace, name).ok) return
  }
  handle.event(victim, 'Preempted', 'Preempting', note, pod)
}

function disruptionTarget({ environment, profile }: Handle, { metadata, status }: Pod): PodCondition {
  const now = formatTime(environment.clock.now())
  const old = status.conditions?.find(({ type }) => type === 'DisruptionTarget')
  return {
    type: 'DisruptionTarget',
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: old?.status === 'True' ? (old.lastTransitionTime ?? now) : now,
    reason: 'PreemptionByScheduler',
    message: `${profile}: preempting to accommodate a higher priority pod`,
  }
}
