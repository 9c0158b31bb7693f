// What each plugin said of each node when a pod was scheduled. Recorded only while somebody listens.
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
  /** Nodes that were looked at, in the scheduler's order. */
  readonly nodes: readonly NodeExplanation[]
}

/** Collects what the plugins say during one attempt. */
export class Recorder {
  #scores: Record<string, number>[] | undefined
  #feasible: readonly NodeInfo[] = []
  #refused: NodeToStatus | undefined

  /** The outcome of filtering. */
  filtered(feasible: readonly NodeInfo[], refused: NodeToStatus): void {
    this.#feasible = feasible
    this.#refused = refused
  }

  /** One plugin's scores by index of the feasible nodes. */
  scored(plugin: string, weight: number, scores: readonly number[]): void {
    this.#scores ??= this.#feasible.map(() => ({}))
    for (let i = 0; i < scores.length; i++) this.#scores[i]![plugin] = weight * scores[i]!
  }

  /** What is known of each of the nodes. */
  nodes(all: readonly NodeInfo[]): NodeExplanation[] {
    const feasible = new Map(this.#feasible.map(({ name }, i) => [name, i]))
    const list: NodeExplanation[] = []
    for (const { name } of all) {
      const index = feasible.get(name)
      if (index !== undefined) list.push(explainScores(name, this.#scores?.[index]))
      else {
        const refusal = this.#refused?.get(name)
        if (refusal === undefined || refusal.reasons.length === 0) continue
        list.push({ node: name, reasons: refusal.reasons, ...(refusal.plugin ? { refusedBy: refusal.plugin } : {}) })
      }
    }
    return list
  }
}

function explainScores(node: string, scores: Record<string, number> | undefined): NodeExplanation {
  if (scores === undefined) return { node }
  let total = 0
  for (const name in scores) total += scores[name]!
  return { node, scores, total }
}
