// One endpoint of a pod, one fresh slice of a service. Upstream: staging/src/k8s.io/endpointslice/utils.go.
import type { Node, Pod, Service } from '../../../generated/api/core.v1.ts'
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../generated/api/discovery.v1.ts'
import { controllerReference } from '../../../model/owner-references.ts'
import { sortedMap } from '../../../model/sorted-map.ts'
import { findPort, hasServiceIP, hostnameOf, isPodReady } from '../lib/endpoints/pods.ts'
import { HEADLESS, MANAGED_BY, SERVICE_NAME, slicePrefix } from '../lib/endpoints/slices.ts'

/** The value of the managed-by label. */
export const MANAGER = 'endpointslice-controller.k8s.io'

const ZONE = 'topology.kubernetes.io/zone'
const RESERVED: ReadonlySet<string> = new Set([SERVICE_NAME, MANAGED_BY, HEADLESS])

/** The families of a service's slices. */
export function addressTypesOf({ spec }: Service): readonly string[] {
  if (spec.ipFamilies?.length) return spec.ipFamilies
  if (spec.clusterIP && spec.clusterIP !== 'None') return [spec.clusterIP.includes(':') ? 'IPv6' : 'IPv4']
  return ['IPv4', 'IPv6']
}

/** The endpoint that a pod is; undefined when it has no address of the family. */
export function endpointOf(
  pod: Pod,
  node: Node | undefined,
  service: Service,
  addressType: string,
): Endpoint | undefined {
  const addresses = (pod.status.podIPs ?? [])
    .map(({ ip }) => ip)
    .filter((ip) => ip.includes(':') === (addressType === 'IPv6'))
  if (addresses.length === 0) return undefined
  const serving = isPodReady(pod)
  const terminating = pod.metadata.deletionTimestamp !== undefined
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating)
  const { namespace, name, uid } = pod.metadata
  const zone = node?.metadata.labels?.[ZONE]
  const hostname = hostnameOf(pod, service)
  return {
    addresses,
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(zone ? { zone } : {}),
  }
}

/** The ports at which a pod serves; none for a headless service without ports. */
export function endpointPortsOf({ spec }: Service, pod: Pod): EndpointPort[] {
  const found: EndpointPort[] = []
  for (const servicePort of spec.ports ?? []) {
    const port = findPort(pod, servicePort)
    if (port === undefined) continue
    const { name = '', protocol = '', appProtocol } = servicePort
    found.push({ name, protocol, port, ...(appProtocol === undefined ? {} : { appProtocol }) })
  }
  return found
}

/** A slice without endpoints; lists that are empty are null, as they come back from storage. */
export function newSlice(service: Service, addressType: string, ports: EndpointPort[]): EndpointSlice {
  const { name = '', namespace } = service.metadata
  return {
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    metadata: {
      generateName: slicePrefix(name),
      namespace,
      labels: sliceLabels(service, undefined).labels,
      ownerReferences: [controllerReference({ apiVersion: 'v1', kind: 'Service', metadata: service.metadata })],
    },
    addressType,
    endpoints: null,
    ports: ports.length > 0 ? ports : null,
  }
}

/** The service's labels with those that only slices have; `changed` when the slice's other labels are not the service's. */
export function sliceLabels(
  service: Service,
  slice: EndpointSlice | undefined,
): { readonly labels: Record<string, string>; readonly changed: boolean } {
  const own = unreserved(service.metadata.labels)
  const current = unreserved(slice?.metadata.labels)
  const keys = Object.keys(own)
  const changed = keys.length !== Object.keys(current).length || keys.some((key) => own[key] !== current[key])
  const labels = sortedMap({
    ...own,
    ...(hasServiceIP(service) ? {} : { [HEADLESS]: '' }),
    [SERVICE_NAME]: service.metadata.name ?? '',
    [MANAGED_BY]: MANAGER,
  })
  return { labels, changed }
}

const unreserved = (labels: Readonly<Record<string, string>> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !RESERVED.has(key)))

/** Whether the slice belongs to this very service, not to an earlier one of its name. */
export const isOwnedBy = ({ metadata }: EndpointSlice, service: Service): boolean =>
  metadata.ownerReferences?.some(
    ({ uid, kind, apiVersion }) => uid === service.metadata.uid && kind === 'Service' && apiVersion === 'v1',
  ) === true
