// The keywords of Gherkin in all its languages, as data. `gherkin-languages.json` is made from the file of that name in
// cucumber/gherkin (MIT licence, © Cucumber Ltd, Gaspar Nagy, TechTalk and contributors; npm @cucumber/gherkin 42.0.1): one
// text per language, fields split by `|` and synonyms by `;`, so that a language costs nothing until a file names it.
// test/gherkin/dialects.test.ts compares it with the package and says how to remake it.
import languages from './gherkin-languages.json' with { type: 'json' }
import type { KeywordType } from './tree.ts'

/** The six things a title line can open; outlines are scenarios with another word. */
export type TitleKind = 'feature' | 'background' | 'rule' | 'scenario' | 'examples'

/** A step keyword with what it stands for. */
export interface StepKeyword {
  readonly keyword: string
  readonly type: KeywordType
}

/** A word that opens a title line when a colon follows. */
export interface TitleWord {
  readonly word: string
  readonly kind: TitleKind
}

/** The keywords of one language, arranged for reading lines. */
export interface Dialect {
  readonly code: string
  readonly name: string
  readonly native: string
  /** The words of title lines by their first UTF-16 unit. */
  readonly titles: ReadonlyMap<number, readonly TitleWord[]>
  /** Step keywords by their first UTF-16 unit, the longest first. */
  readonly steps: ReadonlyMap<number, readonly StepKeyword[]>
  /** The data as written, for messages, the formatter and the generated reference. */
  readonly words: (list: WordList) => readonly string[]
}

/** The lists of words a language consists of. */
export type WordList = (typeof WORD_LISTS)[number]

const WORD_LISTS = [
  'feature',
  'background',
  'rule',
  'scenario',
  'scenarioOutline',
  'examples',
  'given',
  'when',
  'then',
  'and',
  'but',
] as const

const TITLES: readonly (readonly [WordList, TitleKind])[] = [
  ['feature', 'feature'],
  ['background', 'background'],
  ['rule', 'rule'],
  ['scenario', 'scenario'],
  ['scenarioOutline', 'scenario'],
  ['examples', 'examples'],
]

const STEPS: readonly (readonly [WordList, KeywordType])[] = [
  ['given', 'Context'],
  ['when', 'Action'],
  ['then', 'Outcome'],
  ['and', 'Conjunction'],
  ['but', 'Conjunction'],
]

const TEXTS: Readonly<Record<string, string>> = languages
const known = new Map<string, Dialect>()

/** The codes of all languages Gherkin knows. */
export const LANGUAGE_CODES: readonly string[] = Object.keys(TEXTS)

/** The dialect of a language code, or undefined if Gherkin has none; codes are case-sensitive. */
export function dialect(code: string): Dialect | undefined {
  const found = known.get(code)
  if (found !== undefined) return found
  if (!Object.hasOwn(TEXTS, code)) return undefined
  const made = unpack(code, TEXTS[code]!)
  known.set(code, made)
  return made
}

function unpack(code: string, text: string): Dialect {
  const [name = '', native = '', ...lists] = text.split('|')
  const split = lists.map((list) => list.split(';'))
  const words = (list: WordList) => split[WORD_LISTS.indexOf(list)] ?? []
  return { code, name, native, words, ...arrange(words) }
}

function arrange(words: Dialect['words']): Pick<Dialect, 'titles' | 'steps'> {
  const kinds = new Map<string, TitleKind>()
  for (const [list, kind] of TITLES) for (const word of words(list)) kinds.set(word, kind)
  // A keyword listed twice, even within one list, tells nothing about the step: the reference has it so.
  const types = new Map<string, KeywordType>()
  for (const [list, type] of STEPS) for (const word of words(list)) types.set(word, types.has(word) ? 'Unknown' : type)
  const longestFirst = [...types].sort(([a], [b]) => b.length - a.length)
  return {
    titles: byFirstUnit([...kinds].map(([word, kind]) => [word, { word, kind }] as const)),
    steps: byFirstUnit(longestFirst.map(([keyword, type]) => [keyword, { keyword, type }] as const)),
  }
}

function byFirstUnit<T>(entries: readonly (readonly [string, T])[]): Map<number, T[]> {
  const grouped = new Map<number, T[]>()
  for (const [word, value] of entries) {
    const first = word.charCodeAt(0)
    const group = grouped.get(first)
    if (group === undefined) grouped.set(first, [value])
    else group.push(value)
  }
  return grouped
}
