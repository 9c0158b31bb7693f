// The mirror of a static pod in the API: which it is, and how it is told the pod's status. Upstream: pkg/kubelet/pod/mirror_client.go,
// syncPod in pkg/kubelet/status/status_manager.go.
import type { Pod, PodStatus } from '../../../generated/api/core.v1.ts'
import { type Client, isUnanswered } from '../../client/client.ts'
import { annotations } from '../critical-pods.ts'
import { statusPatch } from '../status-patch.ts'

/** The mirror that shows this very pod; undefined when the API has none. */
export function mirrorOf({ lister }: Client, { metadata }: Pod): Pod | undefined {
  const found = lister.get<Pod>('pods', metadata.namespace ?? '', metadata.name ?? '')
  return found?.metadata.annotations?.[annotations.mirror] === metadata.uid ? found : undefined
}

/** Tells the mirror, where there is one; false when the server gave no answer. */
export function tellMirror(client: Client, pod: Pod, status: PodStatus): boolean {
  const mirror = mirrorOf(client, pod)
  const changes = mirror === undefined ? undefined : statusPatch(mirror.status, status)
  if (mirror === undefined || changes === undefined) return true
  const { name = '', namespace = '', uid } = mirror.metadata
  const type = 'application/strategic-merge-patch+json'
  const result = client.patch('pods', namespace, name, type, { metadata: { uid }, status: changes }, 'status')
  return result.ok || !isUnanswered(result.status)
}
