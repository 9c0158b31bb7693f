// What a service is given before it is judged: its families, its cluster IP, its node ports. Only chosen here; what is chosen is
// taken when the service is stored (see alongside in kind.ts).
// Upstream: beginCreate, beginUpdate and their helpers in pkg/registry/core/service/storage/{storage,alloc}.go.
import type { Service } from '../../../../../generated/api/core.v1.ts'
import type { KindContext } from '../../../contract.ts'
import { hasNodePorts, NONE, needsClusterIP, needsHealthCheck, sameTexts } from '../facts.ts'
import { allocateClusterIPs } from './give-cluster-ips.ts'
import { createNodePorts, giveHealthCheckPort, updateNodePorts } from './give-node-ports.ts'
import { initFamilies, isSettled } from './ip-families.ts'
import { NodePorts } from './node-ports.ts'

/** BeginCreate and BeginUpdate. */
export function beginService(service: Service, old: Service | undefined, context: KindContext): void {
  const strict = context.gates.enabled('StrictIPCIDRValidation')
  const ports = new NodePorts(context)
  if (old === undefined) {
    const { spec } = service
    if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP]
    initFamilies(service, undefined, strict)
    allocateClusterIPs(service, context)
    if (hasNodePorts(service)) createNodePorts(service, ports)
    if (needsHealthCheck(service)) giveHealthCheckPort(service, ports)
    return
  }
  keepAllocated(service, old)
  normalizeClusterIPs(service, old)
  initFamilies(service, old, strict)
  if (!isSettled(service, old) && !needsClusterIP(old) && needsClusterIP(service)) allocateClusterIPs(service, context)
  if (hasNodePorts(service)) updateNodePorts(service, old, ports)
  if (!needsHealthCheck(old) && needsHealthCheck(service)) giveHealthCheckPort(service, ports)
}

/** patchAllocatedValues: a client that leaves out what the server handed out keeps it. */
function keepAllocated(service: Service, old: Service): void {
  const { spec } = service
  if (needsClusterIP(old) && needsClusterIP(service)) {
    if (!spec.clusterIP && old.spec.clusterIP) spec.clusterIP = old.spec.clusterIP
    if (!spec.clusterIPs?.length && old.spec.clusterIPs?.length) spec.clusterIPs = [...old.spec.clusterIPs]
  }
  if (allocatesPorts(old) && allocatesPorts(service)) keepNodePorts(service, old)
  if (needsHealthCheck(old) && needsHealthCheck(service) && !spec.healthCheckNodePort) {
    if (old.spec.healthCheckNodePort) spec.healthCheckNodePort = old.spec.healthCheckNodePort
  }
}

/** storage's needsNodePort: unlike strategy's, a load balancer may do without. */
const allocatesPorts = ({ spec }: Service): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)

/** A port without a node port gets the one its namesake had, unless another port names that. */
function keepNodePorts({ spec }: Service, { spec: old }: Service): void {
  const given = new Set((spec.ports ?? []).map(({ nodePort }) => nodePort ?? 0))
  const byName = new Map((old.ports ?? []).map(({ name = '', nodePort = 0 }) => [name, nodePort]))
  const before = new Set((old.ports ?? []).map(({ nodePort }) => nodePort ?? 0))
  for (const port of spec.ports ?? []) {
    if (port.nodePort) continue
    const known = byName.get(port.name ?? '') ?? 0
    if (known !== 0 && !(given.has(known) && before.has(known))) port.nodePort = known
  }
}

/** clusterIP and clusterIPs say one thing; a client that changes only one of them means both. */
function normalizeClusterIPs({ spec }: Service, { spec: old }: Service): void {
  const before = old.clusterIP ?? ''
  const now = spec.clusterIP ?? ''
  if (old.clusterIPs?.length && !spec.clusterIPs?.length && before === now) spec.clusterIPs = [...old.clusterIPs]
  if (before === now || !sameTexts(old.clusterIPs, spec.clusterIPs)) return
  if (before !== '' && now === '') delete spec.clusterIPs
  else spec.clusterIPs = [now]
}

/** Whether the service has addresses of its own to hold. */
export const heldIPs = ({ spec }: Service): readonly string[] =>
  spec.type === 'ExternalName' || spec.clusterIPs?.[0] === NONE ? [] : (spec.clusterIPs ?? [])
