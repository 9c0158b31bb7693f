// When an indexed job has succeeded before all its indexes did, and lists of indexes in text.
// Upstream: validateSuccessPolicy, validateIndexesFormat, parseIndexInterval in pkg/apis/batch/validation/validation.go.
import type { JobSpec, SuccessPolicyRule } from '../../../../generated/api/batch.v1.ts'
import { quote } from '../../../../model/quote.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { validateNonnegativeField } from '../validation/metadata.ts'
import { longerThan } from '../validation/names.ts'
import { internalSuccessPolicy } from './internal-form.ts'

const MAX_RULES = 20
const MAX_INDEXES = 64 * 1024

/** A job's success policy. */
export function validateSuccessPolicy(spec: JobSpec, path: Path, errors: FieldErrors): void {
  const policy = spec.successPolicy!
  if (spec.completionMode !== 'Indexed') {
    errors.invalid(path, internalSuccessPolicy(policy), 'requires indexed completion mode')
    return
  }
  const rules = policy.rules ?? []
  const place = path.child('rules')
  if (rules.length === 0) {
    errors.required(place, 'at least one rules must be specified when the successPolicy is specified')
  }
  if (rules.length > MAX_RULES) errors.tooMany(place, rules.length, MAX_RULES)
  for (const [i, rule] of rules.entries()) validateRule(rule, spec.completions ?? 0, place.index(i), errors)
}

function validateRule(
  { succeededIndexes, succeededCount }: SuccessPolicyRule,
  completions: number,
  path: Path,
  errors: FieldErrors,
): void {
  if (succeededCount === undefined && succeededIndexes === undefined) {
    errors.required(path, 'at least one of succeededCount or succeededIndexes must be specified')
  }
  let total = 0
  if (succeededIndexes !== undefined) {
    const place = path.child('succeededIndexes')
    if (longerThan(succeededIndexes, MAX_INDEXES)) errors.tooLong(place, MAX_INDEXES)
    const count = countIndexes(succeededIndexes, completions)
    if (typeof count === 'number') total = count
    else errors.invalid(place, succeededIndexes, `error parsing succeededIndexes: ${count.error}`)
  }
  if (succeededCount === undefined) return
  const place = path.child('succeededCount')
  const refuse = (limit: number, what: string): void =>
    errors.invalid(place, succeededCount, `must be less than or equal to ${limit} (the number of ${what})`)
  validateNonnegativeField(succeededCount, place, errors)
  if (succeededCount > completions) refuse(completions, 'specified completions')
  if (succeededIndexes !== undefined && succeededCount > total) {
    refuse(total, 'indexes in the specified succeededIndexes field')
  }
}

/** How many indexes a text such as `1,3-5` names, or what is wrong with it. */
export function countIndexes(text: string, completions: number): number | { error: string } {
  if (text === '') return 0
  let last: number | undefined
  let total = 0
  for (const part of text.split(',')) {
    const interval = parseInterval(part, completions)
    if ('error' in interval) return interval
    const { from, to } = interval
    if (last !== undefined && last >= from) {
      return { error: `non-increasing order, previous: ${last}, current: ${from}` }
    }
    total += to - from + 1
    last = to
  }
  return total
}

/** The first and the last index of a part. */
export interface Interval {
  readonly from: number
  readonly to: number
}

const INTEGER = /^[+-]?[0-9]+$/

/** One part of a list of indexes: `3` or `3-5`. */
export function parseInterval(text: string, completions: number): Interval | { error: string } {
  const limits = text.split('-')
  if (limits.length > 2) {
    const rule = "violates the requirement that an index interval can have at most two parts separated by '-'"
    return { error: `the fragment ${quote(text)} ${rule}` }
  }
  const numbers: number[] = []
  for (const limit of limits) {
    if (!INTEGER.test(limit)) return { error: `cannot convert string to integer for index: ${quote(limit)}` }
    if (Number(limit) >= completions) return { error: `too large index: ${quote(limit)}` }
    numbers.push(Number(limit))
  }
  const [from, to = from] = numbers as [number, number?]
  if (numbers.length > 1 && from >= to) return { error: `non-increasing order, previous: ${from}, current: ${to}` }
  return { from, to }
}
