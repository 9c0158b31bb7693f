// The taints a node's conditions call for. Upstream: nodeConditionToTaintKeyStatusMap and doNoScheduleTaintingPass in
// pkg/controller/nodelifecycle/node_lifecycle_controller.go.
import type { Node, Taint } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'

const NOT_READY = 'node.kubernetes.io/not-ready'
const UNREACHABLE = 'node.kubernetes.io/unreachable'
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
  const noSchedule = new Set<string>()
  const noExecute = new Set<string>()
  for (const { type, status } of node.status.conditions ?? []) {
    const key = keys[type]?.[status]
    if (key === undefined) continue
    noSchedule.add(key)
    if (type === 'Ready') noExecute.add(key)
  }
  if (node.spec.unschedulable === true) noSchedule.add(UNSCHEDULABLE)
  const taints = node.spec.taints ?? []
  const kept = taints.filter(({ key, effect }) => !isOurs(key, effect) || wants(effect, noSchedule, noExecute).has(key))
  const missing: Taint[] = []
  const add = (key: string, effect: string): void => {
    if (kept.some((taint) => taint.key === key && taint.effect === effect)) return
    missing.push({ key, effect, timeAdded: formatTime(now) })
  }
  for (const key of noSchedule) add(key, 'NoSchedule')
  for (const key of noExecute) add(key, 'NoExecute')
  return kept.length === taints.length && missing.length === 0 ? undefined : [...kept, ...missing]
}

const isOurs = (key: string, effect: string): boolean =>
  effect === 'NoSchedule' ? owned.has(key) : effect === 'NoExecute' && (key === NOT_READY || key === UNREACHABLE)

const wants = (effect: string, noSchedule: Set<string>, noExecute: Set<string>): Set<string> =>
  effect === 'NoSchedule' ? noSchedule : noExecute
