// The devices of a container and their health, as its status tells them.
// Upstream: UpdateAllocatedResourcesStatus in pkg/kubelet/cm/devicemanager/manager.go.
import type { ContainerStatus, Pod } from '../../generated/api/core.v1.ts'
import type { NodeContext } from './node-context.ts'

/** By resource, then device; undefined when it has none. */
export function deviceHealth(
  node: NodeContext,
  pod: Pod,
  container: string,
): ContainerStatus['allocatedResourcesStatus'] {
  const devices = node.containerManager.devices.ofContainer(pod.metadata.uid ?? '', container)
  if (devices.size === 0 || !node.gates.enabled('ResourceHealthStatus')) return undefined
  return [...devices].map(([name, list]) => ({
    name,
    resources: list.map(({ id, healthy }) => ({ resourceID: id, health: healthy ? 'Healthy' : 'Unhealthy' })),
  }))
}
