// Whether a pod names a secret anywhere. Upstream: VisitPodSecretNames in pkg/api/pod/util.go.
import type { EnvFromSource, EnvVar, Pod, Volume } from '../../../generated/api/core.v1.ts'

interface WithEnvironment {
  readonly env?: readonly EnvVar[] | undefined
  readonly envFrom?: readonly EnvFromSource[] | undefined
}

/** Pull secrets, environments of all containers, and every sort of volume that takes one. */
export function referencesSecrets({ spec }: Pod): boolean {
  const containers: readonly WithEnvironment[] = [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...(spec.ephemeralContainers ?? []),
  ]
  return (
    (spec.imagePullSecrets ?? []).some(({ name }) => name) ||
    containers.some(environmentReferences) ||
    (spec.volumes ?? []).some(volumeReferences)
  )
}

const environmentReferences = ({ env, envFrom }: WithEnvironment): boolean =>
  (envFrom ?? []).some(({ secretRef }) => secretRef?.name) ||
  (env ?? []).some(({ valueFrom }) => valueFrom?.secretKeyRef?.name)

function volumeReferences(volume: Volume): boolean {
  if (volume.projected?.sources?.some(({ secret }) => secret?.name)) return true
  const name =
    volume.azureFile?.secretName ??
    volume.cephfs?.secretRef?.name ??
    volume.cinder?.secretRef?.name ??
    volume.flexVolume?.secretRef?.name ??
    volume.rbd?.secretRef?.name ??
    volume.secret?.secretName ??
    volume.scaleIO?.secretRef?.name ??
    volume.iscsi?.secretRef?.name ??
    volume.storageos?.secretRef?.name ??
    volume.csi?.nodePublishSecretRef?.name
  return Boolean(name)
}
