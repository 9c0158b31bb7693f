// Step texts to typed sentences. All new texts of a file go through the tongue's parser in one call, one per line (a call has
// a price of its own), and what was understood is remembered per vocabulary. A line that is no sentence comes back undefined
// and is read again alone, for the place where understanding ended and what would have been understood there.
import { type Expectation, parse as parseEnglish, SyntaxError as Mismatch } from '../generated/grammar/en.js'
import type { Sentence } from '../generated/sentences/tree.ts'
import type { PickleStep } from './outline/pickles.ts'
import type { Vocabulary } from './vocabulary.ts'

type Parse = typeof parseEnglish

const PARSERS: Readonly<Record<string, Parse>> = { en: parseEnglish }

/** The tongue of the sentences in a file of this language: its own if it has a grammar, else English. */
export function tongueOf(language: string): string {
  const tongue = language.split('-')[0] ?? ''
  return Object.hasOwn(PARSERS, tongue) ? tongue : 'en'
}

type StepType = PickleStep['type']

/** Where a text stopped being a sentence. */
export interface Misreading {
  /** UTF-16 offset in the text. */
  readonly offset: number
  readonly expected: readonly Expectation[]
}

const REMEMBER_LIMIT = 20_000
const LETTERS: Readonly<Record<StepType, string>> = { Context: 'G', Action: 'W', Outcome: 'T', Unknown: 'G' }

/** Understands sentences in one tongue with one vocabulary. */
export class SentenceReader {
  readonly tongue: string
  private readonly parse: Parse
  private readonly vocabulary: Vocabulary
  private known: Map<string, Sentence | undefined>

  constructor(tongue: string, vocabulary: Vocabulary) {
    this.tongue = tongue
    this.parse = PARSERS[tongue] ?? parseEnglish
    this.vocabulary = vocabulary
    this.known = rememberedOf(vocabulary, tongue)
  }

  /** Understands many texts at once; ask `sentence` for each afterwards. */
  readAll(steps: readonly { readonly text: string; readonly type: StepType }[]): void {
    const texts: string[] = []
    let lines = ''
    if (this.known.size > REMEMBER_LIMIT) this.known.clear()
    for (const { text, type } of steps) {
      if (this.known.has(text)) continue
      this.known.set(text, undefined)
      if (text.includes('\n')) continue
      texts.push(text)
      lines += `${LETTERS[type]}${text}\n`
    }
    if (texts.length === 0) return
    const read = this.parse(lines, { startRule: 'Lines', vocabulary: this.vocabulary }) as (Sentence | undefined)[]
    texts.forEach((text, i) => {
      this.known.set(text, read[i])
    })
  }

  /** The sentence of a text, or undefined when it is none. */
  sentence(text: string, type: StepType = 'Unknown'): Sentence | undefined {
    if (!this.known.has(text)) this.readAll([{ text, type }])
    return this.known.get(text)
  }

  /** Where a text that is no sentence went wrong. */
  misreading(text: string): Misreading {
    try {
      this.parse(text, { startRule: 'Anything', vocabulary: this.vocabulary })
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error
      return { offset: error.location.start.offset, expected: error.expected ?? [] }
    }
    return { offset: 0, expected: [] }
  }
}

const remembered = new WeakMap<Vocabulary, Map<string, Map<string, Sentence | undefined>>>()

function rememberedOf(vocabulary: Vocabulary, tongue: string): Map<string, Sentence | undefined> {
  let byTongue = remembered.get(vocabulary)
  if (byTongue === undefined) {
    byTongue = new Map()
    remembered.set(vocabulary, byTongue)
  }
  let known = byTongue.get(tongue)
  if (known === undefined) {
    known = new Map()
    byTongue.set(tongue, known)
  }
  return known
}
