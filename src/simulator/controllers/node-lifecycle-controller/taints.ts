// The NoSchedule taints a node's conditions call for, and how taints are written. NoExecute taints come later, at the zone's
// pace. Upstream: doNoScheduleTaintingPass in pkg/controller/nodelifecycle/node_lifecycle_controller.go, SwapNodeControllerTaint.
import type { Node, Taint } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'

/** The keys of taints for nodes that are not ready, by the Ready condition's status. */
export const NOT_READY = 'node.kubernetes.io/not-ready'
export const UNREACHABLE = 'node.kubernetes.io/unreachable'
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'

const keys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: NOT_READY, Unknown: UNREACHABLE },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
}

const owned = new Set([UNSCHEDULABLE, ...Object.values(keys).flatMap((byStatus) => Object.values(byStatus))])

/** The node's taints as they should be; undefined when they are. */
export function wantedTaints(node: Node, now: number): Taint[] | undefined {
  const wanted = new Set<string>()
  for (const { type, status } of node.status.conditions ?? []) {
    const key = keys[type]?.[status]
    if (key !== undefined) wanted.add(key)
  }
  if (node.spec.unschedulable === true) wanted.add(UNSCHEDULABLE)
  const taints = node.spec.taints ?? []
  const present = new Set(taints.filter(({ effect }) => effect === 'NoSchedule').map(({ key }) => key))
  const missing = [...wanted].filter((key) => !present.has(key))
  const kept = taints.filter(({ key, effect }) => effect !== 'NoSchedule' || !owned.has(key) || wanted.has(key))
  if (missing.length === 0 && kept.length === taints.length) return undefined
  return [...kept, ...missing.map((key) => ({ key, effect: 'NoSchedule', timeAdded: formatTime(now) }))]
}

/** The taints with a NoExecute taint of `key` (none when undefined) in place of those for the other status. */
export function withNoExecute({ spec }: Node, key: string | undefined, now: number): Taint[] | undefined {
  const taints = spec.taints ?? []
  const isOurs = (taint: Taint): boolean =>
    taint.effect === 'NoExecute' && (taint.key === NOT_READY || taint.key === UNREACHABLE)
  const kept = taints.filter((taint) => !isOurs(taint) || taint.key === key)
  const there = kept.some((taint) => isOurs(taint))
  if (key === undefined || there) return kept.length === taints.length ? undefined : kept
  return [...kept, { key, effect: 'NoExecute', timeAdded: formatTime(now) }]
}

/** Whether the node has the NoExecute taint. */
export const hasNoExecute = ({ spec }: Node, key: string): boolean =>
  spec.taints?.some((taint) => taint.key === key && taint.effect === 'NoExecute') === true

/** Writes the taints, where there is anything to write. */
export function writeTaints(client: Client, name: string, taints: Taint[] | undefined): void {
  if (taints === undefined) return
  const spec = { taints: taints.length === 0 ? null : taints }
  client.patch('nodes', '', name, 'application/merge-patch+json', { spec })
}
