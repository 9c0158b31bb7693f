// Selectors the scheduler puts together itself (terms of affinity, constraints of spreading), and what it asks of selectors
// beyond matching. Upstream: apimachinery/pkg/labels/selector.go.
import type { LabelSelector } from '../../generated/api/meta.v1.ts'
import { formatRequirement, type LabelRequirement, matchesRequirement } from '../../model/label-requirement.ts'
import { type Labels, nothing, type Selector, selectorOfObject } from '../../model/labels.ts'

const noLabels: Labels = {}

/** A selector of requirements known to be valid. */
export function selectorFrom(requirements: readonly LabelRequirement[]): Selector {
  const sorted = [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return {
    requirements: sorted,
    nothing: false,
    text: sorted.map(formatRequirement).join(','),
    matches(labels) {
      for (const requirement of sorted) if (!matchesRequirement(requirement, labels ?? noLabels)) return false
      return true
    },
  }
}

/** The selector of an object; one that is not valid matches nothing. */
export function selectorOf(object: LabelSelector | null | undefined): Selector {
  const selector = selectorOfObject(object)
  return 'error' in selector ? nothing : selector
}

/** True for the selector without requirements: it matches everything. */
export const isEmpty = (selector: Selector): boolean => !selector.nothing && selector.requirements.length === 0

/** Exact pairs as requirements. */
export const pairs = (set: Labels): LabelRequirement[] =>
  Object.entries(set).map(([key, value]) => ({ key, operator: '=', values: [value] }))

/** Equal texts mean equal selectors. */
export const textOf = (selector: Selector): string => (selector.nothing ? '<none>' : selector.text)
