// The pull secrets a pod names, as far as they exist; those that do not are told of once per sync.
// Upstream: getPullSecretsForPod in pkg/kubelet/kubelet_pods.go.
import type { Pod, Secret } from '../../../generated/api/core.v1.ts'
import type { Lister } from '../../api/types.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'

const NONE: readonly Secret[] = []

/** The secrets a pod's images may be pulled with. */
export function pullSecretsOf(pod: Pod, lister: Lister, recorder: EventRecorder): readonly Secret[] {
  const named = pod.spec.imagePullSecrets ?? []
  if (named.length === 0) return NONE
  const secrets: Secret[] = []
  const missing: string[] = []
  for (const { name } of named) {
    if (!name) continue
    const secret = lister.get<Secret>('secrets', pod.metadata.namespace ?? '', name)
    if (secret === undefined) missing.push(name)
    else secrets.push(secret)
  }
  if (missing.length > 0) {
    const text = `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`
    recorder.event(pod, 'Warning', 'FailedToRetrieveImagePullSecret', text)
  }
  return secrets
}
