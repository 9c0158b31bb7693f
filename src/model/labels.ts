// Label selectors, from their text (`app=web,!legacy`) and from LabelSelector objects, as cached matchers.
// Upstream: apimachinery/pkg/labels/selector.go and metav1.LabelSelectorAsSelector.
import type { LabelSelector } from '../generated/api/meta.v1.ts'
import {
  formatRequirement,
  type LabelOperator,
  type LabelRequirement,
  type Labels,
  matchesRequirement,
  requirementError,
} from './label-requirement.ts'
import { parseSelectorText } from './label-selector-text.ts'
import { quote } from './quote.ts'

export type { LabelOperator, LabelRequirement, Labels } from './label-requirement.ts'

/** A selector ready to match labels. */
export interface Selector {
  readonly requirements: readonly LabelRequirement[]
  /** True where nothing can match, as for a LabelSelector that is not there. */
  readonly nothing: boolean
  /** As upstream prints it. */
  readonly text: string
  matches(labels: Labels | null | undefined): boolean
}

const noLabels: Labels = {}

function selectorOf(requirements: readonly LabelRequirement[]): Selector {
  const matches = (labels: Labels | null | undefined) => {
    for (const requirement of requirements) if (!matchesRequirement(requirement, labels ?? noLabels)) return false
    return true
  }
  return { requirements, nothing: false, text: requirements.map(formatRequirement).join(','), matches }
}

/** Matches every object. */
export const everything: Selector = selectorOf([])

/** Matches no object. */
export const nothing: Selector = { requirements: [], nothing: true, text: '', matches: () => false }

/** Tells a selector's error from the selector. */
export function isSelectorError(result: Selector | { error: string }): result is { error: string } {
  return 'error' in result
}

const CACHE_LIMIT = 1024
const byText = new Map<string, Selector | { error: string }>()

/** Reads a selector as `labels.Parse` does, with its error texts; remembered, up to a bound. */
export function parseSelector(text: string): Selector | { error: string } {
  const known = byText.get(text)
  if (known !== undefined) return known
  const parsed = parseSelectorText(text)
  const result = 'error' in parsed ? parsed : selectorOf(parsed.requirements)
  if (byText.size >= CACHE_LIMIT) byText.clear()
  byText.set(text, result)
  return result
}

const operators: Readonly<Record<string, LabelOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
}

const byObject = new WeakMap<LabelSelector, Selector | { error: string }>()

/** The selector of a LabelSelector object (none matches nothing, an empty one everything); remembered per object. */
export function selectorOfObject(object: LabelSelector | null | undefined): Selector | { error: string } {
  if (object === null || object === undefined) return nothing
  let known = byObject.get(object)
  if (known === undefined) {
    known = convertObject(object)
    byObject.set(object, known)
  }
  return known
}

function convertObject(object: LabelSelector): Selector | { error: string } {
  const requirements: LabelRequirement[] = []
  for (const [key, value] of Object.entries(object.matchLabels ?? {}))
    requirements.push({ key, operator: '=', values: [value] })
  for (const expression of object.matchExpressions ?? []) {
    const operator = operators[expression.operator]
    if (operator === undefined) return { error: `${quote(expression.operator)} is not a valid label selector operator` }
    requirements.push({ key: expression.key, operator, values: expression.values ?? [] })
  }
  for (const requirement of requirements) {
    const error = requirementError(requirement)
    if (error !== undefined) return { error }
  }
  return selectorOf(requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)))
}

/** Whether a LabelSelector object matches; one that is not valid matches nothing. */
export function matchesLabelSelector(
  object: LabelSelector | null | undefined,
  labels: Labels | null | undefined,
): boolean {
  const selector = selectorOfObject(object)
  return !('error' in selector) && selector.matches(labels)
}

/** Whether labels hold all pairs of a plain selector such as a Service's; an empty one matches everything. */
export function matchesSet(set: Labels | null | undefined, labels: Labels | null | undefined): boolean {
  if (set === null || set === undefined) return true
  for (const key in set) if (labels?.[key] !== set[key]) return false
  return true
}

/** A matcher for a selector in text, or the error's text. */
export function labelSelectorMatcher(text: string): ((labels: Labels) => boolean) | string {
  const selector = parseSelector(text)
  return 'error' in selector ? selector.error : selector.matches
}
