// Bounds of sizes and costs that never pass 2^64-1. Upstream: cel-go checker/cost.go (SizeEstimate, CostEstimate).

/** The most there is: what cannot be bounded. */
export const UNBOUNDED = 2 ** 64

/** At least and at most. */
export interface Bounds {
  readonly min: number
  readonly max: number
}

const capped = (value: number): number => (value > UNBOUNDED ? UNBOUNDED : value)

export const exactly = (value: number): Bounds => ({ min: value, max: value })
export const UNKNOWN: Bounds = { min: 0, max: UNBOUNDED }
export const FREE = exactly(0)
export const ONE = exactly(1)

export const plus = (a: Bounds, b: Bounds): Bounds => ({ min: capped(a.min + b.min), max: capped(a.max + b.max) })
export const times = (a: Bounds, b: Bounds): Bounds => ({ min: capped(a.min * b.min), max: capped(a.max * b.max) })
export const union = (a: Bounds, b: Bounds): Bounds => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) })

/** A fraction of each, rounded up. */
export const scaled = (a: Bounds, factor: number): Bounds => ({
  min: capped(Math.ceil(a.min * factor)),
  max: capped(Math.ceil(a.max * factor)),
})

/** The sum of all. */
export const total = (all: readonly Bounds[]): Bounds => all.reduce(plus, FREE)
