// Which pods go first when there are too many: unassigned, pending, not ready, cheap, crowded, young, restarted.
// Upstream: pkg/controller/controller_utils.go ActivePodsWithRanks.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { parseTime } from '../../../model/time.ts'
import { isPodActive, isPodReady, podReadyTime } from './pods.ts'

const phases: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }
const COST = 'controller.kubernetes.io/pod-deletion-cost'
const INTEGER = /^(0|-?[1-9][0-9]*)$/

/** The `count` pods to delete; `related` are those that count as neighbours on a node. */
export function podsToDelete(pods: readonly Pod[], related: readonly Pod[], count: number, now: number): Pod[] {
  if (count >= pods.length) return [...pods]
  const onNode = new Map<string, number>()
  for (const pod of related) {
    if (!isPodActive(pod)) continue
    const node = pod.spec.nodeName ?? ''
    onNode.set(node, (onNode.get(node) ?? 0) + 1)
  }
  const crowd = (pod: Pod): number => onNode.get(pod.spec.nodeName ?? '') ?? 0
  return [...pods].sort((a, b) => compare(a, b, crowd, now)).slice(0, count)
}

function compare(a: Pod, b: Pod, crowd: (pod: Pod) => number, now: number): number {
  const unassigned = Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName))
  if (unassigned !== 0) return unassigned
  const phase = (phases[a.status.phase ?? ''] ?? 0) - (phases[b.status.phase ?? ''] ?? 0)
  if (phase !== 0) return phase
  const ready = Number(isPodReady(a)) - Number(isPodReady(b))
  if (ready !== 0) return ready
  const cost = costOf(a) - costOf(b)
  if (cost !== 0) return cost
  const crowded = crowd(b) - crowd(a)
  if (crowded !== 0) return crowded
  if (isPodReady(a)) {
    const since = byAge(a, b, podReadyTime(a), podReadyTime(b), now)
    if (since !== 0) return since
  }
  const restarts = maxRestarts(b) - maxRestarts(a)
  if (restarts !== 0) return restarts
  const sidecars = sidecarRestarts(b) - sidecarRestarts(a)
  if (sidecars !== 0) return sidecars
  return byAge(a, b, bornAt(a), bornAt(b), now)
}

/** The same order for pods that have no neighbours, with exact ages. Upstream: ActivePods. */
export function byActivity(a: Pod, b: Pod): number {
  const unassigned = Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName))
  if (unassigned !== 0) return unassigned
  const phase = (phases[a.status.phase ?? ''] ?? 0) - (phases[b.status.phase ?? ''] ?? 0)
  if (phase !== 0) return phase
  const ready = Number(isPodReady(a)) - Number(isPodReady(b))
  if (ready !== 0) return ready
  if (isPodReady(a)) {
    const since = podReadyTime(b) - podReadyTime(a)
    if (since !== 0) return since
  }
  return maxRestarts(b) - maxRestarts(a) || sidecarRestarts(b) - sidecarRestarts(a) || bornAt(b) - bornAt(a)
}

const bornAt = ({ metadata }: Pod): number => (metadata.creationTimestamp ? parseTime(metadata.creationTimestamp) : 0)

/** Younger first, ages compared by their logarithm; within one magnitude the uid decides. */
function byAge(a: Pod, b: Pod, since: number, other: number, now: number): number {
  if (since === other) return 0
  if (since === 0 || other === 0) return since === 0 ? -1 : 1
  const rank = magnitude(now - since) - magnitude(now - other)
  if (rank !== 0) return rank
  return (a.metadata.uid ?? '') < (b.metadata.uid ?? '') ? -1 : 1
}

/** The base-2 logarithm of a time in nanoseconds. */
const magnitude = (milliseconds: number): number => (milliseconds > 0 ? Math.trunc(Math.log2(milliseconds * 1e6)) : -1)

function costOf({ metadata }: Pod): number {
  const text = metadata.annotations?.[COST]
  return text !== undefined && INTEGER.test(text) ? Number(text) : 0
}

function maxRestarts({ status }: Pod): number {
  let most = 0
  for (const { restartCount } of status.containerStatuses ?? []) most = Math.max(most, restartCount)
  return most
}

function sidecarRestarts({ spec, status }: Pod): number {
  let most = 0
  for (const { name, restartCount } of status.initContainerStatuses ?? []) {
    const container = spec.initContainers?.find((each) => each.name === name)
    if (container?.restartPolicy === 'Always') most = Math.max(most, restartCount)
  }
  return most
}
