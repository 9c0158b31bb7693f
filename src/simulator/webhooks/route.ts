// Where the service of a webhook is reached: its cluster IP, or the name an ExternalName stands for; behind a cluster IP may be
// endpoints that are no pods of this cluster. Upstream: ResolveCluster in apiserver/pkg/util/proxy/proxy.go.
import type { Service } from '../../generated/api/core.v1.ts'
import type { EndpointSlice } from '../../generated/api/discovery.v1.ts'
import { quote } from '../../model/quote.ts'
import type { Lister } from '../api/types.ts'

/** A service by its port. */
export interface ServiceReference {
  readonly namespace: string
  readonly name: string
  readonly port?: number | undefined
}

/** Host and port. */
export interface Place {
  readonly host: string
  readonly port: number
}

/** The place and the service's own address, or why there is none. */
export type Route = { readonly to: Place; readonly external: boolean } | { readonly problem: string }

/** Where a service is reached. */
export function routeTo({ namespace, name, port = 443 }: ServiceReference, lister: Lister): Route {
  const service = lister.get<Service>('services', namespace, name)
  if (service === undefined) return { problem: `service ${quote(name)} not found` }
  const { type = 'ClusterIP', clusterIP = '', externalName = '', ports } = service.spec
  if (type === 'ExternalName') return { to: { host: externalName, port }, external: true }
  if (type === 'ClusterIP' && clusterIP === 'None') return { problem: 'cannot route to service with ClusterIP "None"' }
  if (!ports?.some((one) => one.port === port)) {
    return { problem: `no service port ${port} found for service ${quote(name)}` }
  }
  return { to: { host: clusterIP, port }, external: false }
}

/** How a service outside is called. */
export interface WayOutside {
  readonly dial: Place
  /** The address that clients know, where it is another. */
  readonly named?: string
  /** Whom its certificate must be for. */
  readonly serverName: string
}

/** Where a service leads outside; undefined where it does not. */
export function wayOutside(service: ServiceReference, lister: Lister): WayOutside | undefined {
  const route = routeTo(service, lister)
  if ('problem' in route) return undefined
  const serverName = `${service.name}.${service.namespace}.svc`
  if (route.external) return { dial: route.to, serverName }
  const [dial] = endpointsOutside(service, lister)
  return dial === undefined ? undefined : { dial, named: `${route.to.host}:${route.to.port}`, serverName }
}

/** Endpoints of a service that somebody wrote by hand, for what runs outside of the cluster. */
function endpointsOutside({ namespace, name, port = 443 }: ServiceReference, lister: Lister): readonly Place[] {
  const portName = lister.get<Service>('services', namespace, name)?.spec.ports?.find((one) => one.port === port)?.name
  return lister
    .list<EndpointSlice>('endpointslices.discovery.k8s.io', namespace)
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
    .flatMap(({ endpoints, ports }) => {
      const target = ports?.find((one) => (one.name ?? '') === (portName ?? ''))?.port
      if (target === undefined) return []
      return (endpoints ?? [])
        .filter(({ targetRef, conditions }) => targetRef?.kind !== 'Pod' && conditions?.ready !== false)
        .flatMap(({ addresses }) => (addresses ?? []).slice(0, 1).map((host) => ({ host, port: target })))
    })
}
