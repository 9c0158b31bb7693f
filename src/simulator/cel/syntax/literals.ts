// Numbers as written. Upstream: VisitInt, VisitUint, VisitDouble in cel-go parser/parser.go.
import { Uint } from '../values/value.ts'

const MAX_INT = 2n ** 63n - 1n
const MIN_INT = -(2n ** 63n)
const MAX_UINT = 2n ** 64n - 1n

/** An int, or what is wrong with it. */
export function intLiteral(text: string, negative: boolean): bigint | { readonly error: string } {
  const value = negative ? -BigInt(text) : BigInt(text)
  return value > MAX_INT || value < MIN_INT ? { error: 'invalid int literal' } : value
}

/** A uint, its `u` at the end. */
export function uintLiteral(text: string): Uint | { readonly error: string } {
  const value = BigInt(text.slice(0, -1))
  return value > MAX_UINT ? { error: 'invalid uint literal' } : new Uint(value)
}

/** A double; one that is too large is none. */
export function doubleLiteral(text: string, negative: boolean): number | { readonly error: string } {
  const value = Number(text)
  if (!Number.isFinite(value)) return { error: 'invalid double literal' }
  return negative ? -value : value
}
