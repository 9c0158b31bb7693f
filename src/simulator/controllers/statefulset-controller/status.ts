// The status of a StatefulSet, counted from its pods. Upstream: stateful_set_control.go updateStatus, completeRollingUpdate.
import type { StatefulSet, StatefulSetStatus } from '../../../generated/api/apps.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { compact } from '../lib/compact.ts'
import { isPodAvailable, isPodReady } from '../lib/pods.ts'
import { revisionOf } from './identity.ts'
import type { Revisions } from './revisions.ts'

/** Counts of pods. */
export interface Counts {
  replicas: number
  readyReplicas: number
  availableReplicas: number
  currentReplicas: number
  updatedReplicas: number
}

/** Pods that are in the API; a draft that is yet to be made has no phase. */
export const isCreated = ({ status }: Pod): boolean => (status?.phase ?? '') !== ''

/** Running, and ready. */
export const isRunningAndReady = (pod: Pod): boolean => pod.status.phase === 'Running' && isPodReady(pod)

/** Counts pods by readiness and revision. */
export function countPods(pods: readonly Pod[], { spec }: StatefulSet, revisions: Revisions, now: number): Counts {
  const counts = { replicas: 0, readyReplicas: 0, availableReplicas: 0, currentReplicas: 0, updatedReplicas: 0 }
  for (const pod of pods) {
    if (!isCreated(pod)) continue
    counts.replicas++
    if (isRunningAndReady(pod)) {
      counts.readyReplicas++
      if (isPodAvailable(pod, spec.minReadySeconds ?? 0, now)) counts.availableReplicas++
    }
    if (pod.metadata.deletionTimestamp !== undefined) continue
    const revision = revisionOf(pod)
    if (revision === revisions.current.metadata.name) counts.currentReplicas++
    if (revision === revisions.update.metadata.name) counts.updatedReplicas++
  }
  return counts
}

/** The status to write; undefined when it says nothing new. */
export function statusOf(set: StatefulSet, counts: Counts, revisions: Revisions): StatefulSetStatus | undefined {
  const { spec, status: old, metadata } = set
  const replicas = spec.replicas ?? 1
  const updateRevision = revisions.update.metadata.name ?? ''
  let currentRevision = revisions.current.metadata.name ?? ''
  let { currentReplicas } = counts
  const { updatedReplicas, readyReplicas } = counts
  const rolling = spec.updateStrategy?.type === 'RollingUpdate'
  if (rolling && updatedReplicas === replicas && readyReplicas === replicas && counts.replicas === replicas) {
    currentReplicas = updatedReplicas
    currentRevision = updateRevision
  }
  const observedGeneration = metadata.generation ?? 0
  const same =
    observedGeneration <= (old.observedGeneration ?? 0) &&
    counts.replicas === old.replicas &&
    currentReplicas === (old.currentReplicas ?? 0) &&
    readyReplicas === (old.readyReplicas ?? 0) &&
    updatedReplicas === (old.updatedReplicas ?? 0) &&
    counts.availableReplicas === old.availableReplicas &&
    currentRevision === old.currentRevision &&
    updateRevision === old.updateRevision
  if (same) return undefined
  const status: StatefulSetStatus = {
    observedGeneration,
    ...counts,
    currentReplicas,
    currentRevision,
    updateRevision,
    collisionCount: revisions.collisions,
  }
  return compact(status, ['replicas', 'availableReplicas', 'collisionCount'])
}
