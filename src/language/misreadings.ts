// A step that is no sentence, said to people: where understanding ended, what would have been understood there, the nearest
// sentence of the catalogue, and the kind that was probably meant.
import type { Expectation } from '../generated/grammar/en.js'
import { nearestSentence } from './catalogue.ts'
import type { Diagnostic } from './diagnostic.ts'
import { hintOnGluedKeyword } from './outline/advice.ts'
import type { PickleStep } from './outline/pickles.ts'
import type { Misreading, SentenceReader } from './sentences.ts'
import type { Vocabulary } from './vocabulary.ts'

const EXPECTED_LIMIT = 8
const KEYWORDS: Readonly<Record<PickleStep['type'], string | undefined>> = {
  Context: 'given',
  Action: 'when',
  Outcome: 'then',
  Unknown: undefined,
}

/** The diagnostic of a step that is no sentence. */
export function misreadingOf(
  step: PickleStep,
  reader: SentenceReader,
  vocabulary: Vocabulary,
): Omit<Diagnostic, 'file'> {
  const { source, text, type } = step
  const misreading = reader.misreading(text)
  const nearest = nearestSentence(text, reader.tongue, KEYWORDS[type])
  const { offset, expected } = furthest(text, nearest, misreading)
  const filled = text !== source.text
  const before = Array.from(text.slice(0, offset)).length
  const words = expectations(expected)
  const kind = kindHint(text, offset, expected, vocabulary)
  const hint =
    kind ??
    hintOnGluedKeyword(source) ??
    (nearest === undefined ? '`kabuki explain` lists the sentences there are' : undefined)
  const found = offset >= text.length ? 'the sentence ends too early' : 'this is no sentence Kabuki knows'
  return {
    code: 'sentence/unknown',
    severity: 'error',
    message: filled
      ? `${found}: "${text}"${step.row === undefined ? '' : ` (with the values of line ${step.row.location.line})`}`
      : found,
    line: source.location.line,
    column: source.textColumn + (filled ? 0 : before),
    ...(filled ? { endColumn: source.textColumn + Array.from(source.text).length } : {}),
    ...(words.length > 0 && words.length <= EXPECTED_LIMIT ? { expected: words } : {}),
    ...(nearest === undefined ? {} : { nearest }),
    ...(hint === undefined ? {} : { hint }),
  }
}

// A literal of several words fails at its first; the words that the nearest sentence has in common count as understood.
function furthest(text: string, nearest: string | undefined, misreading: Misreading): Misreading {
  let common = 0
  while (nearest !== undefined && common < text.length && text[common] === nearest[common]) common++
  const word = text.lastIndexOf(' ', common - 1) + 1
  return word >= misreading.offset && word > 0 ? { offset: word, expected: [] } : misreading
}

/** Expectations in words, each once; blanks only where nothing else is expected. */
function expectations(expected: readonly Expectation[]): string[] {
  const words = new Set<string>()
  for (const e of expected) {
    if (e.type === 'literal' && e.text !== undefined && e.text.trim() !== '') words.add(`\`${e.text.trim()}\``)
    else if (e.type === 'other' && e.description !== undefined && e.description !== 'a space') words.add(e.description)
  }
  return [...words].sort()
}

const WORD = /^[A-Za-z][A-Za-z0-9.-]*/

function kindHint(
  text: string,
  offset: number,
  expected: readonly Expectation[],
  vocabulary: Vocabulary,
): string | undefined {
  if (!expected.some((e) => e.type === 'other' && e.description === 'a kind')) return undefined
  const word = WORD.exec(text.slice(offset))?.[0]
  if (word === undefined || vocabulary.find(word) !== undefined || !text.slice(offset + word.length).startsWith(' "'))
    return undefined
  const claimants = vocabulary.claimants(word)
  if (claimants !== undefined) return `\`${word}\` may be ${claimants.map((one) => `\`${one}\``).join(' or ')}`
  const near = vocabulary.nearest(word)
  return near === undefined
    ? `no kind is called \`${word}\``
    : `no kind is called \`${word}\`; perhaps \`${near}\` is meant`
}
