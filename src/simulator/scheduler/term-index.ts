// The affinity terms of all placed pods, equal ones together with how often and where they hold, so that a pod is matched
// once against each different term and not against every pod that carries it.
import type { Labels } from '../../model/labels.ts'
import { type AffinityTerm, termMatches } from './affinity-terms.ts'
import type { Pod } from './contract.ts'
import type { NodeInfo, PodInfo } from './node-info.ts'

/** Why a term counts for those it means. */
export type TermKind = 'requiredAnti' | 'required' | 'preferred' | 'preferredAnti'

/** One term with the pods that have it. */
export interface TermGroup {
  readonly kind: TermKind
  readonly term: AffinityTerm
  /** How often it holds, by value of the label of nodes. */
  readonly counts: Map<string, number>
  /** The sum of weights, likewise. */
  readonly weights: Map<string, number>
}

/** All terms of one half of the plugin: those that refuse, or those that score. */
export class TermIndex {
  readonly #groups = new Map<string, TermGroup>()
  readonly #kinds: readonly TermKind[]

  constructor(kinds: readonly TermKind[]) {
    this.#kinds = kinds
  }

  /** The terms that mean a pod. */
  meaning(pod: Pod, namespaceLabels: Labels): TermGroup[] {
    const groups: TermGroup[] = []
    for (const group of this.#groups.values()) if (termMatches(group.term, pod, namespaceLabels)) groups.push(group)
    return groups
  }

  change({ terms }: PodInfo, node: NodeInfo, by: 1 | -1): void {
    for (const kind of this.#kinds) {
      if (kind === 'required' || kind === 'requiredAnti') {
        for (const term of terms[kind]) this.#count(kind, term, 1, node, by)
      } else for (const { term, weight } of terms[kind]) this.#count(kind, term, weight, node, by)
    }
  }

  #count(kind: TermKind, term: AffinityTerm, weight: number, node: NodeInfo, by: 1 | -1): void {
    const value = node.labels.get(term.topologyKey)
    if (value === undefined) return
    const key = `${kind}|${term.key}`
    let group = this.#groups.get(key)
    if (group === undefined) {
      group = { kind, term, counts: new Map(), weights: new Map() }
      this.#groups.set(key, group)
    }
    const count = (group.counts.get(value) ?? 0) + by
    if (count > 0) {
      group.counts.set(value, count)
      group.weights.set(value, (group.weights.get(value) ?? 0) + by * weight)
      return
    }
    group.counts.delete(value)
    group.weights.delete(value)
    if (group.counts.size === 0) this.#groups.delete(key)
  }
}
