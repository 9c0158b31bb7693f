// What of the API a pod hangs on: static pods, which must run without it, may not. Upstream: HasAPIObjectReference in
// pkg/api/pod/util.go.
import type { Container, PodSpec, Volume } from '../../../generated/api/core.v1.ts'

/** The first sort of object the pod names; nothing when it can do without the API. */
export function referencedObjects(spec: PodSpec): string | undefined {
  if (spec.serviceAccountName) return 'serviceaccounts'
  const containers = [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...((spec.ephemeralContainers ?? []) as unknown as readonly Container[]),
  ]
  const volumes = spec.volumes ?? []
  if (spec.imagePullSecrets?.some(({ name }) => name !== '') || containers.some(usesSecret) || volumes.some(hasSecret))
    return 'secrets'
  if (containers.some(usesConfigMap) || volumes.some(hasConfigMap)) return 'configmaps'
  if ((spec.resourceClaims ?? []).length > 0) return 'resourceclaims'
  for (const volume of volumes) {
    const found = ofVolume(volume)
    if (found !== undefined) return found
  }
  return undefined
}

const usesSecret = ({ env, envFrom }: Container): boolean =>
  envFrom?.some(({ secretRef }) => secretRef !== undefined) === true ||
  env?.some(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined) === true

const usesConfigMap = ({ env, envFrom }: Container): boolean =>
  envFrom?.some(({ configMapRef }) => configMapRef !== undefined) === true ||
  env?.some(({ valueFrom }) => valueFrom?.configMapKeyRef !== undefined) === true

const hasSecret = ({ secret, projected, csi }: Volume): boolean =>
  secret !== undefined ||
  csi?.nodePublishSecretRef !== undefined ||
  projected?.sources?.some((source) => source.secret !== undefined) === true

const hasConfigMap = ({ configMap, projected }: Volume): boolean =>
  configMap !== undefined || projected?.sources?.some((source) => source.configMap !== undefined) === true

function ofVolume({
  csi,
  glusterfs,
  persistentVolumeClaim,
  ephemeral,
  azureFile,
  projected,
}: Volume): string | undefined {
  if (csi !== undefined) return 'csidrivers (via CSI volumes)'
  if (glusterfs !== undefined) return 'endpoints (via glusterFS volumes)'
  if (persistentVolumeClaim !== undefined) return 'persistentvolumeclaims'
  if (ephemeral !== undefined) return 'persistentvolumeclaims (via ephemeral volumes)'
  if (azureFile !== undefined) return 'secrets (via azureFile volumes)'
  for (const { serviceAccountToken, clusterTrustBundle, podCertificate } of projected?.sources ?? []) {
    if (serviceAccountToken !== undefined) return 'serviceaccounts (via projected volumes)'
    if (clusterTrustBundle !== undefined) return 'clustertrustbundles'
    if (podCertificate !== undefined) return 'podcertificates'
  }
  return undefined
}
