// The catalogue of sentences: what `kabuki explain` shows, docs/language.md lists and a diagnostic offers as the nearest.
// The entries are generated from the grammar's own comments; this file only searches them.
import { sentences } from '../generated/sentences/catalogue.ts'
import { tongues } from '../generated/sentences/needs.ts'
import type { Sentence } from '../generated/sentences/tree.ts'
import { editDistance } from './outline/nearest.ts'

/** What must stand below a sentence. */
export interface SentenceNeeds {
  readonly needs: Needs
  /** The columns its table may have. */
  readonly columns?: readonly string[]
}

/** One sentence as its grammar file describes it. */
export interface CatalogueEntry {
  /** `then/count/number`: the same in every tongue. */
  readonly name: string
  /** `then/count`: the stem of its grammar file, its play and its scenario. */
  readonly family: string
  readonly rule: string
  readonly template: string
  readonly description: string
  readonly examples: readonly string[]
  /** What must stand below it. */
  readonly needs?: Needs
  /** The columns its table may have. */
  readonly columns?: readonly string[]
}

/** What a sentence may need below it: a text, a YAML value, manifests (YAML documents) or a table. */
export type Needs = 'text' | 'yaml' | 'manifest' | 'table'

/** The names of all sentences. */
export type SentenceName = Sentence['sentence']

/** The tongues sentences may be written in; `# language:` says which. */
export const TONGUES: readonly string[] = tongues

/** All sentences of a tongue. */
export function catalogue(tongue = 'en'): readonly CatalogueEntry[] {
  return sentences[tongue] ?? []
}

/** The sentences that these words are about, best first; without words all. */
export function explain(words: readonly string[], tongue = 'en'): readonly CatalogueEntry[] {
  const wanted = words.flatMap((w) => w.toLowerCase().split(/\s+/)).filter((w) => w !== '')
  if (wanted.length === 0) return catalogue(tongue)
  const scored = catalogue(tongue).map((entry, index) => ({ entry, index, score: scoreOf(entry, wanted) }))
  return scored
    .filter((s) => s.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map((s) => s.entry)
}

function scoreOf(entry: CatalogueEntry, wanted: readonly string[]): number {
  const strong = [entry.name, entry.template, ...entry.examples].join(' ').toLowerCase()
  const weak = entry.description.toLowerCase()
  let score = 0
  for (const word of wanted) {
    if (strong.includes(word)) score += 2
    else if (weak.includes(word)) score += 1
    else return 0
  }
  return score
}

/** The example nearest to a text that is no sentence, or undefined when none is near. */
export function nearestSentence(text: string, tongue = 'en', keyword?: string): string | undefined {
  const shape = shapeOf(text)
  let best: string | undefined
  let bestDistance = Math.max(4, Math.ceil(shape.length * 0.6))
  for (const entry of catalogue(tongue)) {
    const handicap = keyword === undefined || entry.name.startsWith(`${keyword}/`) ? 0 : 3
    for (const example of entry.examples) {
      const candidate = shapeOf(example)
      if (Math.abs(candidate.length - shape.length) + handicap >= bestDistance) continue
      const distance = editDistance(candidate, shape) + handicap
      if (distance < bestDistance) {
        best = example
        bestDistance = distance
      }
    }
  }
  return best
}

// Names in quotes weigh nothing: they are the writer's own.
const QUOTED = /"(?:[^"\\]|\\.)*"/g
const SHAPE_LIMIT = 160

function shapeOf(text: string): string {
  return text
    .slice(0, SHAPE_LIMIT * 2)
    .replace(QUOTED, '""')
    .slice(0, SHAPE_LIMIT)
}
