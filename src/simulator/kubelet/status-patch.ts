// The difference between two statuses as the strategic merge patch a kubelet sends. Upstream: PatchPodStatus in
// pkg/kubelet/util/... (util/pod/pod.go).
import type { PodCondition, PodStatus } from '../../generated/api/core.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import { kubeletConditions } from './conditions.ts'

/** Written by others, and left to them. */
const notOwn: ReadonlySet<keyof PodStatus> = new Set([
  'resourceClaimStatuses',
  'extendedResourceClaimStatus',
  'nodeAllocatableResourceClaimStatuses',
])

/** What only a kubelet says. */
const own = [
  'phase',
  'reason',
  'message',
  'hostIP',
  'hostIPs',
  'podIP',
  'podIPs',
  'startTime',
  'initContainerStatuses',
  'containerStatuses',
  'ephemeralContainerStatuses',
] as const satisfies readonly (keyof PodStatus)[]

/** A status with all that is the kubelet's as it was told before; undefined when it is so. One that says that the pod is over stays. */
export function restored(status: PodStatus, told: PodStatus): PodStatus | undefined {
  if (status.phase !== told.phase && (status.phase === 'Failed' || status.phase === 'Succeeded')) return undefined
  const before = new Map((told.conditions ?? []).map((condition) => [condition.type, condition]))
  const conditions = (status.conditions ?? []).flatMap((condition) => {
    if (!kubeletConditions.has(condition.type)) return [condition]
    const known = before.get(condition.type)
    before.delete(condition.type)
    return known === undefined ? [] : [known]
  })
  for (const [type, condition] of before) if (kubeletConditions.has(type)) conditions.push(condition)
  const result: Record<string, unknown> = { ...status, conditions }
  for (const key of own) {
    if (told[key] === undefined) delete result[key]
    else result[key] = told[key]
  }
  return deepEqual(result, status) ? undefined : (result as unknown as PodStatus)
}

/** The body of the patch; undefined when nothing differs. */
export function statusPatch(old: PodStatus, status: PodStatus): Record<string, unknown> | undefined {
  const changes: Record<string, unknown> = {}
  let changed = false
  for (const key of new Set([...Object.keys(old), ...Object.keys(status)]) as Set<keyof PodStatus>) {
    if (notOwn.has(key) || deepEqual(old[key], status[key])) continue
    changed = true
    if (key === 'conditions') conditionChanges(old.conditions ?? [], status.conditions ?? [], changes)
    else if (status[key] === undefined) changes[key] = null
    else if (key === 'podIPs' || key === 'hostIPs') changes[key] = addressChanges(old[key] ?? [], status[key] ?? [])
    else changes[key] = status[key]
  }
  return changed ? changes : undefined
}

/** Addresses are merged by themselves: those that are gone are taken away. */
function addressChanges(old: readonly { ip: string }[], addresses: readonly { ip: string }[]): unknown[] {
  const gone = old.filter(({ ip }) => !addresses.some((each) => each.ip === ip))
  return [...addresses, ...gone.map(({ ip }) => ({ $patch: 'delete', ip }))]
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
