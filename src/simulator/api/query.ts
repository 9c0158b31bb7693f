// Parameters of a query as the options of requests hold them. Upstream: apimachinery/pkg/runtime/conversion.go.
import { quote } from '../../model/quote.ts'
import { badRequest } from './status/status-error.ts'

const WHOLE = /^[+-]?\d+$/

/** Only `false` and `0` say no; undefined where the parameter is not there. */
export function queryFlag(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text !== '0' && text.toLowerCase() !== 'false'
}

/** A whole number of 64 bits. */
export function queryNumber(text: string): number {
  if (!WHOLE.test(text)) throw badRequest(`strconv.ParseInt: parsing ${quote(text)}: invalid syntax`)
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  if (BigInt.asIntN(64, value) !== value)
    throw badRequest(`strconv.ParseInt: parsing ${quote(text)}: value out of range`)
  return Number(value)
}
