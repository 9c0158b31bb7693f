// Whether volumes can still be made for claims, on a node: the class must allow it there, and there must be room.
// Upstream: checkVolumeProvisions and hasEnoughCapacity in pkg/scheduler/framework/plugins/volumebinding/binder.go.
import type { PersistentVolumeClaim, TopologySelectorTerm } from '../../../generated/api/core.v1.ts'
import type { CSIDriver, CSIStorageCapacity, StorageClass } from '../../../generated/api/storage.v1.ts'
import { compareQuantity, mustParseQuantity } from '../../../model/quantity.ts'
import type { Lister } from '../../api/types.ts'
import type { Node } from '../contract.ts'
import { selectorOf } from '../selectors.ts'
import { classOfClaim, getClass } from './claims.ts'

const NO_PROVISIONER = 'kubernetes.io/no-provisioner'

/** What stands in the way. */
export type Obstacle = 'class' | 'space' | { readonly error: string }

/** The first thing in the way of making volumes for all claims; undefined when nothing is. */
export function provisioningObstacle(
  lister: Lister,
  claims: readonly PersistentVolumeClaim[],
  node: Node,
): Obstacle | undefined {
  for (const claim of claims) {
    const className = classOfClaim(claim)
    if (className === '') return { error: `no class for claim "${claim.metadata.namespace}/${claim.metadata.name}"` }
    const found = getClass(lister, className)
    if (found === undefined) return { error: `failed to find storage class "${className}"` }
    if (!found.provisioner || found.provisioner === NO_PROVISIONER) return 'class'
    if (!allows(found.allowedTopologies ?? [], node)) return 'class'
    if (!hasSpace(lister, claim, found, node)) return 'space'
  }
  return undefined
}

function allows(topologies: readonly TopologySelectorTerm[], node: Node): boolean {
  if (topologies.length === 0) return true
  return topologies.some((term) => {
    const expressions = term.matchLabelExpressions ?? []
    return (
      expressions.length > 0 &&
      expressions.every(({ key, values }) => {
        const value = node.metadata.labels?.[key]
        return value !== undefined && values?.includes(value) === true
      })
    )
  })
}

function hasSpace(lister: Lister, claim: PersistentVolumeClaim, found: StorageClass, node: Node): boolean {
  const size = claim.spec.resources?.requests?.['storage']
  if (size === undefined) return true
  const driver = lister.get<CSIDriver>('csidrivers.storage.k8s.io', '', found.provisioner)
  if (driver?.spec.storageCapacity !== true) return true
  const wanted = mustParseQuantity(size)
  return lister.list<CSIStorageCapacity>('csistoragecapacities.storage.k8s.io').some((capacity) => {
    const limit = capacity.maximumVolumeSize ?? capacity.capacity
    if (capacity.storageClassName !== found.metadata.name || limit === undefined) return false
    if (compareQuantity(mustParseQuantity(limit), wanted) < 0 || capacity.nodeTopology === undefined) return false
    return selectorOf(capacity.nodeTopology).matches(node.metadata.labels)
  })
}
