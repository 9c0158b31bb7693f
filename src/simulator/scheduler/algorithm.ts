// Finds the node for one pod: filter, then score, then draw among the best. Upstream: schedulePod and its helpers in
// pkg/scheduler/schedule_one.go.
import type { Random } from '../api/types.ts'
import { sampling } from '../data/scheduler-defaults.ts'
import { type CycleState, type NodeInfo, type Pod, type Status, status } from './contract.ts'
import type { Recorder } from './explanation.ts'
import { type Diagnosis, fitErrorText } from './fit-error.ts'
import type { Framework } from './framework.ts'
import { NodeToStatus } from './node-to-status.ts'

/** Where a pod goes, or why nowhere. */
export type Decision = { readonly nodeName: string } | Refusal

/** Why a pod goes nowhere. */
export interface Refusal {
  readonly message: string
  /** Plugins whose refusal an event may turn around; none after errors. */
  readonly rejectors: ReadonlySet<string>
  /** False when something went wrong, true when nothing fits. */
  readonly unschedulable: boolean
  /** What PostFilter wants of the nomination. */
  readonly nominatedNodeName?: string
}

const noNodes: Refusal = {
  message: 'no nodes available to schedule pods',
  rejectors: new Set(),
  unschedulable: true,
  nominatedNodeName: '',
}

/** Where in the list of nodes the last search stopped; all profiles go on from there. */
export interface SearchStart {
  at: number
}

/** What the search for feasible nodes works on. */
interface Search {
  readonly state: CycleState
  readonly pod: Pod
  readonly refused: NodeToStatus
  readonly rejectors: Set<string>
}

/** The algorithm of one profile. */
export class Algorithm {
  readonly #framework: Framework
  readonly #random: Random
  readonly #start: SearchStart
  readonly #percentage: number

  constructor(framework: Framework, random: Random, start: SearchStart, percentageOfNodesToScore = 0) {
    this.#framework = framework
    this.#random = random
    this.#start = start
    this.#percentage = percentageOfNodesToScore
  }

  schedule(state: CycleState, pod: Pod, nodes: readonly NodeInfo[], recorder?: Recorder): Decision {
    if (nodes.length === 0) return noNodes
    const search: Search = { state, pod, refused: new NodeToStatus(), rejectors: new Set() }
    const { refused, rejectors } = search
    const outcome = this.#framework.preFilter(state, pod)
    for (const name of outcome.limitedBy) rejectors.add(name)
    if (outcome.status !== undefined) {
      if (outcome.status.code === 'Error') {
        return failed(prefixed(`running PreFilter plugin "${outcome.status.plugin}": `, outcome.status))
      }
      refused.absent = outcome.status
      if (outcome.status.plugin) rejectors.add(outcome.status.plugin)
      recorder?.filtered([], refused)
      return this.#refuse(search, { nodes: nodes.length, refused, preFilterMessage: outcome.status.reasons.join(', ') })
    }
    const feasible = this.#feasible(search, nodes, outcome.nodeNames, outcome.limitedBy)
    if (!Array.isArray(feasible)) return failed(feasible)
    recorder?.filtered(feasible, refused)
    if (feasible.length === 0) return this.#refuse(search, { nodes: nodes.length, refused })
    if (feasible.length === 1) return { nodeName: feasible[0]!.name }
    const totals = this.#framework.score(state, pod, feasible, recorder)
    return Array.isArray(totals) ? { nodeName: this.#choose(feasible, totals) } : failed(totals)
  }

  #feasible(
    search: Search,
    all: readonly NodeInfo[],
    names: ReadonlySet<string> | undefined,
    limitedBy: readonly string[],
  ): NodeInfo[] | Status {
    const nominated = search.pod.status.nominatedNodeName
    if (nominated) {
      const node = all.filter(({ name }) => name === nominated)
      const fits = this.#passFilters(search, node)
      if (Array.isArray(fits) && fits.length > 0) return fits
    }
    let nodes = all
    if (names !== undefined) {
      nodes = all.filter(({ name }) => names.has(name))
      const text = `node(s) didn't satisfy plugin(s) [${limitedBy.join(' ')}]`
      search.refused.absent = status('UnschedulableAndUnresolvable', text)
    }
    const fits = this.#passFilters(search, nodes)
    if (Array.isArray(fits)) this.#start.at = (this.#start.at + fits.length + search.refused.explicit.size) % all.length
    return fits
  }

  /** The nodes that pass, starting where the last search stopped, until enough are found. */
  #passFilters({ state, pod, refused, rejectors }: Search, nodes: readonly NodeInfo[]): NodeInfo[] | Status {
    const enough = this.#framework.scores ? nodesToFind(nodes.length, this.#percentage) : 1
    const feasible: NodeInfo[] = []
    const count = nodes.length
    for (let i = 0, at = this.#start.at % count; i < count && feasible.length < enough; i++, at++) {
      if (at === count) at = 0
      const node = nodes[at]!
      const refusal = this.#framework.filterWithNominated(state, pod, node)
      if (refusal === undefined) feasible.push(node)
      else if (refusal.code === 'Error') return prefixed(`running "${refusal.plugin}" filter plugin: `, refusal)
      else {
        refused.set(node.name, refusal)
        if (refusal.plugin) rejectors.add(refusal.plugin)
      }
    }
    return feasible
  }

  #refuse({ state, pod, rejectors }: Search, diagnosis: Diagnosis): Refusal {
    const result = this.#framework.postFilter(state, pod, diagnosis.refused)
    const postFilterMessage = result.status?.reasons.join(', ') ?? ''
    return {
      message: fitErrorText({ ...diagnosis, postFilterMessage }),
      rejectors,
      unschedulable: true,
      ...(result.nominatedNodeName === undefined ? {} : { nominatedNodeName: result.nominatedNodeName }),
    }
  }

  #choose(nodes: readonly NodeInfo[], totals: readonly number[]): string {
    let best = Number.NEGATIVE_INFINITY
    let ties: NodeInfo[] = []
    for (let i = 0; i < totals.length; i++) {
      const total = totals[i]!
      if (total < best) continue
      if (total > best) {
        best = total
        ties = []
      }
      ties.push(nodes[i]!)
    }
    return ties[ties.length === 1 ? 0 : this.#random.int(ties.length)]!.name
  }
}

const prefixed = (prefix: string, error: Status): Status => ({ ...error, reasons: [prefix + error.reasons.join(', ')] })

const failed = (error: Status): Refusal => ({
  message: error.reasons.join(', '),
  rejectors: new Set(),
  unschedulable: false,
  nominatedNodeName: '',
})

/** How many feasible nodes are enough: all of a small cluster, a shrinking share of a large one unless configured. */
export function nodesToFind(all: number, configured = 0): number {
  if (all < sampling.minFeasibleNodes) return all
  const percentage = configured || Math.max(50 - Math.trunc(all / 125), sampling.minPercentage)
  return Math.max(Math.trunc((all * percentage) / 100), sampling.minFeasibleNodes)
}
