// Integers that are JS numbers while they are safe and bigint beyond: the arithmetic under quantities.
// Upstream: apimachinery/pkg/api/resource/math.go. Shifts by absurd powers of ten are bounded: no quantity that can come out
// of an API object needs more, and an exponent in the billions must not eat the machine.

const SHIFT_LIMIT = 4096

/** A bigint as a number when that is exact. */
export function tidyInteger(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** value × 10^places. */
export function scaleUp(value: number | bigint, places: number): number | bigint {
  if (places === 0 || value === 0) return value
  if (typeof value === 'number' && places <= 15) {
    const product = value * 10 ** places
    if (Number.isSafeInteger(product)) return product
  }
  return tidyInteger(BigInt(value) * 10n ** BigInt(Math.min(places, SHIFT_LIMIT)))
}

/** Takes all factors `base` out of a value other than zero: value × base^times is what came in. */
export function removeFactors(value: number | bigint, base: 10 | 1024): { value: number | bigint; times: number } {
  let times = 0
  let rest = value
  if (typeof rest === 'bigint') {
    const big = BigInt(base)
    while (rest !== 0n && rest % big === 0n) {
      rest /= big
      times++
    }
    return { value: tidyInteger(rest), times }
  }
  while (rest !== 0 && rest % base === 0) {
    rest /= base
    times++
  }
  return { value: rest, times }
}

/** How many decimal digits the magnitude has. */
export function digitCount(value: number | bigint): number {
  const text = String(value)
  return text[0] === '-' ? text.length - 1 : text.length
}

/** Wraps to int64, as Go's conversions do, and returns the nearest JS number. */
export function toInt64(value: bigint): number {
  return Number(BigInt.asIntN(64, value))
}
