// What an update takes back by itself: values the server once handed out, or set, that the new type has no use for — unless the
// client changed them, too. Upstream: dropTypeDependentFields in pkg/registry/core/service/strategy.go.
import type { Service } from '../../../../generated/api/core.v1.ts'
import {
  hasNodePorts,
  isExternallyAccessible,
  needsClusterIP,
  needsHealthCheck,
  nodePortsOf,
  sameTexts,
} from './facts.ts'

/** PrepareForUpdate. */
export function prepareServiceUpdate(service: Service, old: Service): void {
  service.status = old.status
  dropClusterIPs(service, old)
  dropPorts(service, old)
  const { spec } = service
  const wasBalanced = old.spec.type === 'LoadBalancer'
  const isBalanced = spec.type === 'LoadBalancer'
  if (wasBalanced && !isBalanced) {
    if (spec.allocateLoadBalancerNodePorts === old.spec.allocateLoadBalancerNodePorts) {
      delete spec.allocateLoadBalancerNodePorts
    }
    if (spec.loadBalancerClass === old.spec.loadBalancerClass) delete spec.loadBalancerClass
  }
  const hidden = isExternallyAccessible(old) && !isExternallyAccessible(service)
  if (hidden && spec.externalTrafficPolicy === old.spec.externalTrafficPolicy) delete spec.externalTrafficPolicy
  if (!isBalanced) service.status = { ...service.status, loadBalancer: {} }
}

function dropClusterIPs(service: Service, old: Service): void {
  if (!needsClusterIP(old) || needsClusterIP(service)) return
  const { spec } = service
  if ((spec.clusterIP ?? '') === (old.spec.clusterIP ?? '') && sameTexts(spec.clusterIPs, old.spec.clusterIPs)) {
    delete spec.clusterIP
    delete spec.clusterIPs
  }
  if (sameTexts(spec.ipFamilies, old.spec.ipFamilies)) delete spec.ipFamilies
  if (spec.ipFamilyPolicy === old.spec.ipFamilyPolicy) delete spec.ipFamilyPolicy
}

function dropPorts(service: Service, old: Service): void {
  const { spec } = service
  if (hasNodePorts(old) && !hasNodePorts(service)) {
    const before = new Set(nodePortsOf(old))
    if (nodePortsOf(service).every((port) => before.has(port))) {
      for (const port of spec.ports ?? []) delete port.nodePort
    }
  }
  const unprobed = needsHealthCheck(old) && !needsHealthCheck(service)
  if (unprobed && spec.healthCheckNodePort === old.spec.healthCheckNodePort) delete spec.healthCheckNodePort
}
