// The terms of a pod's affinity to other pods, ready to match. Upstream: AffinityTerm in
// staging/src/k8s.io/kube-scheduler/framework/types.go.
import type { PodAffinityTerm, WeightedPodAffinityTerm } from '../../generated/api/core.v1.ts'
import type { Labels, Selector } from '../../model/labels.ts'
import type { Pod } from './contract.ts'
import { selectorOf, textOf } from './selectors.ts'

/** One term: which pods it means, and over which label of nodes. */
export interface AffinityTerm {
  readonly namespaces: ReadonlySet<string>
  readonly namespaceSelector: Selector
  readonly selector: Selector
  readonly topologyKey: string
  /** Terms with equal keys mean the same pods and the same label of nodes. */
  readonly key: string
}

/** A preferred term. */
export interface WeightedTerm {
  readonly term: AffinityTerm
  readonly weight: number
}

/** All terms of a pod. */
export interface AffinityTerms {
  readonly required: readonly AffinityTerm[]
  readonly requiredAnti: readonly AffinityTerm[]
  readonly preferred: readonly WeightedTerm[]
  readonly preferredAnti: readonly WeightedTerm[]
}

const none: AffinityTerms = { required: [], requiredAnti: [], preferred: [], preferredAnti: [] }

/** The terms of a pod; the namespaces of terms that name none are the pod's own. */
export function affinityTermsOf({ metadata, spec }: Pod): AffinityTerms {
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {}
  if (podAffinity === undefined && podAntiAffinity === undefined) return none
  const namespace = metadata.namespace ?? ''
  const terms = (list: readonly PodAffinityTerm[] = []): AffinityTerm[] => list.map((t) => affinityTerm(t, namespace))
  const weighted = (list: readonly WeightedPodAffinityTerm[] = []): WeightedTerm[] =>
    list.map(({ weight, podAffinityTerm }) => ({ weight, term: affinityTerm(podAffinityTerm, namespace) }))
  return {
    required: terms(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAnti: terms(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferred: weighted(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAnti: weighted(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
  }
}

function affinityTerm(
  { labelSelector, namespaces, namespaceSelector, topologyKey }: PodAffinityTerm,
  own: string,
): AffinityTerm {
  const named = namespaces ?? []
  const names = named.length === 0 && !namespaceSelector ? [own] : [...named].sort()
  const ofNamespaces = selectorOf(namespaceSelector)
  const selector = selectorOf(labelSelector)
  return {
    namespaces: new Set(names),
    namespaceSelector: ofNamespaces,
    selector,
    topologyKey,
    key: `${topologyKey}|${names.join(',')}|${textOf(ofNamespaces)}|${textOf(selector)}`,
  }
}

/** Whether a term means a pod; `namespaceLabels` are those of the pod's namespace. */
export function termMatches(term: AffinityTerm, { metadata }: Pod, namespaceLabels: Labels): boolean {
  if (!term.namespaces.has(metadata.namespace ?? '') && !term.namespaceSelector.matches(namespaceLabels)) return false
  return term.selector.matches(metadata.labels)
}
