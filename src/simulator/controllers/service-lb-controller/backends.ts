// The nodes load balancers lead to. Upstream: stableNodeSetPredicates, shouldSyncUpdatedNode, nodesSufficientlyEqual in
// cloud-provider/controllers/service/controller.go.
import type { Node } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'

const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers'
const AUTOSCALER = 'ToBeDeletedByClusterAutoscaler'
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False'])

const isIncluded = ({ metadata }: Node): boolean => {
  const label = metadata.labels?.[EXCLUDED]
  return label === undefined || FALSE.has(label)
}

/** Neither going, nor excluded by label, nor about to be scaled away. */
export const balancedNodes = ({ lister }: Client): readonly Node[] =>
  lister
    .list<Node>('nodes')
    .filter(
      (node) =>
        node.metadata.deletionTimestamp === undefined &&
        isIncluded(node) &&
        node.spec.taints?.some(({ key }) => key === AUTOSCALER) !== true,
    )

/** Whether a change of a node may concern load balancers. */
export const mayMatter = (old: Node, node: Node): boolean =>
  isIncluded(old) !== isIncluded(node) || old.spec.providerID !== node.spec.providerID

/** Whether two sets are the same machines. */
export function sameBackends(a: readonly Node[], b: readonly Node[]): boolean {
  const machines = new Map(a.map(({ metadata, spec }) => [metadata.name, spec.providerID ?? '']))
  return a.length === b.length && b.every((node) => machines.get(node.metadata.name) === (node.spec.providerID ?? ''))
}
