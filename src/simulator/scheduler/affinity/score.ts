// Preferred affinity, in both directions: what the pod likes of the placed pods, and what they like (or need) of it.
// Upstream: pkg/scheduler/framework/plugins/interpodaffinity/scoring.go.
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

/** Weights by topology key and domain. */
type Weights = Map<string, Map<string, number>>

const weightsKey = stateKey<Weights>('PreScoreInterPodAffinity')

/** The extension points of preferred affinity. */
export function affinityScore(handle: Handle, args: AffinityArguments): Plugin {
  return {
    preScore(state, pod) {
      const { preferred, preferredAnti } = podInfoOf(pod).terms
      const own = preferred.length > 0 || preferredAnti.length > 0
      if (args.ignorePreferredTermsOfExistingPods && !own) return skip
      const weights: Weights = new Map()
      if (own) addOwn(handle, pod, weights)
      addOthers(handle, pod, args.hardPodAffinityWeight, weights)
      if (weights.size === 0) return skip
      state.write(weightsKey, weights)
      return undefined
    },
    score: (state, _pod, node) => score(state.read(weightsKey)!, node),
    normalizeScore: (_state, _pod, scores) => normalize(scores),
  }
}

function addOwn(handle: Handle, pod: Pod, weights: Weights): void {
  const { preferred, preferredAnti } = podInfoOf(pod).terms
  for (const [terms, sign] of [
    [preferred, 1],
    [preferredAnti, -1],
  ] as const) {
    for (const { term, weight } of terms) {
      const counts = countMeant(handle, [withNamespaces(handle, term)]).in(term.topologyKey)
      if (counts.size === 0) continue
      const domains = domainsOf(weights, term.topologyKey)
      for (const [value, count] of counts) domains.set(value, (domains.get(value) ?? 0) + sign * weight * count)
    }
  }
}

function addOthers(handle: Handle, pod: Pod, hardWeight: number, weights: Weights): void {
  const factor: Record<TermKind, number> = { required: hardWeight, preferred: 1, preferredAnti: -1, requiredAnti: 0 }
  const namespaceLabels = handle.namespaceLabels(pod.metadata.namespace ?? '')
  for (const { kind, term, domains: sums } of handle.scoringTerms.meaning(pod, namespaceLabels)) {
    const by = factor[kind]
    if (by === 0) continue
    const domains = domainsOf(weights, term.topologyKey)
    for (const [value, { weight }] of sums) domains.set(value, (domains.get(value) ?? 0) + by * weight)
  }
}

function domainsOf(weights: Weights, topologyKey: string): Map<string, number> {
  let domains = weights.get(topologyKey)
  if (domains === undefined) {
    domains = new Map()
    weights.set(topologyKey, domains)
  }
  return domains
}

function score(weights: Weights, node: NodeInfo): number {
  let sum = 0
  for (const [topologyKey, domains] of weights) {
    const value = node.labels.get(topologyKey)
    if (value !== undefined) sum += domains.get(value) ?? 0
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
