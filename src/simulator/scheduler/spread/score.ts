// Soft constraints: the fewer pods a node's domains hold, the better; small topologies weigh as much as large ones.
// Upstream: pkg/scheduler/framework/plugins/podtopologyspread/scoring.go.
import { type Handle, type NodeInfo, type Plugin, type Pod, skip } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { maxNodeScore } from '../normalize-score.ts'
import type { PodCount } from '../pod-counts.ts'
import {
  type Constraint,
  constraintsOf,
  countedPods,
  countsNothing,
  hasAllKeys,
  type SpreadArguments,
} from './constraints.ts'
import { domainCounts } from './domain-counts.ts'

/** The label whose domains are single nodes: pods are counted node by node. */
const HOSTNAME = 'kubernetes.io/hostname'

interface Weighed {
  readonly constraint: Constraint
  /** By domain; undefined for host names. */
  readonly counts: ReadonlyMap<string, number> | undefined
  readonly pods: PodCount | undefined
  readonly weight: number
}

interface Scoring {
  readonly weighed: readonly Weighed[]
  /** Nodes that lack the label of some constraint. */
  readonly ignored: ReadonlySet<NodeInfo>
}

const scoringKey = stateKey<Scoring>('PreScorePodTopologySpread')

/** The extension points of soft constraints. */
export function spreadScore(handle: Handle, defaults: SpreadArguments): Plugin {
  return {
    preScore(state, pod, nodes) {
      const constraints = constraintsOf(pod, 'ScheduleAnyway', defaults, handle.client.lister)
      if (constraints.length === 0) return skip
      const requireAll = (pod.spec.topologySpreadConstraints?.length ?? 0) > 0 || !defaults.systemDefaulted
      state.write(scoringKey, prepare(handle, pod, constraints, nodes, requireAll))
      return undefined
    },
    score(state, _pod, node) {
      const scoring = state.read(scoringKey)!
      return scoring.ignored.has(node) ? 0 : score(scoring.weighed, node)
    },
    normalizeScore: (state, _pod, scores, nodes) => normalize(state.read(scoringKey)!.ignored, scores, nodes),
  }
}

function prepare(
  handle: Handle,
  pod: Pod,
  constraints: readonly Constraint[],
  nodes: readonly NodeInfo[],
  requireAll: boolean,
): Scoring {
  const ignored = new Set(requireAll ? nodes.filter((node) => !hasAllKeys(node, constraints)) : [])
  const weighed = constraints.map((constraint): Weighed => {
    const { topologyKey } = constraint
    if (topologyKey === HOSTNAME) {
      const pods = countsNothing(constraint)
        ? undefined
        : handle.count(countedPods(constraint, pod.metadata.namespace ?? ''))
      return { constraint, counts: undefined, pods, weight: weightOf(nodes.length - ignored.size) }
    }
    const values = new Set<string>()
    for (const node of nodes) if (!ignored.has(node)) values.add(node.labels.get(topologyKey) ?? '')
    const { counts } = domainCounts(handle, pod, constraint, constraints, requireAll)
    return { constraint, counts, pods: undefined, weight: weightOf(values.size) }
  })
  return { weighed, ignored }
}

const weightOf = (domains: number): number => Math.log(domains + 2)

function score(weighed: readonly Weighed[], node: NodeInfo): number {
  let sum = 0
  for (const { constraint, counts, pods, weight } of weighed) {
    const value = node.labels.get(constraint.topologyKey)
    if (value === undefined) continue
    const count = counts === undefined ? (pods?.on(node) ?? 0) : (counts.get(value) ?? 0)
    sum += count * weight + (constraint.maxSkew - 1)
  }
  return Math.round(sum)
}

function normalize(ignored: ReadonlySet<NodeInfo>, scores: number[], nodes: readonly NodeInfo[]): void {
  let min = Number.MAX_SAFE_INTEGER
  let max = 0
  for (let i = 0; i < scores.length; i++) {
    if (ignored.size > 0 && ignored.has(nodes[i]!)) continue
    const value = scores[i]!
    if (value < min) min = value
    if (value > max) max = value
  }
  for (let i = 0; i < scores.length; i++) {
    if (ignored.size > 0 && ignored.has(nodes[i]!)) scores[i] = 0
    else scores[i] = max === 0 ? maxNodeScore : Math.trunc((maxNodeScore * (max + min - scores[i]!)) / max)
  }
}
