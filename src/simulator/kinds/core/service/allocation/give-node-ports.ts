// A service's ports on nodes, on creation and on update, and the port its load balancer asks after its health at.
// Upstream: initNodePorts, updateNodePorts, allocHealthCheckNodePort in pkg/registry/core/service/storage/alloc.go.
import type { Service, ServicePort } from '../../../../../generated/api/core.v1.ts'
import { FieldErrors } from '../../../../api/status/field-errors.ts'
import { Path } from '../../../../api/status/path.ts'
import { internalError, invalid, StatusError } from '../../../../api/status/status-error.ts'
import { nodePortsOf } from '../facts.ts'
import { type NodePorts, PortRefusal } from './node-ports.ts'

const PORTS = Path.of('spec', 'ports')

const shouldAllocate = ({ spec }: Service): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === true)

/** Ports of one number share a node port when only one of them names one. */
export function createNodePorts(service: Service, ports: NodePorts): void {
  const list = service.spec.ports ?? []
  const byPort = new Map<number, number>()
  for (const [i, port] of list.entries()) {
    if (!port.nodePort && !shouldAllocate(service)) continue
    const known = byPort.get(port.port)
    if (known === undefined) {
      const asked = list.find((other) => other.port === port.port && other.nodePort)?.nodePort
      if (asked) take(service, i, asked, ports)
      port.nodePort = asked || anyPort(ports)
      byPort.set(port.port, port.nodePort)
    } else if (!port.nodePort) port.nodePort = known
    else if (port.nodePort !== known) take(service, i, port.nodePort, ports)
  }
}

/** Only what is new is allocated. */
export function updateNodePorts(service: Service, old: Service, ports: NodePorts): void {
  const held = new Set(nodePortsOf(old))
  const seen = new Set<string>()
  for (const [i, port] of (service.spec.ports ?? []).entries()) {
    if (!port.nodePort && !shouldAllocate(service)) continue
    if (!port.nodePort) port.nodePort = anyPort(ports)
    else if (!held.has(port.nodePort)) {
      take(service, i, port.nodePort, ports)
      held.add(port.nodePort)
    }
    const pair = showPair(port)
    if (seen.has(pair)) throw new StatusError(500, '', `duplicate nodePort: ${pair}`)
    seen.add(pair)
  }
}

/** A ServiceNodePort as Go prints it. */
const showPair = ({ protocol = '', nodePort = 0 }: ServicePort): string => `{${protocol} ${nodePort}}`

function take(service: Service, i: number, port: number, ports: NodePorts): void {
  const refusal = ports.allocate(port)
  if (refusal === undefined) return
  const errors = new FieldErrors()
  errors.invalid(PORTS.index(i).child('nodePort'), port, refusal.reason)
  throw invalid({ group: '', name: 'Service' }, service.metadata.name ?? '', errors)
}

function anyPort(ports: NodePorts): number {
  const port = ports.allocateNext()
  if (port instanceof PortRefusal) throw internalError(`failed to allocate a nodePort: ${port.reason}`)
  return port
}

/** The health check's port: the asked for one, or any. */
export function giveHealthCheckPort({ spec }: Service, ports: NodePorts): void {
  const asked = spec.healthCheckNodePort
  if (asked) {
    const refusal = ports.allocate(asked)
    if (refusal === undefined) return
    throw internalError(`failed to allocate requested HealthCheck NodePort ${asked}: ${refusal.reason}`)
  }
  const port = ports.allocateNext()
  if (port instanceof PortRefusal) throw internalError(`failed to allocate a HealthCheck NodePort 0: ${port.reason}`)
  spec.healthCheckNodePort = port
}
