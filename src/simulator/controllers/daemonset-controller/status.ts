// The status of a DaemonSet, counted node by node. Upstream: daemon_controller.go updateDaemonSetStatus.
import type { DaemonSetStatus } from '../../../generated/api/apps.v1.ts'
import type { Node } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { compact } from '../lib/compact.ts'
import { isPodAvailable, isPodReady } from '../lib/pods.ts'
import { byAge, type PodsByNode, type Stage } from './manage.ts'
import { fits } from './placement.ts'
import { isUpdated } from './rolling.ts'

const KEEP = ['currentNumberScheduled', 'numberMisscheduled', 'desiredNumberScheduled', 'numberReady', 'collisionCount']

/** The status to write; undefined when nothing has changed. */
export function statusOf(
  { set, hash, now }: Stage,
  nodes: readonly Node[],
  pods: PodsByNode,
): DaemonSetStatus | undefined {
  const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0 }
  for (const node of nodes) {
    const list = pods.get(node.metadata.name ?? '') ?? []
    if (!fits(set, node).run) {
      if (list.length > 0) counts.misscheduled++
      continue
    }
    counts.desired++
    const [pod] = [...list].sort(byAge)
    if (pod === undefined) continue
    counts.current++
    if (isPodReady(pod)) counts.ready++
    if (isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now)) counts.available++
    if (isUpdated(pod, set, hash)) counts.updated++
  }
  const { collisionCount, conditions } = set.status
  const status: DaemonSetStatus = {
    currentNumberScheduled: counts.current,
    numberMisscheduled: counts.misscheduled,
    desiredNumberScheduled: counts.desired,
    numberReady: counts.ready,
    observedGeneration: set.metadata.generation,
    updatedNumberScheduled: counts.updated,
    numberAvailable: counts.available,
    numberUnavailable: counts.desired - counts.available,
    collisionCount,
    conditions,
  }
  const written = compact(status, KEEP)
  return deepEqual(written, compact(set.status, KEEP)) && set.status.observedGeneration ? undefined : written
}
