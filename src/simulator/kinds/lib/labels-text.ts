// Sets of labels as texts in the cells of tables. Upstream: labels.FormatLabels in apimachinery/pkg/labels/labels.go.
import type { LabelSelector } from '../../../generated/api/meta.v1.ts'
import { isSelectorError, selectorOfObject } from '../../../model/labels.ts'

/** `a=b,c=d` in order, `<none>` for an empty set. */
export function formatLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return pairs.sort().join(',') || '<none>'
}

/** A label selector as text, `<none>` when it selects everything. Upstream: metav1.FormatLabelSelector. */
export function labelSelectorText(selector: LabelSelector | undefined): string {
  const parsed = selectorOfObject(selector)
  if (isSelectorError(parsed)) return '<error>'
  return parsed.text || '<none>'
}
