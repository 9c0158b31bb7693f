// The claims behind a pod's volumes: their names, whose they are, their class, whether they are bound.
// Upstream: component-helpers/storage/{ephemeral/ephemeral.go,volume/helpers.go}.
import type { PersistentVolume, PersistentVolumeClaim, Volume } from '../../../generated/api/core.v1.ts'
import type { StorageClass } from '../../../generated/api/storage.v1.ts'
import type { Lister } from '../../api/types.ts'
import type { Pod } from '../contract.ts'

const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class'
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'

/** A claim a pod's volume goes by. */
export interface ClaimUse {
  readonly name: string
  /** Made for this pod alone, from a template in the volume. */
  readonly ephemeral: boolean
}

/** The claims of a pod, in the order of its volumes. */
export function claimsOf({ metadata, spec }: Pod): ClaimUse[] {
  const uses: ClaimUse[] = []
  for (const volume of spec.volumes ?? []) {
    const use = claimOf(metadata.name ?? '', volume)
    if (use !== undefined) uses.push(use)
  }
  return uses
}

function claimOf(podName: string, { name, persistentVolumeClaim, ephemeral }: Volume): ClaimUse | undefined {
  if (persistentVolumeClaim !== undefined) return { name: persistentVolumeClaim.claimName, ephemeral: false }
  return ephemeral === undefined ? undefined : { name: `${podName}-${name}`, ephemeral: true }
}

/** Reads a claim of a pod's namespace. */
export const getClaim = (lister: Lister, { metadata }: Pod, name: string): PersistentVolumeClaim | undefined =>
  lister.get<PersistentVolumeClaim>('persistentvolumeclaims', metadata.namespace ?? '', name)

/** Reads a volume. */
export const getVolume = (lister: Lister, name: string): PersistentVolume | undefined =>
  lister.get<PersistentVolume>('persistentvolumes', '', name)

/** Reads a class. */
export const getClass = (lister: Lister, name: string): StorageClass | undefined =>
  lister.get<StorageClass>('storageclasses.storage.k8s.io', '', name)

/** As the API server says it. */
export const noSuchClaim = (name: string): string => `persistentvolumeclaim "${name}" not found`
/** As the API server says it. */
export const noSuchVolume = (name: string): string => `persistentvolume "${name}" not found`
/** As the API server says it. */
export const noSuchClass = (name: string): string => `storageclass.storage.k8s.io "${name}" not found`

/** Why an ephemeral volume's claim is not the pod's; undefined when it is. */
export function notOwned(pod: Pod, { metadata }: PersistentVolumeClaim): string | undefined {
  const controller = metadata.ownerReferences?.find((owner) => owner.controller === true)
  if (controller?.uid === pod.metadata.uid && metadata.namespace === pod.metadata.namespace) return undefined
  const { namespace, name } = pod.metadata
  return `PVC ${metadata.namespace}/${metadata.name} was not created for pod ${namespace}/${name} (pod is not owner)`
}

/** The class of a claim; '' for none. */
export const classOfClaim = ({ metadata, spec }: PersistentVolumeClaim): string =>
  metadata.annotations?.[BETA_CLASS] ?? spec.storageClassName ?? ''

/** The class of a volume; '' for none. */
export const classOfVolume = ({ metadata, spec }: PersistentVolume): string =>
  metadata.annotations?.[BETA_CLASS] ?? spec.storageClassName ?? ''

/** Whether claim and volume have found each other, and both know. */
export const isFullyBound = ({ metadata, spec }: PersistentVolumeClaim): boolean =>
  Boolean(spec.volumeName) && metadata.annotations?.[BIND_COMPLETED] !== undefined

/** Whether a volume is meant for a claim, or bound to it already. */
export function isMeantFor({ spec: { claimRef } }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  if (claimRef === undefined || claimRef.name !== metadata.name || claimRef.namespace !== metadata.namespace)
    return false
  return !claimRef.uid || claimRef.uid === metadata.uid
}

/** Whether a pod names a claim. */
export const names = (pod: Pod, { metadata }: PersistentVolumeClaim): boolean =>
  metadata.namespace === pod.metadata.namespace && claimsOf(pod).some(({ name }) => name === metadata.name)
