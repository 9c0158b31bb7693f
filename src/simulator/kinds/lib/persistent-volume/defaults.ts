// What the sources of persistent volumes leave out, in a PersistentVolume and inline in a VolumeAttachment alike.
// Upstream: pkg/apis/core/v1/zz_generated.defaults.go, pkg/apis/storage/v1/zz_generated.defaults.go.
import type { PersistentVolumeSpec } from '../../../../generated/api/core.v1.ts'

/** Fills in the source. */
export function defaultVolumeSource({ hostPath, rbd, iscsi, azureDisk, scaleIO }: PersistentVolumeSpec): void {
  if (hostPath) hostPath.type ??= ''
  if (rbd) {
    rbd.pool ||= 'rbd'
    rbd.user ||= 'admin'
    rbd.keyring ||= '/etc/ceph/keyring'
  }
  if (iscsi) iscsi.iscsiInterface ||= 'default'
  if (azureDisk) {
    azureDisk.cachingMode ??= 'ReadWrite'
    azureDisk.fsType ??= 'ext4'
    azureDisk.readOnly ??= false
    azureDisk.kind ??= 'Shared'
  }
  if (scaleIO) {
    scaleIO.storageMode ||= 'ThinProvisioned'
    scaleIO.fsType ||= 'xfs'
  }
}
