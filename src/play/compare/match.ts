// An object compared with YAML somebody wrote: as a part of it (`matches:`) or as the whole (`is:`). Numbers and quantities are
// compared as values, texts may have holes, and the items of a list are found by their name where they have one. Every
// difference is told with its path.
import { compareQuantity, isQuantityError, parseQuantity } from '../../model/quantity.ts'
import { isMap } from './path.ts'
import { sameText } from './text.ts'

/** One difference: `found` undefined means that nothing is there, `expected` undefined that nothing should be. */
export interface Mismatch {
  readonly path: string
  readonly expected: unknown
  readonly found: unknown
}

/** Whether the whole is meant, or at least a part. */
export type MatchMode = 'whole' | 'part'

/** The differences between what is expected and what is there, in the order of what is expected. */
export function differences(expected: unknown, found: unknown, mode: MatchMode, path = ''): Mismatch[] {
  const list: Mismatch[] = []
  compare(expected, found, mode, path, list)
  return list
}

function compare(expected: unknown, found: unknown, mode: MatchMode, path: string, into: Mismatch[]): void {
  if (isMap(expected) && isMap(found)) compareMaps(expected, found, mode, path, into)
  else if (Array.isArray(expected) && Array.isArray(found)) compareLists(expected, found, mode, path, into)
  else if (!sameValue(expected, found)) into.push({ path, expected, found })
}

type Fields = Readonly<Record<string, unknown>>

function compareMaps(expected: Fields, found: Fields, mode: MatchMode, path: string, into: Mismatch[]): void {
  for (const [key, value] of Object.entries(expected)) compare(value, found[key], mode, fieldPath(path, key), into)
  if (mode === 'part') return
  for (const [key, value] of Object.entries(found)) {
    if (!Object.hasOwn(expected, key)) into.push({ path: fieldPath(path, key), expected: undefined, found: value })
  }
}

const KEYS = ['name', 'type', 'key', 'containerPort', 'port', 'ip', 'uid', 'topologyKey'] as const

function compareLists(
  expected: readonly unknown[],
  found: readonly unknown[],
  mode: MatchMode,
  path: string,
  into: Mismatch[],
): void {
  const key = mode === 'part' ? keyOf(expected, found) : undefined
  if (key !== undefined) {
    for (const item of expected as readonly Fields[]) {
      const named = (found as readonly Fields[]).filter((f) => sameValue(item[key], f[key]))
      const itemPath = `${path}[${key}=${String(item[key])}]`
      if (named.length === 0) into.push({ path: itemPath, expected: item, found: undefined })
      else into.push(...closest(item, named, mode, itemPath))
    }
    return
  }
  expected.forEach((item, i) => {
    compare(item, found[i], mode, `${path}[${i}]`, into)
  })
  if (mode === 'part') return
  found.slice(expected.length).forEach((item, i) => {
    into.push({ path: `${path}[${expected.length + i}]`, expected: undefined, found: item })
  })
}

function closest(item: Fields, candidates: readonly Fields[], mode: MatchMode, path: string): Mismatch[] {
  let best: Mismatch[] | undefined
  for (const candidate of candidates) {
    const list = differences(item, candidate, mode, path)
    if (best === undefined || list.length < best.length) best = list
  }
  return best ?? []
}

// By name when every item on both sides has one.
function keyOf(expected: readonly unknown[], found: readonly unknown[]): string | undefined {
  if (expected.length === 0 || !expected.every(isMap) || !found.every(isMap)) return undefined
  const named = (key: string) => (item: unknown) => isMap(item) && isScalar(item[key])
  return KEYS.find((key) => expected.every(named(key)) && found.every(named(key)))
}

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'

/** Whether a scalar is what was expected: the same, the same amount, or what a hole lets pass. */
export function sameValue(expected: unknown, found: unknown): boolean {
  if (expected === found) return true
  if (expected === '<absent>') return found === undefined
  if (expected === '<any>') return found !== undefined && found !== null
  if (expected === null) return found === undefined
  if (isMap(expected) || Array.isArray(expected)) return isEmpty(expected) && (found === undefined || isEmpty(found))
  if (typeof expected === 'string' && typeof found === 'string' && sameText(expected, found)) return true
  if (typeof expected === 'string' && typeof found === 'number' && sameText(expected, String(found))) return true
  const order = compareAmounts(found, expected)
  return order === 0
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return isMap(value) && Object.keys(value).length === 0
}

/** Below, equal or above zero as two numbers or quantities compare; undefined when one is none. */
export function compareAmounts(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (!isScalar(a) || !isScalar(b) || a === '' || b === '') return undefined
  const left = parseQuantity(String(a))
  const right = parseQuantity(String(b))
  return isQuantityError(left) || isQuantityError(right) ? undefined : compareQuantity(left, right)
}

const PLAIN = /^[A-Za-z_$][\w$-]*$/

function fieldPath(path: string, key: string): string {
  if (!PLAIN.test(key)) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}

const SHOWN = 200

/** A difference as one line. */
export function mismatchText({ path, expected, found }: Mismatch): string {
  const where = path === '' ? '' : `${path}: `
  if (expected === undefined) return `${where}expected nothing, found ${inline(found)}`
  return `${where}expected ${inline(expected)}, found ${inline(found)}`
}

/** A value on one line. */
export function inline(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
