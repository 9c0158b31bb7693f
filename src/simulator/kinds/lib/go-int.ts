// Integers in text as Go's strconv reads them. Upstream: strconv.ParseInt(text, 10, 64).
import { quote } from '../../../model/quote.ts'

const INTEGER = /^[+-]?[0-9]+$/

/** The number, or what ParseInt says against the text. */
export function parseGoInt64(text: string): bigint | { readonly error: string } {
  if (!INTEGER.test(text)) return { error: `strconv.ParseInt: parsing ${quote(text)}: invalid syntax` }
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  if (BigInt.asIntN(64, value) === value) return value
  return { error: `strconv.ParseInt: parsing ${quote(text)}: value out of range` }
}
