// PersistentVolumeClaimResize: a claim grows only when it is bound and its class says that its volumes can.
// Upstream: plugin/pkg/admission/storage/persistentvolume/resize/admission.go.
import type { PersistentVolumeClaim } from '../../generated/api/core.v1.ts'
import type { StorageClass } from '../../generated/api/storage.v1.ts'
import { compareQuantity, mustParseQuantity, type Quantity, zeroQuantity } from '../../model/quantity.ts'
import type { Lister } from '../api/types.ts'
import type { AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'

const CLASSES = 'storageclasses.storage.k8s.io'
const CLASS = 'volume.beta.kubernetes.io/storage-class'

function sizeOf({ spec }: PersistentVolumeClaim): Quantity {
  const text = spec.resources.requests?.['storage']
  return text === undefined ? zeroQuantity : mustParseQuantity(text)
}

const classOf = ({ metadata, spec }: PersistentVolumeClaim): string =>
  metadata.annotations?.[CLASS] ?? spec.storageClassName ?? ''

function mayGrow(claim: PersistentVolumeClaim, old: PersistentVolumeClaim, lister: Lister): boolean {
  const name = classOf(claim)
  if (name === '' || name !== classOf(old)) return false
  return lister.get<StorageClass>(CLASSES, '', name)?.allowVolumeExpansion ?? false
}

/** The PersistentVolumeClaimResize plugin. */
export const plugin: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  handles: ({ operation, resource, subresource }) =>
    operation === 'UPDATE' && resource.key === 'persistentvolumeclaims' && subresource === '',
  validate(attributes, { lister }) {
    const claim = attributes.object as PersistentVolumeClaim
    const old = attributes.oldObject as PersistentVolumeClaim
    if (compareQuantity(sizeOf(claim), sizeOf(old)) <= 0) return
    if (old.status.phase !== 'Bound') throw refuse(attributes, 'Only bound persistent volume claims can be expanded')
    if (mayGrow(claim, old, lister)) return
    const why =
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize'
    throw refuse(attributes, why)
  },
}
