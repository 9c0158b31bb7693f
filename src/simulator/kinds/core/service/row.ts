// A service as a row of a table. Upstream: printService in pkg/printers/internalversion/printers.go.
import type { Service } from '../../../../generated/api/core.v1.ts'
import { age } from '../../lib/age.ts'
import { formatLabels } from '../../lib/labels-text.ts'
import { loadBalancerText } from '../../lib/load-balancer-text.ts'

/** The cells of the table, those of the wide form last. */
export const serviceRow = (service: Service, now: number): readonly unknown[] => [
  service.metadata.name,
  service.spec.type ?? '',
  service.spec.clusterIPs?.[0] ?? '<none>',
  externalIP(service),
  portsText(service) || '<none>',
  age(service.metadata.creationTimestamp, now),
  formatLabels(service.spec.selector),
]

function externalIP({ spec, status }: Service): string {
  const external = spec.externalIPs ?? []
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return external.join(',') || '<none>'
    case 'LoadBalancer': {
      const balanced = loadBalancerText(status.loadBalancer.ingress)
      return [...(balanced ? [balanced] : []), ...external].join(',') || '<pending>'
    }
    case 'ExternalName':
      return spec.externalName ?? ''
    default:
      return '<unknown>'
  }
}

const portsText = ({ spec }: Service): string =>
  (spec.ports ?? [])
    .map(({ port, nodePort, protocol }) => `${nodePort ? `${port}:${nodePort}` : port}/${protocol ?? ''}`)
    .join(',')
