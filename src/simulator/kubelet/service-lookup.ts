// Services as connections and names meet them: a Service's address leads to a ready endpoint, cluster names resolve.
// What kube-proxy and the cluster's DNS do. Upstream: pkg/proxy, kubernetes/dns specification.
import type { Service } from '../../generated/api/core.v1.ts'
import type { EndpointSlice } from '../../generated/api/discovery.v1.ts'
import type { Lister, Random } from '../api/types.ts'
import type { ServiceLookup } from '../containers/network.ts'

/** Looks Services up where the API has them; their names end in the cluster's domain. */
export function serviceLookup(lister: Lister, random: Random, domain: string): ServiceLookup {
  return {
    endpoint(ip, port) {
      const service = lister
        .list<Service>('services')
        .find(({ spec }) => spec?.clusterIP === ip || spec?.externalIPs?.includes(ip) === true)
      if (service === undefined) return null
      const servicePort = service.spec?.ports?.find((each) => each.port === port)
      if (servicePort === undefined) return null
      const targets: { ip: string; port: number }[] = []
      for (const slice of slicesOf(lister, service)) {
        const target = slice.ports?.find(({ name }) => (name ?? '') === (servicePort.name ?? ''))?.port
        if (target === undefined || target === null) continue
        for (const { addresses, conditions } of slice.endpoints ?? [])
          if (conditions?.ready !== false && addresses?.[0] !== undefined)
            targets.push({ ip: addresses[0], port: target })
      }
      return targets.length === 0 ? undefined : targets[random.int(targets.length)]
    },
    addresses(name, namespace) {
      const parts = name.replace(/\.$/, '').split('.')
      const suffix = parts.slice(2).join('.')
      if (suffix !== '' && suffix !== 'svc' && suffix !== `svc.${domain}`) return hostOf(lister, parts, namespace)
      // A pod behind a Service of one's own namespace comes first in the search list.
      const host = parts.length === 2 ? hostOf(lister, parts, namespace) : []
      if (host.length > 0) return host
      const service = lister.get<Service>('services', parts[1] ?? namespace, parts[0] ?? '')
      if (service === undefined) return []
      const ip = service.spec?.clusterIP
      if (ip && ip !== 'None') return [ip]
      const found: string[] = []
      for (const slice of slicesOf(lister, service))
        for (const { addresses, conditions } of slice.endpoints ?? [])
          if (conditions?.ready !== false) found.push(...(addresses ?? []))
      return found
    },
    nameOf: (ip) => nameOf(lister, ip, domain),
  }
}

/** Pods behind a headless Service have a name each: their hostname, or else their address. */
function nameOf(lister: Lister, ip: string, domain: string): string | undefined {
  for (const service of lister.list<Service>('services')) {
    const { name, namespace } = service.metadata
    const full = `${name}.${namespace}.svc.${domain}`
    if (service.spec?.clusterIP === ip) return full
    if (service.spec?.clusterIP !== 'None') continue
    for (const slice of slicesOf(lister, service))
      for (const { hostname, addresses, conditions } of slice.endpoints ?? [])
        if (addresses?.includes(ip) && conditions?.ready !== false)
          return `${hostname ?? ip.replaceAll('.', '-')}.${full}`
  }
  return undefined
}

const slicesOf = (lister: Lister, { metadata }: Service): EndpointSlice[] =>
  lister
    .list<EndpointSlice>('endpointslices.discovery.k8s.io', metadata.namespace ?? '')
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name)

/** `web-0.web.default.svc.cluster.local`: one pod behind a headless Service. */
function hostOf(lister: Lister, parts: readonly string[], namespace: string): readonly string[] {
  const [host = '', name = '', where = namespace] = parts
  const service = lister.get<Service>('services', where, name)
  if (service === undefined) return []
  for (const slice of slicesOf(lister, service))
    for (const { hostname, addresses } of slice.endpoints ?? []) if (hostname === host) return addresses ?? []
  return []
}
