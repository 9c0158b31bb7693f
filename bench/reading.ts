// How fast whole features are read: outline, sentences and manifests in doc strings, with all their diagnostics. The text is that of
// the English features under scenarios/; the reference parser reads the outline of the same text. Two figures: the first pass of a
// process, when nothing is compiled and no sentence was seen before, and the rate once warm, each time with names never seen before.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { AstBuilder, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin'
import { IdGenerator } from '@cucumber/messages'
import { parseOutline } from '../src/language/outline/parse.ts'
import { compilePickles } from '../src/language/outline/pickles.ts'
import { parseFeature } from '../src/language/parse-feature.ts'
import { SentenceReader, tongueOf } from '../src/language/sentences.ts'
import { vocabularyOf } from '../src/language/vocabulary.ts'

const vocabulary = vocabularyOf()
const newId = IdGenerator.incrementing()
const READERS: Readonly<Record<string, (text: string) => void>> = {
  'kabuki: outline, sentences, manifests': (text) => void parseFeature(text, { file: 'x.feature' }),
  'kabuki: outline, sentences': (text) => {
    const { feature } = parseOutline(text)
    if (feature === undefined) return
    const steps = compilePickles(feature, () => {}).flatMap((pickle) => pickle.steps)
    new SentenceReader(tongueOf(feature.language), vocabulary).readAll(steps)
  },
  'kabuki: outline alone': (text) => void parseOutline(text),
  '@cucumber/gherkin: outline alone': (text) =>
    void new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(text),
}
const ROUNDS = 15

const texts = walk('scenarios')

function walk(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'ja' ? [] : walk(file)
    return file.endsWith('.feature') && !file.includes('.ja.') ? [fs.readFileSync(file, 'utf8')] : []
  })
}

/** The texts with other names in every sentence: `"web"` becomes `"web-7"`. */
const renamed = (round: number): string[] => texts.map((text) => text.replace(/"([a-z][a-z0-9-]*)"/g, `"$1-${round}"`))

function milliseconds(read: (text: string) => void, all: readonly string[]): number {
  const began = performance.now()
  for (const text of all) read(text)
  return performance.now() - began
}

const [, , only] = process.argv
if (only !== undefined) {
  const read = READERS[only]!
  const first = milliseconds(read, texts)
  const warm = Array.from({ length: ROUNDS }, (_, round) => milliseconds(read, renamed(round)))
  console.log(JSON.stringify({ first, warm: Math.min(...warm) }))
} else {
  const size = texts.reduce((sum, text) => sum + text.length, 0)
  console.log(`${texts.length} features, ${Math.round(size / 1000)} kB`)
  console.table(
    Object.fromEntries(
      Object.keys(READERS).map((name) => {
        const { stdout } = spawnSync(process.execPath, [process.argv[1]!, name], { encoding: 'utf8' })
        const { first, warm } = JSON.parse(stdout) as { first: number; warm: number }
        return [name, { 'first pass, ms': first.toFixed(1), 'once warm, ms': warm.toFixed(1) }]
      }),
    ),
  )
}
