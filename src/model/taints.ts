// Which taints a pod's tolerations put up with. Upstream: api/core/v1/{toleration,taint}.go and
// component-helpers/scheduling/corev1/helpers.go. The operators Lt and Gt count only with the feature gate
// TaintTolerationComparisonOperators, which is alpha and off in 1.36.
import type { Taint, Toleration } from '../generated/api/core.v1.ts'

/** Whether one toleration covers one taint. */
export function tolerates(toleration: Toleration, taint: Taint, comparisonOperators = false): boolean {
  const { key, effect, operator, value } = toleration
  if (effect !== undefined && effect !== '' && effect !== taint.effect) return false
  if (key !== undefined && key !== '' && key !== taint.key) return false
  switch (operator ?? '') {
    case '':
    case 'Equal':
      return (value ?? '') === (taint.value ?? '')
    case 'Exists':
      return true
    case 'Lt':
    case 'Gt':
      return comparisonOperators && compares(operator === 'Gt', value ?? '', taint.value ?? '')
    default:
      return false
  }
}

const decimalInteger = /^(0|-?[1-9][0-9]*)$/

function compares(greater: boolean, tolerated: string, tainted: string): boolean {
  if (!decimalInteger.test(tolerated) || !decimalInteger.test(tainted)) return false
  const limit = BigInt(tolerated)
  const value = BigInt(tainted)
  if (BigInt.asIntN(64, limit) !== limit || BigInt.asIntN(64, value) !== value) return false
  return greater ? value > limit : value < limit
}

/** Whether any toleration covers the taint. */
export function toleratesTaint(
  tolerations: readonly Toleration[] | undefined,
  taint: Taint,
  comparisonOperators = false,
): boolean {
  for (const toleration of tolerations ?? []) if (tolerates(toleration, taint, comparisonOperators)) return true
  return false
}

/** The first taint that `counts` and no toleration covers. */
export function findUntoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  counts: (taint: Taint) => boolean = () => true,
  comparisonOperators = false,
): Taint | undefined {
  for (const taint of taints ?? [])
    if (counts(taint) && !toleratesTaint(tolerations, taint, comparisonOperators)) return taint
  return undefined
}

/** The taints that keep a pod from being scheduled. */
export function blocksScheduling(taint: Taint): boolean {
  return taint.effect === 'NoSchedule' || taint.effect === 'NoExecute'
}

/** Whether two taints are the same by key and effect. */
export function sameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect
}

/** `key=value:effect` as upstream prints taints. */
export function formatTaint({ key, value = '', effect = '' }: Taint): string {
  if (effect === '') return value === '' ? key : `${key}=${value}:`
  return value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`
}
