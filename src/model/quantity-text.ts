// Splits the text of a quantity into sign, digits and suffix, and tells what a suffix means.
// Upstream: parseQuantityString in apimachinery/pkg/api/resource/quantity.go, and suffix.go. As lenient as they are: "", "1.",
// ".5", "+" and "m" all have digits ("0" where none are written); only the shape is judged here, the suffix afterwards.

/** The notation a quantity was written in, and will be printed in. */
export type QuantityFormat = 'DecimalExponent' | 'BinarySI' | 'DecimalSI'

/** The pieces of a quantity's text: leading zeros of the whole part are gone. */
export interface QuantityParts {
  readonly negative: boolean
  readonly whole: string
  readonly fraction: string
  readonly suffix: string
}

/** What a suffix stands for: base^exponent. */
export interface QuantitySuffix {
  readonly base: 2 | 10
  readonly exponent: number
  readonly format: QuantityFormat
}

const isDigit = (code: number) => code >= 48 && code <= 57

function skipDigits(text: string, from: number): number {
  let at = from
  while (at < text.length && isDigit(text.charCodeAt(at))) at++
  return at
}

/** The pieces, or undefined when the text does not have the shape of a quantity. */
export function splitQuantity(text: string): QuantityParts | undefined {
  const end = text.length
  const negative = text[0] === '-'
  let at = negative || text[0] === '+' ? 1 : 0
  while (at < end && text[at] === '0') at++
  if (at >= end) return { negative: false, whole: '0', fraction: '', suffix: '' }
  let stop = skipDigits(text, at)
  const whole = text.slice(at, stop) || '0'
  let fraction = ''
  at = stop
  if (at < end && text[at] === '.') {
    stop = skipDigits(text, at + 1)
    fraction = text.slice(at + 1, stop)
    at = stop
  }
  const suffixStart = at
  while (at < end && 'eEinumkKMGTP'.includes(text[at] as string)) at++
  if (at < end && (text[at] === '-' || text[at] === '+')) at++
  if (skipDigits(text, at) < end) return undefined
  return { negative, whole, fraction, suffix: text.slice(suffixStart) }
}

const decimal = (exponent: number): QuantitySuffix => ({ base: 10, exponent, format: 'DecimalSI' })
const binary = (exponent: number): QuantitySuffix => ({ base: 2, exponent, format: 'BinarySI' })

const suffixes = new Map<string, QuantitySuffix>([
  ['', decimal(0)],
  ['n', decimal(-9)],
  ['u', decimal(-6)],
  ['m', decimal(-3)],
  ['k', decimal(3)],
  ['M', decimal(6)],
  ['G', decimal(9)],
  ['T', decimal(12)],
  ['P', decimal(15)],
  ['E', decimal(18)],
  ['Ki', binary(10)],
  ['Mi', binary(20)],
  ['Gi', binary(30)],
  ['Ti', binary(40)],
  ['Pi', binary(50)],
  ['Ei', binary(60)],
])

const exponentShape = /^[eE][+-]?[0-9]+$/

/** What a suffix means, or undefined when it is none. An exponent that leaves int64 is none; one that leaves int32 wraps. */
export function suffixOf(suffix: string): QuantitySuffix | undefined {
  const known = suffixes.get(suffix)
  if (known !== undefined) return known
  if (!exponentShape.test(suffix)) return undefined
  const exponent = BigInt(suffix[1] === '+' ? suffix.slice(2) : suffix.slice(1))
  if (BigInt.asIntN(64, exponent) !== exponent) return undefined
  return { base: 10, exponent: Number(BigInt.asIntN(32, exponent)), format: 'DecimalExponent' }
}
