// Which version comes first: v2 before v1, v1 before v1beta2, that before v1alpha1, all others after, by name.
// Upstream: apimachinery/pkg/version/helpers.go CompareKubeAwareVersionStrings.

const VERSION = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/
const STAGES = ['alpha', 'beta', undefined]

/** Negative when `a` comes before `b`. */
export function comparePriority(a: string, b: string): number {
  if (a === b) return 0
  const x = VERSION.exec(a)
  const y = VERSION.exec(b)
  if (x === null || y === null) {
    if (x !== null || y !== null) return x === null ? 1 : -1
    return a < b ? -1 : 1
  }
  const stage = STAGES.indexOf(y[2]) - STAGES.indexOf(x[2])
  if (stage !== 0) return stage
  const major = Number(y[1]) - Number(x[1])
  return major !== 0 ? major : Number(y[3] ?? 0) - Number(x[3] ?? 0)
}
