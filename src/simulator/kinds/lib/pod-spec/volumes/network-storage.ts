// Storage over the network: NFS, Glusterfs, Ceph, Quobyte, Flocker, ScaleIO, StorageOS, fibre channel.
// Upstream: pkg/apis/core/validation/validation.go (validate…VolumeSource).
import { byteLength, inclusiveRangeError, isDNS1123Label } from '../../validation/names.ts'
import type { SourceCheck } from './source-rule.ts'

/** An NFS export. */
export const validateNfs: SourceCheck<'nfs'> = (nfs, path, errors) => {
  if (nfs.server === '') errors.required(path.child('server'))
  if (nfs.path === '') errors.required(path.child('path'))
  if (!nfs.path.startsWith('/')) errors.invalid(path.child('path'), nfs.path, 'must be an absolute path')
}

/** A Glusterfs volume. */
export const validateGlusterfs: SourceCheck<'glusterfs'> = (glusterfs, path, errors) => {
  if (glusterfs.endpoints === '') errors.required(path.child('endpoints'))
  if (glusterfs.path === '') errors.required(path.child('path'))
}

/** A Flocker dataset, by name or by id. */
export const validateFlocker: SourceCheck<'flocker'> = ({ datasetName = '', datasetUUID = '' }, path, errors) => {
  if (!datasetName && !datasetUUID) errors.required(path, 'one of datasetName and datasetUUID is required')
  if (datasetName && datasetUUID) {
    errors.invalid(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously')
  }
  if (datasetName.includes('/')) errors.invalid(path.child('datasetName'), datasetName, "must not contain '/'")
}

/** A Ceph block device. */
export const validateRbd: SourceCheck<'rbd'> = (rbd, path, errors) => {
  if (!rbd.monitors?.length) errors.required(path.child('monitors'))
  if (rbd.image === '') errors.required(path.child('image'))
}

/** A Ceph file system. */
export const validateCephfs: SourceCheck<'cephfs'> = (cephfs, path, errors) => {
  if (!cephfs.monitors?.length) errors.required(path.child('monitors'))
}

const HOST_PORTS = 'must be a host:port pair or multiple pairs separated by commas'

/** Whether Go's net.SplitHostPort takes the text. */
function isHostPort(text: string): boolean {
  const colon = text.lastIndexOf(':')
  if (colon === -1) return false
  if (!text.startsWith('[')) return !text.slice(0, colon).includes(':') && !/[[\]]/.test(text)
  const end = text.indexOf(']')
  return end !== -1 && end + 1 === colon && !text.includes('[', 1) && !text.includes(']', end + 1)
}

/** A Quobyte volume. */
export const validateQuobyte: SourceCheck<'quobyte'> = (quobyte, path, errors) => {
  if (quobyte.registry === '') errors.required(path.child('registry'), HOST_PORTS)
  else if (byteLength(quobyte.tenant ?? '') >= 65) {
    errors.required(path.child('tenant'), 'must be a UUID and may not exceed a length of 64 characters')
  } else {
    for (const pair of quobyte.registry.split(',')) {
      if (!isHostPort(pair)) errors.invalid(path.child('registry'), quobyte.registry, HOST_PORTS)
    }
  }
  if (quobyte.volume === '') errors.required(path.child('volume'))
}

/** A ScaleIO volume. */
export const validateScaleIO: SourceCheck<'scaleIO'> = (scaleIO, path, errors) => {
  if (scaleIO.gateway === '') errors.required(path.child('gateway'))
  if (scaleIO.system === '') errors.required(path.child('system'))
  if (!scaleIO.volumeName) errors.required(path.child('volumeName'))
}

/** A StorageOS volume. */
export const validateStorageOS: SourceCheck<'storageos'> = (storageos, path, errors) => {
  const { volumeName, volumeNamespace, secretRef } = storageos
  if (!volumeName) errors.required(path.child('volumeName'))
  else errors.invalidAll(path.child('volumeName'), volumeName, isDNS1123Label(volumeName))
  if (volumeNamespace) {
    errors.invalidAll(path.child('volumeNamespace'), volumeNamespace, isDNS1123Label(volumeNamespace))
  }
  if (secretRef && !secretRef.name) errors.required(path.child('secretRef', 'name'))
}

/** A fibre channel target, by its names and LUN or by world wide ids. */
export const validateFc: SourceCheck<'fc'> = ({ targetWWNs = [], wwids = [], lun }, path, errors) => {
  if (targetWWNs.length === 0 && wwids.length === 0) {
    errors.required(path.child('targetWWNs'), 'must specify either targetWWNs or wwids, but not both')
  }
  if (targetWWNs.length > 0 && wwids.length > 0) {
    const detail = 'targetWWNs and wwids can not be specified simultaneously'
    errors.invalid(path.child('targetWWNs'), targetWWNs, detail)
  }
  if (targetWWNs.length === 0) return
  if (lun === undefined) errors.required(path.child('lun'), 'lun is required if targetWWNs is specified')
  else if (lun < 0 || lun > 255) errors.invalid(path.child('lun'), lun, inclusiveRangeError(0, 255))
}
