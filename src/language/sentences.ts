// Step texts to typed sentences. All new texts of a file go through the tongue's parser in one call, one per line (a call has
// a price of its own), less the names that tell them apart (skeleton.ts); what was understood is remembered per vocabulary. A line that is no sentence comes back undefined
// and is read again alone, for the place where understanding ended and what would have been understood there.
import { type Expectation, SyntaxError as Mismatch, parse as parseEnglish } from '../generated/grammar/en.js'
import { SyntaxError as JapaneseMismatch, parse as parseJapanese } from '../generated/grammar/ja.js'
import type { Sentence } from '../generated/sentences/tree.ts'
import type { PickleStep } from './outline/pickles.ts'
import { fleshOut, type Skeleton, skeletonOf } from './skeleton.ts'
import type { Vocabulary } from './vocabulary.ts'

type Parse = typeof parseEnglish

// Called when first needed: the command line loads a tongue's grammar then.
const PARSERS: Readonly<Record<string, Parse>> = {
  en: (...given) => parseEnglish(...given),
  ja: (...given) => parseJapanese(...given),
}

/** The tongue of the sentences in a file of this language: its own if it has a grammar, else English. */
export function tongueOf(language: string): string {
  const tongue = language.split('-')[0] ?? ''
  return Object.hasOwn(PARSERS, tongue) ? tongue : 'en'
}

type StepType = PickleStep['type']

/** A sentence to be: its text and the type of its step. */
export interface SentenceText {
  readonly text: string
  readonly type: StepType
}

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
  /** Parses by skeleton, and whole sentences by text. */
  private readonly known: Map<string, Sentence | undefined>
  /** English, for what has no form in the tongue yet. */
  private readonly fallback: SentenceReader | undefined

  constructor(tongue: string, vocabulary: Vocabulary) {
    this.tongue = tongue
    this.parse = PARSERS[tongue] ?? PARSERS['en']!
    this.vocabulary = vocabulary
    this.known = rememberedOf(vocabulary, tongue)
    this.fallback = tongue === 'en' ? undefined : new SentenceReader('en', vocabulary)
  }

  /** Understands many texts in one go: undefined for one that is no sentence. */
  readAll(steps: readonly SentenceText[]): (Sentence | undefined)[] {
    const { known } = this
    if (known.size > REMEMBER_LIMIT) known.clear()
    const skeletons = new Map<string, Skeleton>()
    const unknown: string[] = []
    let lines = ''
    for (const { text, type } of steps) {
      if (known.has(text) || skeletons.has(text)) continue
      const skeleton = skeletonOf(text)
      skeletons.set(text, skeleton)
      if (known.has(skeleton.text)) continue
      known.set(skeleton.text, undefined)
      if (skeleton.text.includes('\n')) continue
      unknown.push(skeleton.text)
      lines += `${LETTERS[type]}${skeleton.text}\n`
    }
    if (unknown.length > 0) {
      const parsed = this.parse(lines, { startRule: 'Lines', vocabulary: this.vocabulary }) as (Sentence | undefined)[]
      unknown.forEach((text, i) => {
        known.set(text, parsed[i])
      })
    }
    for (const [text, { text: bare, names }] of skeletons) {
      const parsed = known.get(bare)
      if (names.length > 0) known.set(text, parsed && fleshOut(parsed, names))
    }
    const read = steps.map(({ text }) => known.get(text))
    return this.fallback === undefined ? read : this.inEnglish(steps, read, this.fallback)
  }

  private inEnglish(
    steps: readonly SentenceText[],
    read: (Sentence | undefined)[],
    english: SentenceReader,
  ): (Sentence | undefined)[] {
    const rest = steps.filter((_, i) => read[i] === undefined)
    const found = rest.length === 0 ? [] : english.readAll(rest)
    let next = 0
    return read.map((sentence) => sentence ?? found[next++])
  }

  /** Where a text that is no sentence went wrong. */
  misreading(text: string): Misreading {
    try {
      this.parse(text, { startRule: 'Anything', vocabulary: this.vocabulary })
    } catch (error) {
      if (!(error instanceof Mismatch || error instanceof JapaneseMismatch)) throw error
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
