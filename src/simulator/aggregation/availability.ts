// Whether the API server behind an APIService can be asked, as a condition says it. Upstream:
// kube-aggregator/pkg/controllers/status/remote/remote_available_controller.go.
import type { APIService } from '../../generated/api/apiregistration.v1.ts'
import type { Service } from '../../generated/api/core.v1.ts'
import type { EndpointSlice } from '../../generated/api/discovery.v1.ts'
import type { Lister } from '../api/types.ts'
import type { PlayedApiServers } from './played.ts'

/** The condition as it should be, but for its time. */
export interface Availability {
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
}

/** The path every API server answers. */
export const discoveryPath = ({ spec }: APIService): string => `/apis/${spec.group}/${spec.version}`

/** Reads a URL: the status of the response, or what went wrong. */
export type Probe = (url: string, address: string) => number | string

/** Asks those that a scenario plays. */
export const playedProbe =
  (apiService: APIService, backends: PlayedApiServers): Probe =>
  (_url, address) => {
    const name = apiService.metadata.name ?? ''
    if (!backends.isUp(name)) return `dial tcp ${address}: connect: connection refused`
    return backends.discovery(name, discoveryPath(apiService))
  }

/** Judges an APIService that names a service. */
export function availabilityOf(apiService: APIService, lister: Lister, probe: Probe): Availability {
  const { namespace = '', name = '', port = 443 } = apiService.spec.service ?? {}
  const not = (reason: string, message: string): Availability => ({ status: 'False', reason, message })
  const place = `service/${name} in "${namespace}"`
  const service = lister.get<Service>('services', namespace, name)
  if (service === undefined) return not('ServiceNotFound', `${place} is not present`)
  if (service.spec?.type === 'ClusterIP') {
    const found = service.spec.ports?.find((one) => one.port === port)
    if (found === undefined) return not('ServicePortError', `${place} is not listening on port ${port}`)
    const slices = lister
      .list<EndpointSlice>('endpointslices.discovery.k8s.io', namespace)
      .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
    if (slices.length === 0) return not('EndpointsNotFound', `cannot find endpointslices for ${place}`)
    const portName = found.name ?? ''
    if (!slices.some((slice) => isReady(slice, portName)))
      return not('MissingEndpoints', `endpointslices for ${place} have no addresses with port name "${portName}"`)
  }
  const problem = discoveryProblem(apiService, service, port, probe)
  if (problem !== undefined) return not('FailedDiscoveryCheck', problem)
  return { status: 'True', reason: 'Passed', message: 'all checks passed' }
}

const isReady = ({ endpoints, ports }: EndpointSlice, portName: string): boolean =>
  (endpoints ?? []).some(({ conditions }) => conditions?.ready !== false) &&
  (ports ?? []).some((one) => one.name === portName && one.port !== undefined)

function discoveryProblem(apiService: APIService, { spec }: Service, port: number, probe: Probe): string | undefined {
  const address = `${spec?.type === 'ExternalName' ? spec.externalName : spec?.clusterIP}:${port}`
  const url = `https://${address}${discoveryPath(apiService)}`
  const failed = `failing or missing response from ${url}`
  const code = probe(url, address)
  if (typeof code === 'string') return `${failed}: Get "${url}": ${code}`
  return code >= 200 && code < 300 ? undefined : `${failed}: bad status from ${url}: ${code}`
}
