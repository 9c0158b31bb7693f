// How much memory of each kind a container or pod is to have for itself: in Guaranteed pods only.
// Upstream: getContainerRequestedResources, getPodRequestedResources in pkg/kubelet/cm/memorymanager/policy_static.go.
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import { isSidecar } from '../../../../model/pod-resources.ts'
import { mustParseQuantity, quantityValue } from '../../../../model/quantity.ts'

/** Bytes by kind of memory. */
export type MemoryRequests = ReadonlyMap<string, number>

/** Of one container. */
export function containerRequests({ resources }: Container): MemoryRequests {
  const requests = new Map<string, number>()
  for (const [name, amount] of Object.entries(resources?.requests ?? {}))
    if (name === 'memory' || name.startsWith('hugepages-')) requests.set(name, quantityValue(mustParseQuantity(amount)))
  return requests
}

/** Of all containers of a pod that run together. */
export function podMemoryRequests({ spec }: Pod): MemoryRequests {
  const init = new Map<string, number>()
  const sidecars = new Map<string, number>()
  for (const container of spec.initContainers ?? [])
    for (const [name, size] of containerRequests(container)) {
      const during = (sidecars.get(name) ?? 0) + size
      if (isSidecar(container)) sidecars.set(name, during)
      else init.set(name, Math.max(init.get(name) ?? 0, during))
    }
  const apps = new Map<string, number>()
  for (const container of spec.containers ?? [])
    for (const [name, size] of containerRequests(container)) apps.set(name, (apps.get(name) ?? 0) + size)
  return new Map(
    [...apps].map(([name, size]) => [name, Math.max(size + (sidecars.get(name) ?? 0), init.get(name) ?? 0)]),
  )
}
