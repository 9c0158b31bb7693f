// Disks of clouds and their storage systems: GCE, AWS, Azure, Cinder, vSphere, Photon, Portworx.
// Upstream: pkg/apis/core/validation/validation.go (validate…VolumeSource).
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { inclusiveRangeError } from '../../validation/names.ts'
import type { SourceCheck } from './source-rule.ts'

const PARTITION = inclusiveRangeError(1, 255)

function validatePartition(partition: number | undefined, path: Path, errors: FieldErrors): void {
  if (partition !== undefined && (partition < 0 || partition > 255)) {
    errors.invalid(path.child('partition'), partition, PARTITION)
  }
}

/** A GCE persistent disk. */
export const validateGcePersistentDisk: SourceCheck<'gcePersistentDisk'> = (disk, path, errors) => {
  if (disk.pdName === '') errors.required(path.child('pdName'))
  validatePartition(disk.partition, path, errors)
}

/** An AWS EBS volume. */
export const validateAwsElasticBlockStore: SourceCheck<'awsElasticBlockStore'> = (disk, path, errors) => {
  if (disk.volumeID === '') errors.required(path.child('volumeID'))
  validatePartition(disk.partition, path, errors)
}

/** An Azure file share. */
export const validateAzureFile: SourceCheck<'azureFile'> = (file, path, errors) => {
  if (file.secretName === '') errors.required(path.child('secretName'))
  if (file.shareName === '') errors.required(path.child('shareName'))
}

const CACHING = ['None', 'ReadOnly', 'ReadWrite']
const DISK_KINDS = ['Dedicated', 'Managed', 'Shared']
const MANAGED_URI = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}'
const BLOB_URI = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd'

/** An Azure disk. */
export const validateAzureDisk: SourceCheck<'azureDisk'> = (disk, path, errors) => {
  const { diskName, diskURI, cachingMode, kind } = disk
  if (diskName === '') errors.required(path.child('diskName'))
  if (diskURI === '') errors.required(path.child('diskURI'))
  if (cachingMode != null && !CACHING.includes(cachingMode)) {
    errors.notSupported(path.child('cachingMode'), cachingMode, CACHING)
  }
  if (kind == null) return
  if (!DISK_KINDS.includes(kind)) errors.notSupported(path.child('kind'), kind, DISK_KINDS)
  if (kind === 'Managed') {
    if (!diskURI.startsWith('/subscriptions/')) errors.notSupported(path.child('diskURI'), diskURI, [MANAGED_URI])
  } else if (!diskURI.startsWith('https://')) errors.notSupported(path.child('diskURI'), diskURI, [BLOB_URI])
}

/** An OpenStack Cinder volume. */
export const validateCinder: SourceCheck<'cinder'> = (cinder, path, errors) => {
  if (cinder.volumeID === '') errors.required(path.child('volumeID'))
  if (cinder.secretRef && !cinder.secretRef.name) errors.required(path.child('secretRef', 'name'))
}

/** A vSphere disk. */
export const validateVsphereVolume: SourceCheck<'vsphereVolume'> = (disk, path, errors) => {
  if (disk.volumePath === '') errors.required(path.child('volumePath'))
}

/** A Photon disk. */
export const validatePhotonPersistentDisk: SourceCheck<'photonPersistentDisk'> = (disk, path, errors) => {
  if (disk.pdID === '') errors.required(path.child('pdID'))
}

/** A Portworx volume. */
export const validatePortworxVolume: SourceCheck<'portworxVolume'> = (disk, path, errors) => {
  if (disk.volumeID === '') errors.required(path.child('volumeID'))
}
