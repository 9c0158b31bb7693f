// DefaultStorageClass: a claim that names no class gets the default one, where there is one.
// Upstream: plugin/pkg/admission/storage/storageclass/setdefault/admission.go.
import type { PersistentVolumeClaim } from '../../generated/api/core.v1.ts'
import type { StorageClass } from '../../generated/api/storage.v1.ts'
import type { AdmissionPlugin } from './contract.ts'
import { defaultClass } from './lib/default-class.ts'

const CLASSES = 'storageclasses.storage.k8s.io'
const CLASS = 'volume.beta.kubernetes.io/storage-class'
const DEFAULTS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class']

/** The DefaultStorageClass plugin. */
export const plugin: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && resource.key === 'persistentvolumeclaims' && subresource === '',
  admit({ object }, { lister }) {
    const { metadata, spec } = object as PersistentVolumeClaim
    if (spec.storageClassName !== undefined || metadata.annotations?.[CLASS] !== undefined) return
    const found = defaultClass(lister.list<StorageClass>(CLASSES), DEFAULTS)
    if (found?.metadata.name) spec.storageClassName = found.metadata.name
  },
}
