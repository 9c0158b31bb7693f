// The subsets that a service's pods make up. Upstream: syncService and podToEndpointAddressForService in
// pkg/controller/endpoint/endpoints_controller.go.
import type { EndpointAddress, EndpointPort, EndpointSubset, Pod, Service } from '../../../generated/api/core.v1.ts'
import { findPort, hostnameOf, isPodReady, shouldBeInEndpoints } from '../lib/endpoints/pods.ts'
import { repackSubsets } from '../lib/endpoints/repack.ts'

/** Canonical subsets of all pods that are to be listed. */
export function subsetsFor(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const { publishNotReadyAddresses = false } = service.spec
  const subsets: EndpointSubset[] = []
  for (const pod of pods) {
    if (!shouldBeInEndpoints(pod, publishNotReadyAddresses)) continue
    const address = addressOf(service, pod)
    if (address === undefined) continue
    const ready = publishNotReadyAddresses || isPodReady(pod)
    for (const ports of portsOf(service, pod))
      subsets.push(ready ? { addresses: [address], ports } : { notReadyAddresses: [address], ports })
  }
  return repackSubsets(subsets)
}

/** The first address of the service's first family. */
function addressOf(service: Service, pod: Pod): EndpointAddress | undefined {
  const { clusterIP } = service.spec
  const family =
    service.spec.ipFamilies?.[0] ??
    ((clusterIP && clusterIP !== 'None' ? clusterIP : (pod.status.podIP ?? '')).includes(':') ? 'IPv6' : 'IPv4')
  const ip = pod.status.podIPs?.find((podIP) => podIP.ip.includes(':') === (family === 'IPv6'))?.ip
  if (ip === undefined) return undefined
  const { namespace, name, uid } = pod.metadata
  const hostname = hostnameOf(pod, service)
  return {
    ip,
    ...(hostname === undefined ? {} : { hostname }),
    nodeName: pod.spec.nodeName ?? '',
    targetRef: { kind: 'Pod', namespace, name, uid },
  }
}

/** One list per port found; a headless service without ports has one list of none. */
function portsOf(service: Service, pod: Pod): EndpointPort[][] {
  const { ports = [], clusterIP } = service.spec
  if (ports.length === 0) return clusterIP === 'None' ? [[]] : []
  const found: EndpointPort[][] = []
  for (const port of ports) {
    const number = findPort(pod, port)
    if (number === undefined) continue
    const { name, protocol, appProtocol } = port
    found.push([
      {
        ...(name ? { name } : {}),
        port: number,
        ...(protocol ? { protocol } : {}),
        ...(appProtocol === undefined ? {} : { appProtocol }),
      },
    ])
  }
  return found
}
