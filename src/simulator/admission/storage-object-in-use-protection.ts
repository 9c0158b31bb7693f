// StorageObjectInUseProtection: volumes, claims and their attribute classes get the finalizer that keeps them while they are used.
// Upstream: plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go.
import type { FeatureGates } from '../api/types.ts'
import type { AdmissionPlugin } from './contract.ts'

const FINALIZERS: Readonly<Record<string, string>> = {
  persistentvolumes: 'kubernetes.io/pv-protection',
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
  'volumeattributesclasses.storage.k8s.io': 'kubernetes.io/vac-protection',
}

const isOff = (resource: string, gates: FeatureGates): boolean =>
  resource === 'volumeattributesclasses.storage.k8s.io' && !gates.enabled('VolumeAttributesClass')

/** The StorageObjectInUseProtection plugin. */
export const plugin: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && subresource === '' && FINALIZERS[resource.key] !== undefined,
  admit({ object, resource }, { gates }) {
    const finalizer = FINALIZERS[resource.key]
    if (object === undefined || finalizer === undefined || isOff(resource.key, gates)) return
    const { metadata } = object
    if (!metadata.finalizers?.includes(finalizer)) metadata.finalizers = [...(metadata.finalizers ?? []), finalizer]
  },
}
