// Which secrets and config maps a pod names: in its pull secrets, the environments of all its containers, its volumes.
// Upstream: VisitPodSecretNames and VisitPodConfigmapNames in pkg/api/v1/pod/util.go.
import type { EnvFromSource, EnvVar, Pod, Volume } from '../generated/api/core.v1.ts'

interface WithEnvironment {
  readonly env?: readonly EnvVar[] | undefined
  readonly envFrom?: readonly EnvFromSource[] | undefined
}

/** What a pod names; names may repeat. */
export interface PodReferences {
  readonly secrets: readonly string[]
  readonly configMaps: readonly string[]
}

/** Whether a pod names a secret anywhere. */
export const referencesSecrets = (pod: Pod): boolean => podReferences(pod).secrets.length > 0

/** All a pod names; empty names are left out. */
export function podReferences({ spec }: Pod): PodReferences {
  const secrets: (string | undefined)[] = (spec.imagePullSecrets ?? []).map(({ name }) => name)
  const configMaps: (string | undefined)[] = []
  const containers: readonly WithEnvironment[] = [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...(spec.ephemeralContainers ?? []),
  ]
  for (const { env, envFrom } of containers) {
    for (const { secretRef, configMapRef } of envFrom ?? []) {
      secrets.push(secretRef?.name)
      configMaps.push(configMapRef?.name)
    }
    for (const { valueFrom } of env ?? []) {
      secrets.push(valueFrom?.secretKeyRef?.name)
      configMaps.push(valueFrom?.configMapKeyRef?.name)
    }
  }
  for (const volume of spec.volumes ?? []) {
    secrets.push(volumeSecret(volume))
    configMaps.push(volume.configMap?.name)
    for (const { secret, configMap } of volume.projected?.sources ?? []) {
      secrets.push(secret?.name)
      configMaps.push(configMap?.name)
    }
  }
  return { secrets: secrets.filter(isName), configMaps: configMaps.filter(isName) }
}

const isName = (name: string | undefined): name is string => name !== undefined && name !== ''

const volumeSecret = (volume: Volume): string | undefined =>
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
