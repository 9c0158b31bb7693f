// Refuses nodes where a disk is mounted that the pod may not share, and pods whose ReadWriteOncePod claim is in use.
// Upstream: pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions.go.
import type { Volume } from '../../../generated/api/core.v1.ts'
import { type PluginFactory, type Pod, skip, status } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { getClaim, noSuchClaim } from '../volumes/claims.ts'
import { restrictionEvents } from '../volumes/hints.ts'

interface ExclusiveClaims {
  readonly names: ReadonlySet<string>
  /** How often placed pods use them. */
  used: number
}

const claimsKey = stateKey<ExclusiveClaims>('PreFilterVolumeRestrictions', (claims) => ({ ...claims }))
const diskConflict = status('Unschedulable', 'node(s) had no available disk')
const claimConflict = status(
  'Unschedulable',
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
)

/** VolumeRestrictions. */
export const plugin: PluginFactory = {
  name: 'VolumeRestrictions',
  create: (handle) => ({
    events: restrictionEvents(disksConflict),
    preFilter(state, pod) {
      const { namespace } = pod.metadata
      const names = new Set<string>()
      for (const { persistentVolumeClaim: use } of pod.spec.volumes ?? []) {
        if (use === undefined) continue
        const claim = getClaim(handle.client.lister, pod, use.claimName)
        if (claim === undefined) return { status: status('UnschedulableAndUnresolvable', noSuchClaim(use.claimName)) }
        if (claim.spec.accessModes?.includes('ReadWriteOncePod')) names.add(use.claimName)
      }
      const used = [...names].filter((name) => handle.claimUsed(`${namespace}/${name}`)).length
      if (used === 0 && !(pod.spec.volumes ?? []).some(isRestricted)) return { status: skip }
      state.write(claimsKey, { names, used })
      return undefined
    },
    addPod: (state, _pod, { pod }) => count(state.read(claimsKey), pod, 1),
    removePod: (state, _pod, { pod }) => count(state.read(claimsKey), pod, -1),
    filter(state, pod, node) {
      if ((pod.spec.volumes ?? []).some(isRestricted)) {
        for (const other of node.pods.values()) if (disksConflict(pod, other.pod)) return diskConflict
      }
      return (state.read(claimsKey)?.used ?? 0) > 0 ? claimConflict : undefined
    },
  }),
}

/** Claims are told apart by name alone here, as upstream does. */
function count(claims: ExclusiveClaims | undefined, { spec }: Pod, by: 1 | -1): void {
  if (claims === undefined) return
  for (const { persistentVolumeClaim: use } of spec.volumes ?? []) {
    if (use !== undefined && claims.names.has(use.claimName)) claims.used += by
  }
}

const isRestricted = (volume: Volume): boolean =>
  Boolean(volume.gcePersistentDisk || volume.awsElasticBlockStore || volume.rbd || volume.iscsi)

function disksConflict(pod: Pod, other: Pod): boolean {
  return (pod.spec.volumes ?? []).some((a) => (other.spec.volumes ?? []).some((b) => isSameDisk(a, b)))
}

/** The same disk, unless both only read it (and its kind allows that). */
function isSameDisk(a: Volume, b: Volume): boolean {
  const bothRead = (x: { readOnly?: boolean | undefined }, y: { readOnly?: boolean | undefined }): boolean =>
    x.readOnly === true && y.readOnly === true
  if (a.gcePersistentDisk && b.gcePersistentDisk) {
    const same = a.gcePersistentDisk.pdName === b.gcePersistentDisk.pdName
    if (same && !bothRead(a.gcePersistentDisk, b.gcePersistentDisk)) return true
  }
  if (a.awsElasticBlockStore && b.awsElasticBlockStore) {
    if (a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore.volumeID) return true
  }
  if (a.iscsi && b.iscsi && a.iscsi.iqn === b.iscsi.iqn && !bothRead(a.iscsi, b.iscsi)) return true
  if (!a.rbd || !b.rbd || bothRead(a.rbd, b.rbd)) return false
  const { monitors, pool, image } = b.rbd
  const shared = a.rbd.monitors?.some((monitor) => monitors?.includes(monitor)) === true
  return shared && a.rbd.pool === pool && a.rbd.image === image
}
