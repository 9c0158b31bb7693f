// Labels of nodes that are gone or going, and selectors that match nothing.
// Upstream: pkg/api/pod/warnings.go, pkg/api/node/util.go.
import type { Affinity, NodeSelectorTerm, PodSpec } from '../../../../generated/api/core.v1.ts'
import type { Path } from '../../../api/status/path.ts'
import { isValidLabelValue } from '../validation/names.ts'

const OLD_NODE_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
}
const NULL_SELECTOR = 'a null labelSelector results in matching no pod'

/** What is said of a node label nobody should use any more; undefined for others. */
export const oldNodeLabel = (label: string): string | undefined =>
  Object.hasOwn(OLD_NODE_LABELS, label) ? OLD_NODE_LABELS[label] : undefined

/** Node selectors, node affinity and spread constraints. */
export function placementWarnings(spec: PodSpec, specPath: Path): readonly string[] {
  const warnings: string[] = []
  for (const key in spec.nodeSelector) {
    const old = oldNodeLabel(key)
    if (old !== undefined) warnings.push(`${specPath.child('nodeSelector').key(key)}: ${old}`)
  }
  const affinity = spec.affinity?.nodeAffinity
  if (affinity) {
    const path = specPath.child('affinity', 'nodeAffinity')
    const required = path.child('requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms')
    const terms = affinity.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
    for (const [i, term] of terms.entries()) warnings.push(...termWarnings(term, false, required.index(i)))
    const preferred = path.child('preferredDuringSchedulingIgnoredDuringExecution')
    for (const [i, { preference }] of (affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      warnings.push(...termWarnings(preference, true, preferred.index(i).child('preference')))
    }
  }
  for (const [i, { topologyKey, labelSelector }] of (spec.topologySpreadConstraints ?? []).entries()) {
    const path = specPath.child('topologySpreadConstraints').index(i)
    const old = oldNodeLabel(topologyKey)
    if (old !== undefined) warnings.push(`${path.child('topologyKey')}: ${topologyKey} is ${old}`)
    if (labelSelector === undefined) warnings.push(`${path.child('labelSelector')}: ${NULL_SELECTOR}`)
  }
  return warnings
}

/** The label keys of a node selector's term and, for preferences, values that can never match. */
export function termWarnings(term: NodeSelectorTerm, checkValues: boolean, path: Path): readonly string[] {
  const warnings: string[] = []
  for (const [i, { key, values = [] }] of (term.matchExpressions ?? []).entries()) {
    const place = path.child('matchExpressions').index(i)
    const old = oldNodeLabel(key)
    if (old !== undefined) warnings.push(`${place.child('key')}: ${key} is ${old}`)
    if (!checkValues) continue
    for (const [j, value] of values.entries()) {
      for (const problem of isValidLabelValue(value)) {
        warnings.push(`${place.child('values').index(j)}: ${value} is invalid, ${problem}`)
      }
    }
  }
  return warnings
}

/** Pod affinity terms without a label selector. */
export function nullSelectorWarnings({ podAffinity, podAntiAffinity }: Affinity, path: Path): readonly string[] {
  const warnings: string[] = []
  const sides = [
    [podAffinity, path.child('podAffinity')],
    [podAntiAffinity, path.child('podAntiAffinity')],
  ] as const
  for (const [side, at] of sides) {
    const required = at.child('requiredDuringSchedulingIgnoredDuringExecution')
    for (const [i, { labelSelector }] of (side?.requiredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      if (labelSelector === undefined) warnings.push(`${required.index(i).child('labelSelector')}: ${NULL_SELECTOR}`)
    }
    const preferred = at.child('preferredDuringSchedulingIgnoredDuringExecution')
    for (const [i, { podAffinityTerm }] of (side?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      if (podAffinityTerm.labelSelector !== undefined) continue
      warnings.push(`${preferred.index(i).child('podAffinityTerm', 'labelSelector')}: ${NULL_SELECTOR}`)
    }
  }
  return warnings
}
