// Texts compared with what a sentence says of them, and holes in expected texts: <any>, <uuid>, <age>, <time>, <number>, <ip>,
// <hash> stand for whatever the cluster made up there.
import type { Wording } from '../../language/nodes.ts'

const HOLES: Readonly<Record<string, string>> = {
  any: '[\\s\\S]*',
  uuid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  age: '(?:<unknown>|<invalid>|[0-9]+(?:y|d|h|m|s)(?:[0-9]+(?:d|h|m|s))?)',
  time: '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z',
  number: '-?[0-9]+(?:\\.[0-9]+)?',
  ip: '[0-9a-fA-F:.]+',
  hash: '[a-z0-9]+',
}

const HOLE = /<([a-z]+)>/g
const SPECIAL = /[.*+?^${}()|[\]\\]/g
const CACHE_LIMIT = 1000
const patterns = new Map<string, RegExp | undefined>()

/** Whether an expected text has holes. */
export function hasHoles(text: string): boolean {
  return patternOf(text) !== undefined
}

/** Whether a text is what was expected, holes filled with anything of their kind. */
export function sameText(expected: string, found: string): boolean {
  if (expected === found) return true
  return patternOf(expected)?.test(found) ?? false
}

function patternOf(text: string): RegExp | undefined {
  if (!text.includes('<')) return undefined
  const known = patterns.get(text)
  if (known !== undefined || patterns.has(text)) return known
  let source = ''
  let end = 0
  let holes = 0
  for (const match of text.matchAll(HOLE)) {
    const hole = Object.hasOwn(HOLES, match[1]!) ? HOLES[match[1]!] : undefined
    if (hole === undefined) continue
    source += text.slice(end, match.index).replace(SPECIAL, '\\$&') + hole
    end = match.index + match[0].length
    holes++
  }
  source += text.slice(end).replace(SPECIAL, '\\$&')
  const pattern = holes === 0 ? undefined : new RegExp(`^${source}$`, 'u')
  if (patterns.size >= CACHE_LIMIT) patterns.clear()
  patterns.set(text, pattern)
  return pattern
}

/** Whether a text is worded so; `matching` looks for the regular expression anywhere in it. */
export function isWorded(wording: Wording, text: string): boolean {
  if (wording.how === 'containing') return text.includes(wording.text)
  if (wording.how === 'matching') return regexOf(wording.text)?.test(text) ?? false
  return sameText(wording.text, text)
}

const regexes = new Map<string, RegExp | undefined>()

/** A regular expression, or undefined when the text is none. */
export function regexOf(source: string): RegExp | undefined {
  if (regexes.has(source)) return regexes.get(source)
  if (regexes.size >= CACHE_LIMIT) regexes.clear()
  const made = compile(source)
  regexes.set(source, made)
  return made
}

function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u')
  } catch {
    return undefined
  }
}

/** A wording in words. */
export function wordingText(wording: Wording): string {
  return wording.how === 'exactly' ? wording.text : `${wording.how} "${wording.text}"`
}
