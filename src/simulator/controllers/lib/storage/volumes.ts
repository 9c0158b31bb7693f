// What controllers of storage ask of volumes, claims and the pods that use them.
// Upstream: component-helpers/storage/volume/{helpers,pv_helpers}.go, component-helpers/storage/ephemeral/ephemeral.go.
import type { PersistentVolume, PersistentVolumeClaim, Pod, Volume } from '../../../../generated/api/core.v1.ts'
import { isControlledBy } from '../../../../model/owner-references.ts'
import type { KubeObject } from '../../../api/types.ts'

/** Annotations by which binding is remembered. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller'
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by'
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'
export const PROVISIONER = 'volume.kubernetes.io/storage-provisioner'
export const BETA_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner'
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class'

/** Resources. */
export const VOLUMES = 'persistentvolumes'
export const CLAIMS = 'persistentvolumeclaims'

type Classed = PersistentVolume | PersistentVolumeClaim

/** The storage class, '' when none. */
export const classOf = ({ metadata, spec }: Classed): string =>
  metadata.annotations?.[BETA_CLASS] ?? spec.storageClassName ?? ''

/** Whether a claim says anything of its class, if only that it wants none. */
export const hasClass = ({ metadata, spec }: PersistentVolumeClaim): boolean =>
  metadata.annotations?.[BETA_CLASS] !== undefined || spec.storageClassName !== undefined

export const hasAnnotation = ({ metadata }: KubeObject, key: string): boolean =>
  metadata.annotations?.[key] !== undefined

/** Whether the volume is meant for this claim: by name, and by uid where it has one. */
export function isBoundTo({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const reference = spec.claimRef
  if (reference === undefined) return false
  if (reference.name !== metadata.name || reference.namespace !== metadata.namespace) return false
  return !reference.uid || reference.uid === metadata.uid
}

/** Whether claim and volume disagree on being a file system or a block device. */
export const modesDiffer = (claim: PersistentVolumeClaim, volume: PersistentVolume): boolean =>
  (claim.spec.volumeMode ?? 'Filesystem') !== (volume.spec.volumeMode ?? 'Filesystem')

/** The name of the claim behind a pod's volume; undefined for other volumes. */
export function claimNameOf({ metadata }: Pod, volume: Volume): string | undefined {
  if (volume.persistentVolumeClaim !== undefined) return volume.persistentVolumeClaim.claimName
  return volume.ephemeral === undefined ? undefined : `${metadata.name}-${volume.name}`
}

/** Why a claim is not the one of a pod's ephemeral volume; undefined when it is. */
export const notForPod = (pod: Pod, claim: PersistentVolumeClaim): string | undefined =>
  isControlledBy(claim, pod.metadata.uid)
    ? undefined
    : `PVC ${claim.metadata.namespace}/${claim.metadata.name} was not created for pod ${pod.metadata.namespace}/${pod.metadata.name} (pod is not owner)`

/** Whether the pod is over: failed, succeeded, or going with nothing running any more. */
export function isTerminated({ metadata, status }: Pod): boolean {
  if (status.phase === 'Failed' || status.phase === 'Succeeded') return true
  if (metadata.deletionTimestamp === undefined) return false
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = status
  return [initContainerStatuses, containerStatuses, ephemeralContainerStatuses].every((each) =>
    (each ?? []).every(({ state }) => state?.terminated !== undefined || state?.waiting !== undefined),
  )
}

/** `namespace/name`. */
export const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace}/${metadata.name}`
