// What a volume leaves out; without any source it is an emptyDir.
// Upstream: pkg/apis/core/v1/defaults.go (SetDefaults_Volume and those of the sources), zz_generated.defaults.go.
import type { DownwardAPIVolumeFile, ProjectedVolumeSource, Volume } from '../../../../generated/api/core.v1.ts'
import { defaultResourceList } from './defaults-resources.ts'
import { isLatest } from './image-tag.ts'

const FILE_MODE = 0o644
const TOKEN_SECONDS = 3600

/** Fills in a volume. */
export function defaultVolume(volume: Volume): void {
  if (!hasSource(volume)) volume.emptyDir = {}
  const { image, hostPath, secret, configMap, downwardAPI, projected } = volume
  if (image && !image.pullPolicy) image.pullPolicy = isLatest(image.reference ?? '') ? 'Always' : 'IfNotPresent'
  if (hostPath) hostPath.type ??= ''
  if (secret) secret.defaultMode ??= FILE_MODE
  if (configMap) configMap.defaultMode ??= FILE_MODE
  if (downwardAPI) {
    downwardAPI.defaultMode ??= FILE_MODE
    defaultFiles(downwardAPI.items)
  }
  if (projected) defaultProjected(projected)
  defaultNetworkSources(volume)
  const claim = volume.ephemeral?.volumeClaimTemplate?.spec
  if (claim) {
    claim.volumeMode ??= 'Filesystem'
    defaultResourceList(claim.resources?.limits)
    defaultResourceList(claim.resources?.requests)
  }
}

function hasSource(volume: Volume): boolean {
  for (const field in volume) if (field !== 'name' && volume[field as keyof Volume] !== undefined) return true
  return false
}

function defaultFiles(files: readonly DownwardAPIVolumeFile[] | undefined): void {
  if (files) for (const { fieldRef } of files) if (fieldRef) fieldRef.apiVersion ||= 'v1'
}

function defaultProjected(projected: ProjectedVolumeSource): void {
  projected.defaultMode ??= FILE_MODE
  for (const { downwardAPI, serviceAccountToken } of projected.sources ?? []) {
    defaultFiles(downwardAPI?.items)
    if (serviceAccountToken) serviceAccountToken.expirationSeconds ??= TOKEN_SECONDS
  }
}

function defaultNetworkSources({ iscsi, rbd, azureDisk, scaleIO }: Volume): void {
  if (iscsi) iscsi.iscsiInterface ||= 'default'
  if (rbd) {
    rbd.pool ||= 'rbd'
    rbd.user ||= 'admin'
    rbd.keyring ||= '/etc/ceph/keyring'
  }
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
