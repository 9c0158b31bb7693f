// Which nodes a pod's nodeSelector and node affinity allow, and how much it likes them.
// Upstream: component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go.
import type {
  Node,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
  PreferredSchedulingTerm,
} from '../generated/api/core.v1.ts'
import { type LabelOperator, type LabelRequirement, matchesRequirement, requirementError } from './label-requirement.ts'
import { matchesSet } from './labels.ts'

const operators: Readonly<Record<string, LabelOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
}

/** A term that matches nothing when one of its requirements is not valid. */
type Term = { readonly labels: readonly LabelRequirement[]; readonly fields: readonly NodeSelectorRequirement[] }

const terms = new WeakMap<NodeSelectorTerm, Term | undefined>()

function parsed(term: NodeSelectorTerm): Term | undefined {
  if (!terms.has(term)) terms.set(term, parse(term))
  return terms.get(term)
}

function parse({ matchExpressions, matchFields }: NodeSelectorTerm): Term | undefined {
  const labels: LabelRequirement[] = []
  for (const { key, operator, values } of matchExpressions ?? []) {
    const known = operators[operator]
    if (known === undefined) return undefined
    const requirement = { key, operator: known, values: values ?? [] }
    if (requirementError(requirement) !== undefined) return undefined
    labels.push(requirement)
  }
  const fields = matchFields ?? []
  const valid = fields.every(
    ({ operator, values }) => (operator === 'In' || operator === 'NotIn') && values?.length === 1,
  )
  return valid && labels.length + fields.length > 0 ? { labels, fields } : undefined
}

/** Whether one term of a node selector matches; an empty one matches no node. */
export function matchesNodeSelectorTerm(term: NodeSelectorTerm, node: Node): boolean {
  const known = parsed(term)
  if (known === undefined) return false
  const labels = node.metadata.labels ?? {}
  for (const requirement of known.labels) if (!matchesRequirement(requirement, labels)) return false
  for (const { key, operator, values } of known.fields) {
    const actual = key === 'metadata.name' ? (node.metadata.name ?? '') : ''
    if ((actual === values?.[0]) !== (operator === 'In')) return false
  }
  return true
}

/** Whether a node is one of those a node selector (of a pod or a volume) allows. */
export function matchesNodeSelectorTerms(list: readonly NodeSelectorTerm[] | null | undefined, node: Node): boolean {
  return (list ?? []).some((term) => matchesNodeSelectorTerm(term, node))
}

/** Whether a pod's nodeSelector and required node affinity let it onto a node. */
export function matchesRequiredNodeAffinity(pod: Pod, node: Node): boolean {
  if (!matchesSet(pod.spec.nodeSelector, node.metadata.labels)) return false
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return required === undefined || matchesNodeSelectorTerms(required.nodeSelectorTerms, node)
}

/** The weights of the preferences of a pod that a node meets. */
export function preferredNodeAffinityScore(pod: Pod, node: Node): number {
  return preferredTermsScore(
    pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [],
    node,
  )
}

/** The weights of those preferences that a node meets. */
export function preferredTermsScore(preferred: readonly PreferredSchedulingTerm[], node: Node): number {
  let score = 0
  for (const { weight, preference } of preferred) if (matchesNodeSelectorTerm(preference, node)) score += weight
  return score
}
