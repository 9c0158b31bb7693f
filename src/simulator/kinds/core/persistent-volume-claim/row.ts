// A claim as a row of a table. Upstream: printPersistentVolumeClaim in pkg/printers/internalversion/printers.go.
import type { PersistentVolumeClaim } from '../../../../generated/api/core.v1.ts'
import { age } from '../../lib/age.ts'
import { accessModesText } from '../../lib/persistent-volume/access-modes.ts'

const CLASS = 'volume.beta.kubernetes.io/storage-class'

/** The cells of the table, those of the wide form last; what is had shows only once a volume is named. */
export function claimRow({ metadata, spec, status }: PersistentVolumeClaim, now: number): readonly unknown[] {
  const volume = spec.volumeName ?? ''
  return [
    metadata.name,
    metadata.deletionTimestamp ? 'Terminating' : (status.phase ?? ''),
    volume,
    volume ? (status.capacity?.['storage'] ?? '0') : '',
    volume ? accessModesText(status.accessModes) : '',
    metadata.annotations?.[CLASS] ?? spec.storageClassName ?? '',
    spec.volumeAttributesClassName ?? '<unset>',
    age(metadata.creationTimestamp, now),
    spec.volumeMode ?? '<unset>',
  ]
}
