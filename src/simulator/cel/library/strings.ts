// Texts, beyond what is standard. Positions count code points. Upstream: cel-go ext/strings.go (version 2), apiserver/pkg/cel/library/regex.go.
import { QUOTED } from '../../../model/quote.ts'
import { fail } from '../values/failure.ts'
import { ArrayList, type CelValue, type ListValue } from '../values/value.ts'
import { building, rebuilding, regex, traversal, wholeTraversal } from './costs.ts'
import type { Library } from './declaration.ts'
import { formatText } from './format-text.ts'
import { compiledPattern } from './patterns.ts'

const points = (text: string): string[] => [...text]

function indexOf(text: string, part: string, from = 0n): bigint {
  const all = points(text)
  if (from < 0n || from > BigInt(all.length)) return fail(`index out of range: ${from}`)
  const wanted = points(part)
  for (let i = Number(from); i + wanted.length <= all.length; i++) {
    if (wanted.every((point, j) => all[i + j] === point)) return BigInt(i)
  }
  return -1n
}

function lastIndexOf(text: string, part: string, from?: bigint): bigint {
  const all = points(text)
  if (part === '') return from ?? BigInt(all.length)
  if (from !== undefined && from < 0n) return fail(`index out of range: ${from}`)
  if (from !== undefined && from >= BigInt(all.length)) return -1n
  const wanted = points(part)
  const last = all.length - wanted.length
  for (let i = Math.min(from === undefined ? last : Number(from), last); i >= 0; i--) {
    if (wanted.every((point, j) => all[i + j] === point)) return BigInt(i)
  }
  return -1n
}

function charAt(text: string, index: bigint): string {
  const all = points(text)
  if (index < 0n || index > BigInt(all.length)) return fail(`index out of range: ${index}`)
  return all[Number(index)] ?? ''
}

function substring(text: string, start: bigint, end?: bigint): string {
  const all = points(text)
  const length = BigInt(all.length)
  if (end === undefined) {
    if (start < 0n || start > length) return fail(`index out of range: ${start}`)
    return all.slice(Number(start)).join('')
  }
  if (start > end) return fail(`invalid substring range. start: ${start}, end: ${end}`)
  if (start < 0n || start > length) return fail(`index out of range: ${start}`)
  if (end > length) return fail(`index out of range: ${end}`)
  return all.slice(Number(start), Number(end)).join('')
}

const LOWER = /[A-Z]+/g
const UPPER = /[a-z]+/g
const WHITE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const ENDS = new RegExp(`^${WHITE}+|${WHITE}+$`, 'g')

function replace(text: string, old: string, by: string, count = -1n): string {
  if (count < 0n) return text.replaceAll(old, () => by)
  let out = ''
  let at = 0
  for (let left = count; left > 0n; left--) {
    const found = text.indexOf(old, at)
    if (found < 0) break
    // An empty text stands between all characters.
    const next = found + old.length
    out += text.slice(at, found) + by
    at = next
    if (old === '') {
      out += text.charAt(at)
      at++
      if (at > text.length) break
    }
  }
  return out + text.slice(at)
}

function split(text: string, by: string, limit = -1n): ListValue {
  if (limit === 0n) return new ArrayList([])
  const parts = by === '' ? points(text) : text.split(by)
  if (limit < 0n || parts.length <= Number(limit)) return new ArrayList(parts)
  const kept = parts.slice(0, Number(limit) - 1)
  return new ArrayList([...kept, parts.slice(Number(limit) - 1).join(by)])
}

function join(list: ListValue, by = ''): string {
  const texts: string[] = []
  for (const item of list) {
    if (typeof item !== 'string') return fail('no such overload')
    texts.push(item)
  }
  return texts.join(by)
}

const quoted = (text: string): string =>
  `"${points(text)
    .map((point) => QUOTED[point] ?? point)
    .join('')}"`

const ILLEGAL = 'Illegal regex: '
const find = (text: string, pattern: string): string => compiledPattern(pattern, ILLEGAL).exec(text)?.[0] ?? ''

function findAll(text: string, pattern: string, limit = -1n): ListValue {
  const all = [...text.matchAll(compiledPattern(pattern, ILLEGAL))].map((match): CelValue => match[0])
  return new ArrayList(limit < 0n ? all : all.slice(0, Number(limit)))
}

/** Texts: cut, found, replaced, formatted; regular expressions that find. */
export const STRINGS: Library = {
  functions: [['strings.quote(string) string', quoted, traversal]],
  members: [
    ['string.charAt(int) string', charAt],
    ['string.indexOf(string) int', indexOf, wholeTraversal],
    ['string.indexOf(string, int) int', indexOf, wholeTraversal],
    ['string.lastIndexOf(string) int', lastIndexOf, wholeTraversal],
    ['string.lastIndexOf(string, int) int', lastIndexOf, wholeTraversal],
    ['string.lowerAscii() string', (text: string) => text.replace(LOWER, (part) => part.toLowerCase()), traversal],
    ['string.replace(string, string) string', replace, rebuilding],
    ['string.replace(string, string, int) string', replace, rebuilding],
    ['string.split(string) list<string>', split, rebuilding],
    ['string.split(string, int) list<string>', split, rebuilding],
    ['string.substring(int) string', substring, traversal],
    ['string.substring(int, int) string', substring, traversal],
    ['string.trim() string', (text: string) => text.replace(ENDS, ''), traversal],
    ['string.upperAscii() string', (text: string) => text.replace(UPPER, (part) => part.toUpperCase()), traversal],
    ['string.format(list<dyn>) string', formatText, traversal],
    ['list<string>.join() string', join, building],
    ['list<string>.join(string) string', join, building],
    ['string.find(string) string', find, regex],
    ['string.findAll(string) list<string>', findAll, regex],
    ['string.findAll(string, int) list<string>', findAll, regex],
  ],
}
