// One field of a cron schedule: lists of ranges with steps, names of months and days.
// Upstream: getField, getRange in github.com/robfig/cron/v3 parser.go.
import type { CronField } from './cron.ts'
import { quote } from './quote.ts'

interface Bounds {
  readonly min: number
  readonly max: number
  readonly names?: Readonly<Record<string, number>>
}

const namesOf = (names: string, first: number): Readonly<Record<string, number>> =>
  Object.fromEntries(names.split(' ').map((name, i) => [name, i + first]))

const BOUNDS = {
  minute: { min: 0, max: 59 },
  hour: { min: 0, max: 23 },
  dayOfMonth: { min: 1, max: 31 },
  month: { min: 1, max: 12, names: namesOf('jan feb mar apr may jun jul aug sep oct nov dec', 1) },
  dayOfWeek: { min: 0, max: 6, names: namesOf('sun mon tue wed thu fri sat', 0) },
} satisfies Record<string, Bounds>

class Refusal {
  readonly error: string
  constructor(error: string) {
    this.error = error
  }
}

/** The values of a field such as `1-5,*\/15`, or what is wrong with it. */
export function getField(text: string, which: keyof typeof BOUNDS): CronField | { error: string } {
  const values = new Set<number>()
  let star = false
  try {
    for (const expression of text.split(',')) {
      if (expression !== '' && addRange(expression, BOUNDS[which], values)) star = true
    }
  } catch (refusal) {
    if (refusal instanceof Refusal) return { error: refusal.error }
    throw refusal
  }
  return { values, star }
}

/** Adds a range's values; true when the range does not restrict. */
function addRange(expression: string, bounds: Bounds, values: Set<number>): boolean {
  const rangeAndStep = expression.split('/')
  const lowAndHigh = rangeAndStep[0]!.split('-')
  let star = lowAndHigh[0] === '*' || lowAndHigh[0] === '?'
  let [start, end] = [bounds.min, bounds.max]
  if (!star) {
    start = intOrName(lowAndHigh[0]!, bounds)
    if (lowAndHigh.length > 2) throw new Refusal(`too many hyphens: ${expression}`)
    end = lowAndHigh.length === 1 ? start : intOrName(lowAndHigh[1]!, bounds)
  }
  if (rangeAndStep.length > 2) throw new Refusal(`too many slashes: ${expression}`)
  const step = rangeAndStep.length === 1 ? 1 : int(rangeAndStep[1]!)
  if (rangeAndStep.length === 2 && lowAndHigh.length === 1) end = bounds.max
  if (step > 1) star = false
  if (start < bounds.min) {
    throw new Refusal(`beginning of range (${start}) below minimum (${bounds.min}): ${expression}`)
  }
  if (end > bounds.max) throw new Refusal(`end of range (${end}) above maximum (${bounds.max}): ${expression}`)
  if (start > end) throw new Refusal(`beginning of range (${start}) beyond end of range (${end}): ${expression}`)
  if (step === 0) throw new Refusal(`step of range should be a positive number: ${expression}`)
  for (let value = start; value <= end; value += step) values.add(value)
  return star
}

const intOrName = (text: string, { names }: Bounds): number => names?.[text.toLowerCase()] ?? int(text)

const INTEGER = /^[+-]?[0-9]+$/

function int(text: string): number {
  const problem = `failed to parse int from ${text}: strconv.Atoi: parsing ${quote(text)}`
  if (!INTEGER.test(text)) throw new Refusal(`${problem}: invalid syntax`)
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  if (BigInt.asIntN(64, value) !== value) throw new Refusal(`${problem}: value out of range`)
  if (value < 0n) throw new Refusal(`negative number (${value}) not allowed: ${text}`)
  return Number(value)
}
