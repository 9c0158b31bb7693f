// Finds the node for one pod: filter, then score, then draw among the best. Upstream: schedulePod and its helpers in
// pkg/scheduler/schedule_one.go.
import type { Random } from '../api/types.ts'
import { sampling } from '../data/scheduler-defaults.ts'
import { type CycleState, type NodeInfo, type Pod, type Status, status } from './contract.ts'
import { type Diagnosis, fitErrorText } from './fit-error.ts'
import type { Framework, NodeScore } from './framework.ts'
import { NodeToStatus } from './node-to-status.ts'

/** Where a pod goes, or why nowhere. */
export type Decision =
  | { readonly nodeName: string }
  | {
      readonly message: string
      /** Plugins whose refusal an event may turn around; none after errors. */
      readonly rejectors: ReadonlySet<string>
      /** False when something went wrong, true when nothing fits. */
      readonly unschedulable: boolean
      /** What PostFilter wants of the nomination. */
      readonly nominatedNodeName?: string
    }

const noNodes: Decision = {
  message: 'no nodes available to schedule pods',
  rejectors: new Set(),
  unschedulable: true,
  nominatedNodeName: '',
}

/** The algorithm with the little it remembers between pods: where in the list of nodes it stopped looking. */
export class Algorithm {
  readonly #framework: Framework
  readonly #random: Random
  #nextStart = 0

  constructor(framework: Framework, random: Random) {
    this.#framework = framework
    this.#random = random
  }

  schedule(state: CycleState, pod: Pod, nodes: readonly NodeInfo[]): Decision {
    if (nodes.length === 0) return noNodes
    const refused = new NodeToStatus()
    const rejectors = new Set<string>()
    const outcome = this.#framework.preFilter(state, pod)
    for (const name of outcome.limitedBy) rejectors.add(name)
    if (outcome.status !== undefined) {
      if (outcome.status.code === 'Error') return failure(outcome.status)
      refused.absent = outcome.status
      if (outcome.status.plugin) rejectors.add(outcome.status.plugin)
      const preFilterMessage = outcome.status.reasons.join(', ')
      return this.#refuse(state, pod, { nodes: nodes.length, refused, preFilterMessage }, rejectors)
    }
    const feasible = this.#feasible(state, pod, nodes, outcome.nodeNames, outcome.limitedBy, refused, rejectors)
    if (!Array.isArray(feasible)) return failure(feasible)
    if (feasible.length === 0) return this.#refuse(state, pod, { nodes: nodes.length, refused }, rejectors)
    if (feasible.length === 1) return { nodeName: feasible[0]!.name }
    return { nodeName: this.#choose(this.#framework.score(state, pod, feasible)) }
  }

  #feasible(
    state: CycleState,
    pod: Pod,
    all: readonly NodeInfo[],
    names: ReadonlySet<string> | undefined,
    limitedBy: readonly string[],
    refused: NodeToStatus,
    rejectors: Set<string>,
  ): NodeInfo[] | Status {
    const nominated = pod.status.nominatedNodeName
    if (nominated) {
      const node = all.filter(({ name }) => name === nominated)
      const fits = this.#passFilters(state, pod, node, refused, rejectors)
      if (!Array.isArray(fits) || fits.length > 0) return fits
    }
    let nodes = all
    if (names !== undefined) {
      nodes = all.filter(({ name }) => names.has(name))
      const text = `node(s) didn't satisfy plugin(s) [${limitedBy.join(' ')}]`
      refused.absent = status('UnschedulableAndUnresolvable', text)
    }
    const fits = this.#passFilters(state, pod, nodes, refused, rejectors)
    if (Array.isArray(fits)) this.#nextStart = (this.#nextStart + fits.length + refused.explicit.size) % all.length
    return fits
  }

  /** The nodes that pass, starting where the last search stopped, until enough are found. */
  #passFilters(
    state: CycleState,
    pod: Pod,
    nodes: readonly NodeInfo[],
    refused: NodeToStatus,
    rejectors: Set<string>,
  ): NodeInfo[] | Status {
    const enough = nodesToFind(nodes.length)
    const feasible: NodeInfo[] = []
    for (let i = 0; i < nodes.length && feasible.length < enough; i++) {
      const node = nodes[(this.#nextStart + i) % nodes.length]!
      const refusal = this.#framework.filterWithNominated(state, pod, node)
      if (refusal === undefined) feasible.push(node)
      else if (refusal.code === 'Error') return refusal
      else {
        refused.set(node.name, refusal)
        if (refusal.plugin) rejectors.add(refusal.plugin)
      }
    }
    return feasible
  }

  #refuse(state: CycleState, pod: Pod, diagnosis: Diagnosis, rejectors: ReadonlySet<string>): Decision {
    const result = this.#framework.postFilter(state, pod, diagnosis.refused)
    const postFilterMessage = result.status?.reasons.join(', ') ?? ''
    return {
      message: fitErrorText({ ...diagnosis, postFilterMessage }),
      rejectors,
      unschedulable: true,
      ...(result.nominatedNodeName === undefined ? {} : { nominatedNodeName: result.nominatedNodeName }),
    }
  }

  #choose(scores: readonly NodeScore[]): string {
    let best = Number.NEGATIVE_INFINITY
    for (const { total } of scores) if (total > best) best = total
    const ties = scores.filter(({ total }) => total === best)
    return ties[ties.length === 1 ? 0 : this.#random.int(ties.length)]!.node.name
  }
}

const failure = (error: Status): Decision => ({
  message: error.reasons.join(', '),
  rejectors: new Set(),
  unschedulable: false,
  nominatedNodeName: '',
})

/** How many feasible nodes are enough: all of a small cluster, a shrinking share of a large one. */
export function nodesToFind(all: number): number {
  if (all < sampling.minFeasibleNodes) return all
  const percentage = Math.max(50 - Math.trunc(all / 125), sampling.minPercentage)
  return Math.max(Math.trunc((all * percentage) / 100), sampling.minFeasibleNodes)
}
