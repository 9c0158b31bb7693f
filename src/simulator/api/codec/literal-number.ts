// A number as it was written in a text, kept where JSON.stringify of its value would print something else ("1.0", "1e3",
// integers beyond 2^53). Go judges the written text: an int32 field refuses 1.0. Decoded objects hold plain numbers, so an
// int64 beyond 2^53 is rounded to the nearest double there; no field of the API needs more.

/** The text of a number literal. */
export class LiteralNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** The literal of a number, as the client wrote it or would write it. */
export function literalOf(value: number | bigint | LiteralNumber): string {
  if (value instanceof LiteralNumber) return value.text
  if (typeof value === 'bigint') return value.toString()
  return JSON.stringify(value)
}

const integerShape = /^-?[0-9]+$/
const MAX_INT64 = 9223372036854775807n

/** An int64 as strconv.ParseInt reads it, to the nearest double; undefined for anything else or out of range. */
export function parseInt64(text: string): number | undefined {
  if (!integerShape.test(text)) return undefined
  const number = Number(text)
  if (Number.isSafeInteger(number)) return number
  const exact = BigInt(text)
  return exact > MAX_INT64 || exact < -MAX_INT64 - 1n ? undefined : number
}
