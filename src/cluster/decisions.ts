// What the scheduler of the simulator decided, kept for those who ask why a pod is where it is. Bounded: of very many answers of
// plugins the oldest are forgotten.
import type { Explanation, Simulator } from '../simulator/compose.ts'
import type { Decision, Decisions } from './port.ts'

/** Answers of plugins that are kept; at eight bytes each some ten megabytes. */
const KEPT = 1_500_000

/** Listens to a simulator's scheduler from now on. */
export function keepDecisions(simulator: Simulator): Decisions {
  const { store } = simulator
  const kept = new KeptDecisions()
  simulator.onDecision((explanation) => kept.add(new KeptDecision(explanation, store.revision), explanation.size))
  return kept
}

/** A class, so that its nodes are put together only when they are looked at. */
class KeptDecision implements Decision {
  readonly at: number
  readonly revision: number
  readonly by: string
  readonly namespace: string
  readonly pod: string
  declare readonly node?: string
  declare readonly message?: string
  declare readonly nominatedNode?: string
  readonly #explanation: Explanation

  constructor(explanation: Explanation, revision: number) {
    const { pod, at, schedulerName, node, message, nominatedNodeName } = explanation
    this.at = at
    this.revision = revision
    this.by = schedulerName
    this.namespace = pod.metadata.namespace ?? ''
    this.pod = pod.metadata.name ?? ''
    this.#explanation = explanation
    if (node !== undefined) this.node = node
    if (message !== undefined) this.message = message
    if (nominatedNodeName !== undefined) this.nominatedNode = nominatedNodeName
  }

  get nodes(): Decision['nodes'] {
    return this.#explanation.nodes
  }
}

const keyOf = (namespace: string, pod: string): string => `${namespace}/${pod}`

class KeptDecisions implements Decisions {
  #all: { readonly decision: Decision; readonly size: number }[] = []
  readonly #byPod = new Map<string, Decision[]>()
  #size = 0

  all(): readonly Decision[] {
    return this.#all.map(({ decision }) => decision)
  }

  of(namespace: string, pod: string): readonly Decision[] {
    return this.#byPod.get(keyOf(namespace, pod)) ?? []
  }

  add(decision: Decision, size: number): void {
    this.#all.push({ decision, size })
    const key = keyOf(decision.namespace, decision.pod)
    const known = this.#byPod.get(key)
    if (known === undefined) this.#byPod.set(key, [decision])
    else known.push(decision)
    this.#size += size
    if (this.#size > KEPT && this.#all.length > 1) this.#forget(Math.ceil(this.#all.length / 2))
  }

  #forget(count: number): void {
    for (const { decision, size } of this.#all.splice(0, count)) {
      this.#size -= size
      const key = keyOf(decision.namespace, decision.pod)
      const list = this.#byPod.get(key)
      list?.shift()
      if (list?.length === 0) this.#byPod.delete(key)
    }
  }
}
