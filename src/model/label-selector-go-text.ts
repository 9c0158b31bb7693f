// A LabelSelector object as Go prints it with %v, which some messages and tables do. Upstream: the generated String methods of
// apimachinery/pkg/apis/meta/v1/generated.pb.go.
import type { LabelSelector } from '../generated/api/meta.v1.ts'

/** `&LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement{},}`. */
export function labelSelectorGoText(selector: LabelSelector | null | undefined): string {
  if (selector === null || selector === undefined) return 'nil'
  const { matchLabels, matchExpressions } = selector
  const labels = Object.entries(matchLabels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`)
    .join('')
  const expressions = (matchExpressions ?? [])
    .map(
      ({ key, operator, values }) =>
        `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${(values ?? []).join(' ')}],},`,
    )
    .join('')
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${expressions}},}`
}
