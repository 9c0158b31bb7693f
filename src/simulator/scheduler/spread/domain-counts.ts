// How many pods a constraint counts in each of its domains. Mostly that is known already (the counts the cache keeps); only
// when some nodes do not count are they gone through one by one.
import type { Handle, Pod } from '../contract.ts'
import { type Constraint, countedPods, countsAllNodes, countsNode, countsNothing, hasAllKeys } from './constraints.ts'

/** Counts by value of the topology key, and which values there are. */
export interface DomainCounts {
  readonly counts: ReadonlyMap<string, number>
  readonly domains: Iterable<string>
  readonly size: number
}

const none: ReadonlyMap<string, number> = new Map()

/**
 * The domains of one of a pod's `constraints`. `requireAll` leaves out nodes that lack the label of any of them.
 */
export function domainCounts(
  handle: Handle,
  pod: Pod,
  constraint: Constraint,
  constraints: readonly Constraint[],
  requireAll: boolean,
): DomainCounts {
  const { topologyKey } = constraint
  const pods = countsNothing(constraint)
    ? undefined
    : handle.count(countedPods(constraint, pod.metadata.namespace ?? ''))
  if (countsAllNodes(constraint, pod) && (!requireAll || allNodesHave(handle, constraint, constraints))) {
    const { values } = handle.domains(topologyKey)
    return { counts: pods?.in(topologyKey) ?? none, domains: values.keys(), size: values.size }
  }
  const counts = new Map<string, number>()
  for (const node of handle.nodes()) {
    if (requireAll && !hasAllKeys(node, constraints)) continue
    const value = node.labels.get(topologyKey)
    if (value === undefined || !countsNode(constraint, pod, node)) continue
    counts.set(value, (counts.get(value) ?? 0) + (pods?.on(node) ?? 0))
  }
  return { counts, domains: counts.keys(), size: counts.size }
}

/** Nodes without the constraint's own label are no part of any domain; the other labels must be everywhere. */
function allNodesHave(handle: Handle, constraint: Constraint, constraints: readonly Constraint[]): boolean {
  const all = handle.nodes().length
  return constraints.every(
    ({ topologyKey }) => topologyKey === constraint.topologyKey || handle.domains(topologyKey).nodes === all,
  )
}
