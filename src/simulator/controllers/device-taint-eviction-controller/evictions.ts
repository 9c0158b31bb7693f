// When which pods must go because of their devices: the taints of each allocated device against the tolerations that the
// request was allocated with. Upstream: evictionTime in pkg/controller/devicetainteviction/device_taint_eviction.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import type {
  DeviceRequestAllocationResult,
  DeviceTaint,
  ResourceClaim,
  ResourceSlice,
} from '../../../generated/api/resource.v1.ts'
import { tolerates } from '../../../model/taints.ts'
import { parseTime } from '../../../model/time.ts'
import type { Lister } from '../../api/types.ts'

/** Resources. */
export const SLICES = 'resourceslices.resource.k8s.io'
export const CLAIMS = 'resourceclaims.resource.k8s.io'

/** A deletion to come, at epoch milliseconds. */
export interface Eviction {
  readonly uid: string
  readonly at: number
}

const deviceKey = (driver: string, pool: string, device: string): string => `${driver}/${pool}/${device}`

function taintsByDevice(lister: Lister): Map<string, readonly DeviceTaint[]> {
  const taints = new Map<string, readonly DeviceTaint[]>()
  for (const { spec } of lister.list<ResourceSlice>(SLICES)) {
    for (const device of spec.devices ?? []) {
      const noExecute = (device.taints ?? []).filter(({ effect }) => effect === 'NoExecute')
      if (noExecute.length > 0) taints.set(deviceKey(spec.driver, spec.pool.name, device.name), noExecute)
    }
  }
  return taints
}

/** When the earliest toleration ends; undefined when all taints are tolerated for ever. */
function endOf(
  taints: readonly DeviceTaint[],
  { tolerations }: DeviceRequestAllocationResult,
  now: number,
): number | undefined {
  let end: number | undefined
  for (const taint of taints) {
    const { timeAdded, ...plain } = taint
    const toleration = tolerations?.find((candidate) => tolerates(candidate, plain))
    if (toleration !== undefined && toleration.tolerationSeconds === undefined) continue
    const since = timeAdded ? parseTime(timeAdded) : now
    const at = since + Math.max(toleration?.tolerationSeconds ?? 0, 0) * 1000
    if (end === undefined || at < end) end = at
  }
  return end
}

/** All deletions to come, by `namespace/name` of the pod. */
export function evictions(lister: Lister, now: number): ReadonlyMap<string, Eviction> {
  const due = new Map<string, Eviction>()
  const taints = taintsByDevice(lister)
  if (taints.size === 0) return due
  for (const { metadata, status } of lister.list<ResourceClaim>(CLAIMS)) {
    const ends = (status?.allocation?.devices?.results ?? [])
      .map((result) => endOf(taints.get(deviceKey(result.driver, result.pool, result.device)) ?? [], result, now))
      .filter((end) => end !== undefined)
    if (ends.length === 0) continue
    const at = Math.min(...ends)
    for (const { apiGroup, resource, name, uid } of status?.reservedFor ?? []) {
      if (apiGroup || resource !== 'pods') continue
      const pod = lister.get<Pod>('pods', metadata.namespace ?? '', name)
      if (pod?.metadata.uid !== uid || pod.metadata.deletionTimestamp !== undefined || !pod.spec.nodeName) continue
      const key = `${metadata.namespace}/${name}`
      const known = due.get(key)
      if (known === undefined || at < known.at) due.set(key, { uid, at })
    }
  }
  return due
}
