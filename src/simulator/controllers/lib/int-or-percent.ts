// Numbers or shares of a whole. Upstream: apimachinery/pkg/util/intstr GetScaledValueFromIntOrPercent.

/** `value` itself, or its percentage of `total` rounded up or down. */
export function scaled(value: number | string | null | undefined, total: number, roundUp: boolean): number {
  if (value === undefined || value === null) return 0
  if (typeof value === 'number') return value
  const share = (Number.parseInt(value, 10) * total) / 100
  return roundUp ? Math.ceil(share) : Math.floor(share)
}
