// The terms of the pod that is to be placed, with the placed pods they mean. Namespace selectors are turned into names first;
// they then still match as if namespaces had no labels, as upstream's do (mergeAffinityTermNamespacesIfNotEmpty changes a copy).
// Upstream: pkg/scheduler/framework/plugins/interpodaffinity/plugin.go.
import type { Labels } from '../../../model/labels.ts'
import { type AffinityTerm, termMatches } from '../affinity-terms.ts'
import type { Handle, Pod } from '../contract.ts'
import type { PodCount } from '../pod-counts.ts'
import { isEmpty } from '../selectors.ts'

const noLabels: Labels = {}

/** A term with the names of the namespaces its selector chooses now. */
export function withNamespaces(handle: Handle, term: AffinityTerm): AffinityTerm {
  const { namespaceSelector } = term
  if (namespaceSelector.nothing || isEmpty(namespaceSelector)) return term
  const namespaces = new Set(term.namespaces)
  for (const { metadata } of handle.client.lister.list('namespaces')) {
    if (namespaceSelector.matches(metadata.labels)) namespaces.add(metadata.name ?? '')
  }
  return { ...term, namespaces, key: `${term.key}|${[...namespaces].sort().join(',')}` }
}

/** Whether one of the incoming pod's terms means a pod. */
export const means = (term: AffinityTerm, pod: Pod): boolean => termMatches(term, pod, noLabels)

/** Whether all of them do; false when there are none. */
export const meanAll = (terms: readonly AffinityTerm[], pod: Pod): boolean =>
  terms.length > 0 && terms.every((term) => means(term, pod))

/** The placed pods that all the terms mean. */
export function countMeant(handle: Handle, terms: readonly AffinityTerm[]): PodCount {
  return handle.count({
    key: `affinity|${terms.map(({ key }) => key.slice(key.indexOf('|'))).join('&')}`,
    matches: (pod) => meanAll(terms, pod),
  })
}
