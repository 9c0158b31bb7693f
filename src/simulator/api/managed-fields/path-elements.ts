// How one step into an object is written in fieldsV1: `f:name` a field, `k:{…}` an item of a list by its keys, `v:…` an item of
// a set, `i:0` an index. The text is the identity everywhere here; order and the form for people follow from it.
// Upstream: structured-merge-diff fieldpath/{element,serialize-pe}.go, value/value.go (Compare, ToString).
import { quote } from '../../../model/quote.ts'

/** `f:spec`, `k:{"name":"c"}`, `v:"x"`, `i:3`. */
export type PathElement = string

type Scalar = string | number | boolean | null
type KeyField = readonly [name: string, value: unknown]

const RANKS: Readonly<Record<string, number>> = { f: 0, k: 1, v: 2, i: 3 }
const HTML = /[<>&\u2028\u2029]/
const HTML_ALL = /[<>&\u2028\u2029]/g
const PLAIN_KEY = /^[\w./:-]*$/

/** JSON as Go writes it, HTML characters escaped. */
export function goJson(value: unknown): string {
  const text = JSON.stringify(value)
  return HTML.test(text) ? text.replace(HTML_ALL, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`) : text
}

/** The element of a list item with these keys, given in the order of their names. */
export function keyElement(names: readonly string[], values: readonly unknown[]): PathElement {
  let text = 'k:{'
  for (let at = 0; at < names.length; at++) {
    const value = values[at]
    if (value === undefined) continue
    if (text.length > 3) text += ','
    text +=
      typeof value === 'string' && PLAIN_KEY.test(value)
        ? `"${names[at]}":"${value}"`
        : `"${names[at]}":${goJson(value)}`
  }
  return `${text}}`
}

/** The element of an item of a set. */
export const valueElement = (value: unknown): PathElement => `v:${goJson(value)}`

const parsedKeys = new Map<string, readonly KeyField[]>()
const KEPT_KEYS = 4096

function keyFields(element: PathElement): readonly KeyField[] {
  let fields = parsedKeys.get(element)
  if (fields === undefined) {
    fields = Object.entries(JSON.parse(element.slice(2)) as Record<string, unknown>).sort(([a], [b]) =>
      a < b ? -1 : a > b ? 1 : 0,
    )
    if (parsedKeys.size >= KEPT_KEYS) parsedKeys.clear()
    parsedKeys.set(element, fields)
  }
  return fields
}

/** The order of elements in a set. */
export function compareElements(a: PathElement, b: PathElement): number {
  if (a === b) return 0
  const kind = a[0] as string
  if (kind !== b[0]) return (RANKS[kind] ?? 4) - (RANKS[b[0] as string] ?? 4)
  if (kind === 'f') return a < b ? -1 : 1
  if (kind === 'k') return compareKeys(keyFields(a), keyFields(b))
  if (kind === 'v') return compareScalars(JSON.parse(a.slice(2)) as Scalar, JSON.parse(b.slice(2)) as Scalar)
  return Number(a.slice(2)) - Number(b.slice(2))
}

function compareKeys(a: readonly KeyField[], b: readonly KeyField[]): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [name, value] = a[at] as KeyField
    const [otherName, otherValue] = b[at] as KeyField
    if (name !== otherName) return name < otherName ? -1 : 1
    const order = compareScalars(value as Scalar, otherValue as Scalar)
    if (order !== 0) return order
  }
  return a.length - b.length
}

const typeRank = (value: Scalar): number =>
  typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : typeof value === 'boolean' ? 2 : 3

function compareScalars(a: Scalar, b: Scalar): number {
  const ranks = typeRank(a) - typeRank(b)
  if (ranks !== 0 || a === b) return ranks
  return (a as number) < (b as number) ? -1 : 1
}

/** For messages: `.spec`, `[name="c"]`, `[="x"]`, `[3]`. */
export function printElement(element: PathElement): string {
  const rest = element.slice(2)
  if (element[0] === 'f') return `.${rest}`
  if (element[0] === 'k')
    return `[${keyFields(element)
      .map(([name, value]) => `${name}=${printValue(value)}`)
      .join(',')}]`
  if (element[0] === 'v') return `[=${printValue(JSON.parse(rest))}]`
  return `[${rest}]`
}

const printValue = (value: unknown): string =>
  typeof value === 'string' ? quote(value) : value === null ? 'null' : JSON.stringify(value)

/** The element a client wrote, in the form used here; undefined when it cannot be read, null for kinds of elements to be ignored. */
export function readElement(text: string): PathElement | null | undefined {
  if (text.length < 2 || text[1] !== ':') return undefined
  const kind = text[0] as string
  if (kind === 'f') return text
  if (kind === 'i') return /^i:[+-]?\d+$/.test(text) ? `i:${Number(text.slice(2))}` : undefined
  if (kind !== 'k' && kind !== 'v') return null
  try {
    const value = JSON.parse(text.slice(2)) as Record<string, unknown>
    if (kind === 'v') return valueElement(value)
    const names = Object.keys(value).sort()
    return keyElement(
      names,
      names.map((name) => value[name]),
    )
  } catch {
    return undefined
  }
}
