// A persistent volume as a row of a table. Upstream: printPersistentVolume in pkg/printers/internalversion/printers.go.
import type { PersistentVolume } from '../../../../generated/api/core.v1.ts'
import { age } from '../../lib/age.ts'
import { accessModesText } from '../../lib/persistent-volume/access-modes.ts'

const CLASS = 'volume.beta.kubernetes.io/storage-class'

/** The cells of the table, those of the wide form last. */
export const volumeRow = ({ metadata, spec, status }: PersistentVolume, now: number): readonly unknown[] => [
  metadata.name,
  spec.capacity?.['storage'] ?? '0',
  accessModesText(spec.accessModes),
  spec.persistentVolumeReclaimPolicy ?? '',
  metadata.deletionTimestamp ? 'Terminating' : (status.phase ?? ''),
  spec.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '',
  metadata.annotations?.[CLASS] ?? spec.storageClassName ?? '',
  spec.volumeAttributesClassName ?? '<unset>',
  status.reason ?? '',
  age(metadata.creationTimestamp, now),
  spec.volumeMode ?? '<unset>',
]
