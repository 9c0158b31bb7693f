// The selector of a workload: there, valid, not empty, fixed. Upstream: pkg/apis/apps/validation/validation.go.
import type { PodTemplateSpec } from '../../../../generated/api/core.v1.ts'
import type { LabelSelector } from '../../../../generated/api/meta.v1.ts'
import { type Selector, selectorOfObject } from '../../../../model/labels.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateLabelSelector } from '../validation/labels.ts'

/** `spec`. */
export const SPEC = Path.of('spec')
/** `spec.selector`. */
export const SELECTOR = SPEC.child('selector')
/** `spec.template`. */
export const TEMPLATE = SPEC.child('template')

/** Whether a selector has neither labels nor expressions. */
export const isEmptySelector = (selector: LabelSelector): boolean =>
  Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0

/** Judges a selector that must be there; `owner` is the kind as the message names it. */
export function validateRequiredSelector(selector: LabelSelector | null, owner: string, errors: FieldErrors): void {
  if (selector === null) {
    errors.required(SELECTOR)
    return
  }
  validateLabelSelector(selector, SELECTOR, errors)
  if (isEmptySelector(selector)) errors.invalid(SELECTOR, selector, `empty selector is invalid for ${owner}`)
}

/** The selector ready to match; undefined, with `detail` as the problem, when it cannot be made. */
export function usableSelector(
  selector: LabelSelector | null,
  detail: string,
  errors: FieldErrors,
): Selector | undefined {
  const usable = selectorOfObject(selector)
  if (!('error' in usable)) return usable
  errors.invalid(SELECTOR, selector, detail)
  return undefined
}

/** Whether the template's labels are selected; an empty selector asks nothing. */
export const selectsTemplate = (selector: Selector, { metadata }: PodTemplateSpec): boolean =>
  (selector.requirements.length === 0 && !selector.nothing) || selector.matches(metadata.labels)

/** The selector as tables show it. */
export function selectorCell(selector: LabelSelector | null | undefined): string {
  const usable = selectorOfObject(selector)
  return 'error' in usable ? '<error>' : usable.text || '<none>'
}
