// Which Services want a load balancer, and which changes of them concern it.
// Upstream: wantsLoadBalancer, needsCleanup, needsUpdate in cloud-provider/controllers/service/controller.go.
import type { Service, ServicePort } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'

/** Keeps a Service until its load balancer is gone. */
export const CLEANUP = 'service.kubernetes.io/load-balancer-cleanup'

/** Whether the cloud's own load balancer is asked for. */
export const wantsLoadBalancer = ({ spec }: Service): boolean =>
  spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined

export const isHeld = ({ metadata }: Service): boolean => metadata.finalizers?.includes(CLEANUP) === true

/** Whether there is a load balancer that must go. */
export const needsCleanup = (service: Service): boolean =>
  isHeld(service) && (service.metadata.deletionTimestamp !== undefined || service.spec.type !== 'LoadBalancer')

/** Whether a change matters to the load balancer. */
export function needsUpdate(old: Service, service: Service): boolean {
  const wants = wantsLoadBalancer(service)
  if (wants !== wantsLoadBalancer(old)) return true
  if (!wants) return false
  const [a, b] = [old.spec, service.spec]
  return (
    !deepEqual(a.loadBalancerSourceRanges, b.loadBalancerSourceRanges) ||
    !deepEqual((a.ports ?? []).map(portOf), (b.ports ?? []).map(portOf)) ||
    a.sessionAffinity !== b.sessionAffinity ||
    !deepEqual(a.sessionAffinityConfig, b.sessionAffinityConfig) ||
    a.loadBalancerIP !== b.loadBalancerIP ||
    !deepEqual(a.externalIPs ?? [], b.externalIPs ?? []) ||
    !deepEqual(old.metadata.annotations, service.metadata.annotations) ||
    old.metadata.uid !== service.metadata.uid ||
    a.externalTrafficPolicy !== b.externalTrafficPolicy ||
    a.healthCheckNodePort !== b.healthCheckNodePort ||
    a.ipFamilies?.length !== b.ipFamilies?.length
  )
}

const portOf = ({ name, protocol, port, nodePort, targetPort, appProtocol }: ServicePort): unknown[] => [
  name,
  protocol,
  port,
  nodePort,
  targetPort,
  appProtocol,
]
