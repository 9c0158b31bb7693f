// What sort of service one is, and what of two services is the same: the questions defaulting, allocation and validation share.
// Upstream: pkg/api/service/util.go, the helpers of pkg/registry/core/service/strategy.go.
import type { Service } from '../../../../generated/api/core.v1.ts'

/** The clusterIP of a headless service. */
export const NONE = 'None'

/** Validation's word for headless: "None" is the one cluster IP. */
export const isHeadless = ({ spec: { clusterIPs } }: Service): boolean =>
  clusterIPs?.length === 1 && clusterIPs[0] === NONE

/** ExternalName services have no address of their own. */
export const needsClusterIP = ({ spec }: Service): boolean => spec.type !== 'ExternalName'

/** Of the types that have ports on nodes. */
export const hasNodePorts = ({ spec: { type } }: Service): boolean => type === 'NodePort' || type === 'LoadBalancer'

/** Reached from outside by some means. */
export const isExternallyAccessible = (service: Service): boolean =>
  hasNodePorts(service) || (service.spec.type === 'ClusterIP' && (service.spec.externalIPs?.length ?? 0) > 0)

/** Load balancers that keep traffic on the node probe it: they need a port to ask at. */
export const needsHealthCheck = ({ spec }: Service): boolean =>
  spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local'

/** The node ports a service holds. */
export const nodePortsOf = ({ spec }: Service): number[] =>
  (spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : []))

/** Two lists of texts with the same entries in the same order; absent is empty. */
export function sameTexts(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  const left = a ?? []
  const right = b ?? []
  return left.length === right.length && left.every((text, i) => text === right[i])
}
