// What each plugin said of each node when a pod was scheduled. Recorded only while somebody listens, and put together only when
// somebody looks: until then an attempt keeps what the plugins answered, as they answered it.
import type { Pod } from './contract.ts'
import type { NodeInfo } from './node-info.ts'
import type { NodeToStatus } from './node-to-status.ts'

/** A node in an explanation: refused by a plugin, or scored by each. */
export interface NodeExplanation {
  readonly node: string
  readonly refusedBy?: string
  readonly reasons?: readonly string[]
  /** Weighted scores by plugin; absent when only one node was left and scoring was not needed. */
  readonly scores?: Readonly<Record<string, number>>
  readonly total?: number
}

/** One attempt to schedule one pod. */
export interface Explanation {
  readonly pod: Pod
  /** Epoch milliseconds of cluster time. */
  readonly at: number
  readonly schedulerName: string
  /** The node that was chosen. */
  readonly node?: string
  /** Why none was. */
  readonly message?: string
  /** The node on which preemption makes room. */
  readonly nominatedNodeName?: string
  /** Nodes that were looked at, in the scheduler's order; put together on first use. */
  readonly nodes: readonly NodeExplanation[]
  /** How many answers of plugins it holds, for those who keep many. */
  readonly size: number
}

/** One plugin's scores before its weight counts: by index of the feasible nodes, or the one that all got. */
interface PluginScores {
  readonly plugin: string
  readonly weight: number
  readonly scores: number | readonly number[]
}

/** What became of an attempt, with what was recorded of it. A class: see EmbeddedCluster's history for getters of literals. */
export class RecordedExplanation implements Explanation {
  readonly pod: Pod
  readonly at: number
  readonly schedulerName: string
  declare readonly node?: string
  declare readonly message?: string
  declare readonly nominatedNodeName?: string
  readonly size: number
  readonly #recorder: Recorder

  constructor(pod: Pod, at: number, schedulerName: string, recorder: Recorder, outcome: Partial<Explanation>) {
    this.pod = pod
    this.at = at
    this.schedulerName = schedulerName
    this.size = recorder.size
    this.#recorder = recorder
    Object.assign(this, outcome)
  }

  get nodes(): readonly NodeExplanation[] {
    return this.#recorder.nodes
  }
}

/** Collects what the plugins say during one attempt. */
export class Recorder {
  readonly #all: readonly NodeInfo[]
  readonly #scores: PluginScores[] = []
  #feasible: readonly NodeInfo[] = []
  #refused: NodeToStatus | undefined
  #nodes: readonly NodeExplanation[] | undefined
  #size = 0

  /** `all` are the nodes of the cluster, in the scheduler's order. */
  constructor(all: readonly NodeInfo[]) {
    this.#all = all
  }

  /** The outcome of filtering. */
  filtered(feasible: readonly NodeInfo[], refused: NodeToStatus): void {
    this.#feasible = feasible
    this.#refused = refused
  }

  /** One plugin's scores by index of the feasible nodes. */
  scored(plugin: string, weight: number, scores: readonly number[]): void {
    const [first = 0] = scores
    const alike = scores.every((score) => score === first)
    this.#scores.push({ plugin, weight, scores: alike ? first : scores.slice() })
    this.#size += alike ? 1 : scores.length
  }

  get size(): number {
    return this.#size + this.#feasible.length + (this.#refused?.explicit.size ?? 0)
  }

  /** What is known of each of the nodes. */
  get nodes(): readonly NodeExplanation[] {
    this.#nodes ??= this.#together()
    return this.#nodes
  }

  #together(): NodeExplanation[] {
    const feasible = new Map(this.#feasible.map(({ name }, i) => [name, i]))
    const list: NodeExplanation[] = []
    for (const { name } of this.#all) {
      const index = feasible.get(name)
      if (index !== undefined) list.push(this.#scoresOf(name, index))
      else {
        const refusal = this.#refused?.get(name)
        if (refusal === undefined || refusal.reasons.length === 0) continue
        list.push({ node: name, reasons: refusal.reasons, ...(refusal.plugin ? { refusedBy: refusal.plugin } : {}) })
      }
    }
    return list
  }

  #scoresOf(node: string, index: number): NodeExplanation {
    if (this.#scores.length === 0) return { node }
    const scores: Record<string, number> = {}
    let total = 0
    for (const { plugin, weight, scores: own } of this.#scores) {
      const score = weight * (typeof own === 'number' ? own : own[index]!)
      scores[plugin] = score
      total += score
    }
    return { node, scores, total }
  }
}
