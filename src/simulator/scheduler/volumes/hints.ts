// Which changes may let a pod in that a volume plugin refused. Upstream: the isSchedulableAfter… functions of
// pkg/scheduler/framework/plugins/{volumebinding,volumezone,nodevolumelimits,volumerestrictions}.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  StorageClass,
  VolumeAttachment,
} from '../../../generated/api/storage.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { compareQuantity, mustParseQuantity } from '../../../model/quantity.ts'
import type { EventRegistration, Pod } from '../contract.ts'
import { claimsOf, names } from './claims.ts'
import { inlineSource } from './migration.ts'
import { zonesOf } from './zones.ts'

const MIGRATED = 'storage.alpha.kubernetes.io/migrated-plugins'

const nodesChanged: EventRegistration = { resource: 'nodes', actions: ['Add', 'UpdateNodeLabel'] }

/** A claim of the pod came or changed. */
const claimChanged = (...actions: ('Add' | 'Update')[]): EventRegistration => ({
  resource: 'persistentvolumeclaims',
  actions,
  hint: (pod, _old, next) => names(pod, next as PersistentVolumeClaim),
})

/** A claim came or changed that the pod names itself: those made for it do not count. */
const ownClaimChanged = (...actions: ('Add' | 'Update')[]): EventRegistration => ({
  resource: 'persistentvolumeclaims',
  actions,
  hint: ({ metadata, spec }, _old, next) =>
    metadata.namespace === next?.metadata.namespace &&
    (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === next?.metadata.name),
})

/** What VolumeBinding waits for. */
export const bindingEvents: readonly EventRegistration[] = [
  {
    resource: 'storageclasses.storage.k8s.io',
    actions: ['Add', 'Update'],
    hint: (_pod, old, next) =>
      old === undefined ||
      !deepEqual((old as StorageClass).allowedTopologies, (next as StorageClass).allowedTopologies),
  },
  claimChanged('Add', 'Update'),
  { resource: 'persistentvolumes', actions: ['Add', 'Update'] },
  nodesChanged,
  {
    resource: 'csinodes.storage.k8s.io',
    actions: ['Add', 'Update'],
    hint: (_pod, old, next) =>
      old === undefined || old.metadata.annotations?.[MIGRATED] !== next?.metadata.annotations?.[MIGRATED],
  },
  {
    resource: 'csidrivers.storage.k8s.io',
    actions: ['Update'],
    hint: ({ spec }, old, next) =>
      (spec.volumes ?? []).some(({ csi }) => csi?.driver === next?.metadata.name) &&
      (old as CSIDriver).spec.storageCapacity === true &&
      (next as CSIDriver).spec.storageCapacity !== true,
  },
  {
    resource: 'csistoragecapacities.storage.k8s.io',
    actions: ['Add', 'Update'],
    hint: (_pod, old, next) => old === undefined || grew(old as CSIStorageCapacity, next as CSIStorageCapacity),
  },
]

function grew(old: CSIStorageCapacity, next: CSIStorageCapacity): boolean {
  const [before, after] = [old, next].map((c) => c.maximumVolumeSize ?? c.capacity)
  if (after === undefined) return false
  return before === undefined || compareQuantity(mustParseQuantity(after), mustParseQuantity(before)) > 0
}

/** What VolumeZone waits for. */
export const zoneEvents: readonly EventRegistration[] = [
  {
    resource: 'storageclasses.storage.k8s.io',
    actions: ['Add'],
    hint: (_pod, _old, next) => (next as StorageClass).volumeBindingMode === 'WaitForFirstConsumer',
  },
  nodesChanged,
  ownClaimChanged('Add', 'Update'),
  {
    resource: 'persistentvolumes',
    actions: ['Add', 'Update'],
    hint: (_pod, old, next) =>
      old === undefined || !deepEqual(zonesOf(old as PersistentVolume), zonesOf(next as PersistentVolume)),
  },
]

/** What NodeVolumeLimits waits for. */
export const limitEvents: readonly EventRegistration[] = [
  { resource: 'csinodes.storage.k8s.io', actions: ['Add'] },
  {
    resource: 'csinodes.storage.k8s.io',
    actions: ['Update'],
    hint: (_pod, old, next) => limitGrew(old as CSINode, next as CSINode),
  },
  {
    resource: 'pods',
    actions: ['Delete'],
    hint: (_pod, old) => {
      const { spec, status } = old as Pod
      if (!spec.nodeName && !status.nominatedNodeName) return false
      return (
        claimsOf(old as Pod).length > 0 || (spec.volumes ?? []).some((volume) => inlineSource(volume) !== undefined)
      )
    },
  },
  claimChanged('Add'),
  {
    resource: 'volumeattachments.storage.k8s.io',
    actions: ['Delete'],
    hint: ({ spec }, old) =>
      (spec.volumes ?? []).some(
        (volume) =>
          volume.persistentVolumeClaim !== undefined ||
          inlineSource(volume)?.driver === (old as VolumeAttachment).spec.attacher,
      ),
  },
]

function limitGrew(old: CSINode, next: CSINode): boolean {
  const before = new Map(old.spec.drivers?.map(({ name, allocatable }) => [name, allocatable?.count ?? 0]))
  return (next.spec.drivers ?? []).some(({ name, allocatable }) => (allocatable?.count ?? 0) > (before.get(name) ?? 0))
}

/** What VolumeRestrictions waits for; `conflicts` is whether two pods' disks do. */
export const restrictionEvents = (conflicts: (pod: Pod, other: Pod) => boolean): readonly EventRegistration[] => [
  {
    resource: 'pods',
    actions: ['Delete'],
    hint(pod, old) {
      const deleted = old as Pod
      if (deleted.metadata.namespace !== pod.metadata.namespace) return false
      if (conflicts(pod, deleted)) return true
      const theirs = new Set(deleted.spec.volumes?.map((volume) => volume.persistentVolumeClaim?.claimName))
      return (pod.spec.volumes ?? []).some(
        ({ persistentVolumeClaim: claim }) => claim !== undefined && theirs.has(claim.claimName),
      )
    },
  },
  { resource: 'nodes', actions: ['Add'] },
  ownClaimChanged('Add'),
]
