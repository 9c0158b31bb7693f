// While a pod is held by scheduling gates its placement may still be narrowed: selectors and node affinity may grow.
// Upstream: pkg/apis/core/validation/validation.go (validateNodeSelectorMutation, validateNodeAffinityMutation).
import type { NodeAffinity, NodeSelectorTerm, PodSpec } from '../../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { internalForm } from '../../lib/pod-spec/internal-form.ts'
import { POD_SPEC_PATH } from '../../lib/pod-spec/validate.ts'

/** Judges the narrowing and sets it back in `masked`. */
export function maskGatedChanges(masked: PodSpec, old: PodSpec, errors: FieldErrors): void {
  if (!deepEqual(masked.nodeSelector, old.nodeSelector)) {
    validateNodeSelectorGrowth(masked.nodeSelector ?? {}, old.nodeSelector ?? {}, errors)
    masked.nodeSelector = old.nodeSelector
  }
  const before = old.affinity?.nodeAffinity
  if (deepEqual(masked.affinity?.nodeAffinity, before)) return
  validateNodeAffinityGrowth(masked.affinity?.nodeAffinity, before, errors)
  const { podAffinity, podAntiAffinity } = masked.affinity ?? {}
  const onlyNodes = podAffinity === undefined && podAntiAffinity === undefined
  if (old.affinity === undefined && onlyNodes) masked.affinity = undefined
  else masked.affinity = { ...masked.affinity, nodeAffinity: before }
}

function validateNodeSelectorGrowth(
  selector: Readonly<Record<string, string>>,
  old: Readonly<Record<string, string>>,
  errors: FieldErrors,
): void {
  if (Object.keys(old).every((key) => selector[key] === old[key])) return
  const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'
  const shown = Object.keys(selector).length > 0 ? selector : undefined
  errors.invalid(POD_SPEC_PATH.child('nodeSelector'), shown, detail)
}

function validateNodeAffinityGrowth(
  affinity: NodeAffinity | undefined,
  old: NodeAffinity | undefined,
  errors: FieldErrors,
): void {
  const before = old?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  if (before.length === 0) return
  const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  const required = 'requiredDuringSchedulingIgnoredDuringExecution'
  const path = POD_SPEC_PATH.child('affinity', 'nodeAffinity', required, 'nodeSelectorTerms')
  const show = (term: NodeSelectorTerm) => internalForm('NodeSelectorTerm', term)
  if (terms?.length !== before.length) {
    const detail = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed'
    errors.invalid(path, terms?.map(show), detail)
    return
  }
  for (const [i, term] of terms.entries()) {
    if (onlyGrows(term, before[i]!)) continue
    errors.invalid(path.index(i), show(term), 'only additions are allowed (no mutations or deletions)')
  }
}

function onlyGrows(term: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const lists = ['matchExpressions', 'matchFields'] as const
  if (lists.every((list) => !old[list]?.length)) return lists.every((list) => !term[list]?.length)
  return lists.every((list) => {
    const before = old[list] ?? []
    return deepEqual((term[list] ?? []).slice(0, before.length), before)
  })
}
