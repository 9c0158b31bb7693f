// The volume that carries a service account's token, the cluster's CA and the namespace into a pod.
// Upstream: mountServiceAccountToken and TokenVolumeSource in plugin/pkg/admission/serviceaccount/admission.go.
import type { Container, Pod, ProjectedVolumeSource, VolumeMount } from '../../../generated/api/core.v1.ts'
import type { Random } from '../../api/types.ts'

const PREFIX = 'kube-api-access-'
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'
/** An hour and seven seconds: how tokens that only warn about their age are recognised. */
const EXPIRATION_SECONDS = 3607

const source = (): ProjectedVolumeSource => ({
  sources: [
    { serviceAccountToken: { expirationSeconds: EXPIRATION_SECONDS, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
  defaultMode: 0o644,
})

/** Mounts the token into every container that has nothing there yet. */
export function mountToken(pod: Pod, random: Random): void {
  const existing = pod.spec.volumes?.find(({ name }) => name.startsWith(PREFIX))?.name
  const name = existing ?? `${PREFIX}${random.suffix()}`
  const bare = [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])].filter(needsMount)
  for (const container of bare) {
    const mount: VolumeMount = { name, readOnly: true, mountPath: MOUNT_PATH }
    container.volumeMounts = [...(container.volumeMounts ?? []), mount]
  }
  if (existing === undefined && bare.length > 0) {
    pod.spec.volumes = [...(pod.spec.volumes ?? []), { name, projected: source() }]
  }
}

const needsMount = ({ volumeMounts }: Container): boolean =>
  !volumeMounts?.some(({ mountPath }) => mountPath === MOUNT_PATH)
