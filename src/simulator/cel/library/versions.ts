// Semantic versions. Upstream: apiserver/pkg/cel/library/semverlib.go over blang/semver.
import { type CelType, SEMVER } from '../types.ts'
import { fail } from '../values/failure.ts'
import { OpaqueValue } from '../values/value.ts'
import { parsing } from './costs.ts'
import type { Library } from './declaration.ts'

/** A version. */
export class SemverValue extends OpaqueValue {
  readonly numbers: readonly [bigint, bigint, bigint]
  readonly pre: readonly string[]
  constructor(numbers: readonly [bigint, bigint, bigint], pre: readonly string[]) {
    super()
    this.numbers = numbers
    this.pre = pre
  }
  get type(): CelType {
    return SEMVER
  }
  equals(other: OpaqueValue): boolean {
    return compared(this, other as SemverValue) === 0n
  }
}

const NUMBER = /^(?:0|[1-9]\d*)$/
const DIGITS = /^\d+$/
const IDENTIFIER = /^[0-9A-Za-z-]+$/

function parsed(text: string): SemverValue | { readonly error: string } {
  if (text === '') return { error: 'Version string empty' }
  const parts = text.split('.', 2)
  const rest = text.slice(parts.join('.').length + 1)
  if (parts.length < 2 || text.split('.').length < 3) return { error: 'No Major.Minor.Patch elements found' }
  const [beforeBuild = '', ...build] = rest.split('+')
  const dash = beforeBuild.indexOf('-')
  const patch = dash < 0 ? beforeBuild : beforeBuild.slice(0, dash)
  const pre = dash < 0 ? [] : beforeBuild.slice(dash + 1).split('.')
  for (const number of [...parts, patch]) {
    if (!DIGITS.test(number)) return { error: `Invalid character(s) found in number ${JSON.stringify(number)}` }
    if (!NUMBER.test(number)) return { error: `Number must not contain leading zeroes ${JSON.stringify(number)}` }
  }
  if (
    !pre.every((one) => IDENTIFIER.test(one)) ||
    !build
      .join('+')
      .split('.')
      .every((one) => build.length === 0 || IDENTIFIER.test(one))
  ) {
    return { error: `Invalid character(s) found in prerelease ${JSON.stringify(pre.join('.'))}` }
  }
  const [major, minor] = parts as [string, string]
  return new SemverValue([BigInt(major), BigInt(minor), BigInt(patch)], pre)
}

/** `v1.02` → `1.2.0`. */
function normalized(text: string): string {
  const plain = text.startsWith('v') ? text.slice(1) : text
  const at = plain.search(/[-+]/)
  const numbers = (at < 0 ? plain : plain.slice(0, at)).split('.').map((n) => n.replace(/^0+(?=\d)/, ''))
  while (numbers.length < 3) numbers.push('0')
  return numbers.join('.') + (at < 0 ? '' : plain.slice(at))
}

function semver(text: string, lenient = false): SemverValue {
  const made = parsed(lenient ? normalized(text) : text)
  return 'error' in made ? fail(made.error) : made
}

const isSemver = (text: string, lenient = false): boolean => !('error' in parsed(lenient ? normalized(text) : text))

function comparedPre(a: string, b: string): number {
  const [x, y] = [DIGITS.test(a), DIGITS.test(b)]
  if (x && y) return Math.sign(Number(BigInt(a) - BigInt(b)))
  if (x !== y) return x ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

function compared(a: SemverValue, b: SemverValue): bigint {
  for (const [i, number] of a.numbers.entries()) {
    if (number !== b.numbers[i]) return number < b.numbers[i]! ? -1n : 1n
  }
  if (a.pre.length === 0 || b.pre.length === 0) return BigInt(Math.sign(b.pre.length - a.pre.length))
  for (const [i, one] of a.pre.entries()) {
    const other = b.pre[i]
    if (other === undefined) return 1n
    const order = comparedPre(one, other)
    if (order !== 0) return BigInt(order)
  }
  return a.pre.length < b.pre.length ? -1n : 0n
}

type S = SemverValue

/** Versions as major.minor.patch. */
export const VERSIONS: Library = {
  functions: [
    ['semver(string) Semver', semver, parsing],
    ['semver(string, bool) Semver', semver, parsing],
    ['isSemver(string) bool', isSemver, parsing],
    ['isSemver(string, bool) bool', isSemver, parsing],
  ],
  members: [
    ['Semver.isGreaterThan(Semver) bool', (a: S, b: S) => compared(a, b) > 0n],
    ['Semver.isLessThan(Semver) bool', (a: S, b: S) => compared(a, b) < 0n],
    ['Semver.compareTo(Semver) int', compared],
    ['Semver.major() int', ({ numbers }: S) => numbers[0]],
    ['Semver.minor() int', ({ numbers }: S) => numbers[1]],
    ['Semver.patch() int', ({ numbers }: S) => numbers[2]],
  ],
}
