// What is known of a node nobody has heard of for too long. Upstream: tryUpdateNodeHealth in
// pkg/controller/nodelifecycle/node_lifecycle_controller.go.
import type { Node, NodeCondition } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'

const GRACE_MS = 50_000
const STARTUP_GRACE_MS = 60_000

/** A node is given up when neither its lease nor its status has changed for so long; a new one has a little longer. */
export const graceOf = (node: Node | undefined): number =>
  node?.status.conditions?.some(({ type }) => type === 'Ready') === true ? GRACE_MS : STARTUP_GRACE_MS

const watched = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const

/** The conditions turned Unknown; undefined when they are already. */
export function silentConditions(node: Node, now: number): NodeCondition[] | undefined {
  const conditions = [...(node.status.conditions ?? [])]
  let changed = false
  for (const type of watched) {
    const at = conditions.findIndex((condition) => condition.type === type)
    const old = conditions[at]
    if (old === undefined) {
      changed = true
      conditions.push({
        type,
        status: 'Unknown',
        lastHeartbeatTime: node.metadata.creationTimestamp ?? null,
        lastTransitionTime: formatTime(now),
        reason: 'NodeStatusNeverUpdated',
        message: 'Kubelet never posted node status.',
      })
    } else if (old.status !== 'Unknown') {
      changed = true
      conditions[at] = {
        ...old,
        status: 'Unknown',
        lastTransitionTime: formatTime(now),
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
      }
    }
  }
  return changed ? conditions : undefined
}

/** The status of a node's Ready condition. */
export const readiness = (node: Node | undefined): string =>
  node?.status.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'Unknown'

/** When the kubelet last vouched for its node's being ready or not: what else changes in a node's status is no sign of life. */
export const heartbeat = (node: Node): string | null | undefined => {
  const ready = node.status.conditions?.find(({ type }) => type === 'Ready')
  return ready === undefined ? undefined : (ready.lastHeartbeatTime ?? null)
}
