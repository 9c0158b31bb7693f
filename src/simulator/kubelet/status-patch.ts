// The difference between two statuses as the strategic merge patch a kubelet sends. Upstream: PatchPodStatus in
// pkg/kubelet/util/... (util/pod/pod.go).
import type { PodCondition, PodStatus } from '../../generated/api/core.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'

/** Written by others, and left to them. */
const notOwn: ReadonlySet<keyof PodStatus> = new Set([
  'resourceClaimStatuses',
  'extendedResourceClaimStatus',
  'nodeAllocatableResourceClaimStatuses',
])

/** The body of the patch; undefined when nothing differs. */
export function statusPatch(old: PodStatus, status: PodStatus): Record<string, unknown> | undefined {
  const changes: Record<string, unknown> = {}
  let changed = false
  for (const key of new Set([...Object.keys(old), ...Object.keys(status)]) as Set<keyof PodStatus>) {
    if (notOwn.has(key) || deepEqual(old[key], status[key])) continue
    changed = true
    if (key === 'conditions') conditionChanges(old.conditions ?? [], status.conditions ?? [], changes)
    else if (status[key] === undefined) changes[key] = null
    else changes[key] = status[key]
  }
  return changed ? changes : undefined
}

function conditionChanges(
  old: readonly PodCondition[],
  conditions: readonly PodCondition[],
  changes: Record<string, unknown>,
): void {
  const before = new Map(old.map((condition) => [condition.type, condition]))
  const list: Record<string, unknown>[] = []
  for (const condition of conditions) {
    const known = before.get(condition.type)
    before.delete(condition.type)
    if (known !== undefined && deepEqual(known, condition)) continue
    const change: Record<string, unknown> = { ...condition }
    if (known?.reason !== undefined && condition.reason === undefined) change['reason'] = null
    if (known?.message !== undefined && condition.message === undefined) change['message'] = null
    list.push(change)
  }
  for (const type of before.keys()) list.push({ $patch: 'delete', type })
  changes['$setElementOrder/conditions'] = conditions.map(({ type }) => ({ type }))
  changes['conditions'] = list
}
