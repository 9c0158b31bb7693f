// Preferred affinity, in both directions: what the pod likes of the placed pods, and what they like (or need) of it.
// Upstream: pkg/scheduler/framework/plugins/interpodaffinity/scoring.go.
import type { WeightedTerm } from '../affinity-terms.ts'
import { type Handle, type NodeInfo, type Plugin, type Pod, skip } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { podInfoOf } from '../node-info.ts'
import { maxNodeScore } from '../normalize-score.ts'
import type { TermKind } from '../term-index.ts'
import { countMeant, withNamespaces } from './incoming.ts'

/** The plugin's arguments. */
export interface AffinityArguments {
  /** What a placed pod's required affinity to the incoming one is worth. */
  readonly hardPodAffinityWeight: number
  readonly ignorePreferredTermsOfExistingPods: boolean
}

/** What the domains of one topology key are worth: `by` for each of `counts`. */
interface Worth {
  readonly topologyKey: string
  readonly counts: ReadonlyMap<string, number>
  readonly by: number
}

const worthsKey = stateKey<readonly Worth[]>('PreScoreInterPodAffinity')

/** The extension points of preferred affinity. */
export function affinityScore(handle: Handle, args: AffinityArguments): Plugin {
  return {
    preScore(state, pod) {
      const { preferred, preferredAnti } = podInfoOf(pod).terms
      const own = preferred.length > 0 || preferredAnti.length > 0
      if (args.ignorePreferredTermsOfExistingPods && !own) return skip
      const worths: Worth[] = []
      if (own) addOwn(handle, pod, worths)
      addOthers(handle, pod, args.hardPodAffinityWeight, worths)
      if (worths.length === 0) return skip
      state.write(worthsKey, worths)
      return undefined
    },
    score: (state, _pod, node) => score(state.read(worthsKey)!, node),
    normalizeScore: (_state, _pod, scores) => normalize(scores),
  }
}

function addOwn(handle: Handle, pod: Pod, worths: Worth[]): void {
  const { preferred, preferredAnti } = podInfoOf(pod).terms
  const add = ({ term, weight }: WeightedTerm, sign: 1 | -1): void => {
    const { topologyKey } = term
    const counts = countMeant(handle, [withNamespaces(handle, term)]).in(topologyKey)
    if (counts.size > 0) worths.push({ topologyKey, counts, by: sign * weight })
  }
  for (const term of preferred) add(term, 1)
  for (const term of preferredAnti) add(term, -1)
}

function addOthers(handle: Handle, pod: Pod, hardWeight: number, worths: Worth[]): void {
  const factor: Record<TermKind, number> = { required: hardWeight, preferred: 1, preferredAnti: -1, requiredAnti: 0 }
  const namespaceLabels = handle.namespaceLabels(pod.metadata.namespace ?? '')
  for (const { kind, term, weights } of handle.scoringTerms.meaning(pod, namespaceLabels)) {
    const by = factor[kind]
    if (by !== 0) worths.push({ topologyKey: term.topologyKey, counts: weights, by })
  }
}

function score(worths: readonly Worth[], { labels }: NodeInfo): number {
  let sum = 0
  for (const { topologyKey, counts, by } of worths) {
    const value = labels.get(topologyKey)
    if (value !== undefined) sum += by * (counts.get(value) ?? 0)
  }
  return sum
}

function normalize(scores: number[]): void {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const value of scores) {
    if (value < min) min = value
    if (value > max) max = value
  }
  const range = max - min
  for (let i = 0; i < scores.length; i++) {
    scores[i] = range > 0 ? Math.trunc(maxNodeScore * ((scores[i]! - min) / range)) : 0
  }
}
