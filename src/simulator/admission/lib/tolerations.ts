// Tolerations laid together, and held against those that are allowed. Upstream: pkg/util/tolerations/tolerations.go.
import type { Toleration } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'

/** Each toleration once, without those that another covers. */
export function mergeTolerations(all: readonly Toleration[]): Toleration[] {
  const merged: Toleration[] = []
  for (const [i, one] of all.entries()) {
    if (merged.some((kept) => covers(kept, one))) continue
    if (all.slice(i + 1).some((later) => !deepEqual(one, later) && covers(later, one))) continue
    merged.push({ ...one })
  }
  return merged
}

/** Whether `wide` tolerates at least what `narrow` does. */
function covers(wide: Toleration, narrow: Toleration): boolean {
  if (deepEqual(wide, narrow)) return true
  if (wide.key !== narrow.key && !(wide.key === undefined && wide.operator === 'Exists')) return false
  if (wide.effect !== narrow.effect && wide.effect !== undefined) return false
  if (wide.effect === 'NoExecute' && wide.tolerationSeconds !== undefined) {
    if (narrow.tolerationSeconds === undefined || wide.tolerationSeconds < narrow.tolerationSeconds) return false
  }
  const operator = wide.operator || 'Equal'
  if (operator === 'Equal') return narrow.operator === 'Equal' && (wide.value ?? '') === (narrow.value ?? '')
  return operator === 'Exists'
}

/** Whether each of the tolerations is covered by one that is allowed; an empty list allows all. */
export const areAllowed = (tolerations: readonly Toleration[], allowed: readonly Toleration[]): boolean =>
  allowed.length === 0 || tolerations.every((one) => allowed.some((wide) => covers(wide, one)))
