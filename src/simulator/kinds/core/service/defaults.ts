// What a service leaves out. Upstream: SetDefaults_Service in pkg/apis/core/v1/defaults.go.
import type { Service, ServiceSpec } from '../../../../generated/api/core.v1.ts'
import { hasNodePorts, isExternallyAccessible } from './facts.ts'

const AFFINITY_SECONDS = 10_800

/** Fills in a service. */
export function setServiceDefaults(service: Service): void {
  const { spec } = service
  setAffinity(spec)
  spec.type ||= 'ClusterIP'
  for (const port of spec.ports ?? []) {
    port.protocol ||= 'TCP'
    if (!port.targetPort) port.targetPort = port.port
  }
  if (isExternallyAccessible(service)) spec.externalTrafficPolicy ||= 'Cluster'
  if (spec.internalTrafficPolicy === undefined && (hasNodePorts(service) || spec.type === 'ClusterIP')) {
    spec.internalTrafficPolicy = 'Cluster'
  }
  if (spec.type !== 'LoadBalancer') return
  spec.allocateLoadBalancerNodePorts ??= true
  for (const ingress of service.status.loadBalancer.ingress ?? []) if (ingress.ip) ingress.ipMode ??= 'VIP'
}

function setAffinity(spec: ServiceSpec): void {
  spec.sessionAffinity ||= 'None'
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig
  else if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: AFFINITY_SECONDS } }
  }
}
