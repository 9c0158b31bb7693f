// Hard constraints: on no node may the pod make one domain hold more than maxSkew above the emptiest.
// Upstream: pkg/scheduler/framework/plugins/podtopologyspread/filtering.go.
import { type Handle, type NodeInfo, type Plugin, type Pod, type Status, skip, status } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { CountView } from '../pod-counts.ts'
import { type Constraint, constraintsOf, countsNode, hasAllKeys, type SpreadArguments } from './constraints.ts'
import { domainCounts } from './domain-counts.ts'

const notMatched = "node(s) didn't match pod topology spread constraints"
const skewed = status('Unschedulable', notMatched)
const unlabelled = status('UnschedulableAndUnresolvable', `${notMatched} (missing required label)`)

/** The two emptiest domains; the rest need not be known. */
interface Emptiest {
  first: { value: string | undefined; count: number }
  second: { value: string | undefined; count: number }
}

/** A constraint with what it has counted. */
interface Counted {
  readonly constraint: Constraint
  readonly counts: CountView
  /** Values seen with no count of their own in `counts`. */
  readonly size: number
  readonly emptiest: Emptiest
  readonly self: 0 | 1
}

const countedKey = stateKey<readonly Counted[]>('PreFilterPodTopologySpread', (list) =>
  list.map((counted) => ({
    ...counted,
    counts: counted.counts.clone(),
    emptiest: { first: { ...counted.emptiest.first }, second: { ...counted.emptiest.second } },
  })),
)

/** The extension points of hard constraints. */
export function spreadFilter(handle: Handle, defaults: SpreadArguments): Plugin {
  return {
    preFilter(state, pod) {
      const constraints = constraintsOf(pod, 'DoNotSchedule', defaults, handle.client.lister)
      if (constraints.length === 0) return { status: skip }
      state.write(
        countedKey,
        constraints.map((constraint) => count(handle, pod, constraint, constraints)),
      )
      return undefined
    },
    addPod: (state, pod, { pod: added }, node) => change(state.read(countedKey) ?? [], pod, added, node, 1),
    removePod: (state, pod, { pod: removed }, node) => change(state.read(countedKey) ?? [], pod, removed, node, -1),
    filter: (state, _pod, node) => refusal(state.read(countedKey) ?? [], node),
  }
}

function count(handle: Handle, pod: Pod, constraint: Constraint, constraints: readonly Constraint[]): Counted {
  const { counts, domains, size } = domainCounts(handle, pod, constraint, constraints, true)
  const nobody = { value: undefined, count: Number.MAX_SAFE_INTEGER }
  const emptiest: Emptiest = { first: nobody, second: { ...nobody } }
  for (const value of domains) {
    const held = counts.get(value) ?? 0
    if (held < emptiest.second.count) update(emptiest, value, held)
  }
  const self = constraint.selector.matches(pod.metadata.labels) ? 1 : 0
  return { constraint, counts: new CountView(counts), size, emptiest, self }
}

function update(emptiest: Emptiest, value: string, held: number): void {
  const { first, second } = emptiest
  if (value === first.value || value === second.value) {
    if (value === first.value) emptiest.first = { value, count: held }
    else emptiest.second = { value, count: held }
    if (emptiest.first.count > emptiest.second.count) {
      const { first: larger } = emptiest
      emptiest.first = emptiest.second
      emptiest.second = larger
    }
  } else if (held < first.count) {
    emptiest.second = first
    emptiest.first = { value, count: held }
  } else if (held < second.count) emptiest.second = { value, count: held }
}

/** A pod is tried out on a node, or taken off it. */
function change(list: readonly Counted[], pod: Pod, other: Pod, node: NodeInfo, by: 1 | -1): void {
  if (list.length === 0 || other.metadata.namespace !== pod.metadata.namespace) return
  const constraints = list.map(({ constraint }) => constraint)
  if (!hasAllKeys(node, constraints)) return
  for (const { constraint, counts, emptiest } of list) {
    if (!constraint.selector.matches(other.metadata.labels) || !countsNode(constraint, pod, node)) continue
    const value = node.labels.get(constraint.topologyKey)!
    counts.add(value, by)
    update(emptiest, value, counts.get(value))
  }
}

function refusal(list: readonly Counted[], node: NodeInfo): Status | undefined {
  for (const { constraint, counts, size, emptiest, self } of list) {
    const value = node.labels.get(constraint.topologyKey)
    if (value === undefined) return unlabelled
    const least = size < constraint.minDomains ? 0 : emptiest.first.count
    if (counts.get(value) + self - least > constraint.maxSkew) return skewed
  }
  return undefined
}
