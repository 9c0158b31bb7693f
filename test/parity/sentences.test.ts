// The same stem everywhere: every sentence of the grammar has an entry in the catalogue, somebody who plays it, and a scenario
// under scenarios/sentences that uses it; and every scenario there can be read without a fault.
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue, TONGUES } from '../../src/language/catalogue.ts'
import { renderDiagnostic } from '../../src/language/diagnostic.ts'
import { filesIn } from '../../src/play/node-files.ts'
import { checkFeature } from '../../src/play/run-feature.ts'
import { playableSentences } from '../../src/play/scenario.ts'

const root = path.resolve(import.meta.dirname, '../..')
const folder = path.join(root, 'scenarios/sentences')
const english = catalogue('en')

/** The sentences each scenario file uses, by its stem. */
function used(): ReadonlyMap<string, ReadonlySet<string>> {
  const byStem = new Map<string, Set<string>>()
  for (const file of featureFiles()) {
    const text = fs.readFileSync(file, 'utf8')
    const { feature } = checkFeature(path.relative(root, file), text, filesIn(path.dirname(file)))
    const names = feature?.scenarios.flatMap((s) =>
      s.steps.flatMap((t) => (t.sentence === undefined ? [] : [t.sentence.sentence])),
    )
    byStem.set(path.relative(folder, file).replace('.feature', ''), new Set(names))
  }
  return byStem
}

function featureFiles(): readonly string[] {
  const names = fs.readdirSync(folder, { recursive: true }) as string[]
  return names
    .filter((f) => f.endsWith('.feature'))
    .sort()
    .map((f) => path.join(folder, f))
}

describe('every sentence', () => {
  it('is played by somebody', () => {
    expect(english.map((e) => e.name).filter((n) => !playableSentences().includes(n))).toEqual([])
    expect(playableSentences().filter((n) => !english.some((e) => e.name === n))).toEqual([])
  })

  it('is used by the scenario of its family', () => {
    const scenarios = used()
    expect(english.filter((e) => !scenarios.get(e.family)?.has(e.name)).map((e) => e.name)).toEqual([])
  })

  it('of another tongue is one of the language', () => {
    const names = new Set(english.map((e) => e.name))
    const strangers = TONGUES.flatMap((t) => catalogue(t).filter((e) => !names.has(e.name)))
    expect(strangers).toEqual([])
  })

  it('in a scenario can be read', () => {
    const faults = featureFiles().flatMap((file) => {
      const text = fs.readFileSync(file, 'utf8')
      return checkFeature(path.relative(root, file), text, filesIn(path.dirname(file))).diagnostics.map((d) =>
        renderDiagnostic(d, text),
      )
    })
    expect(faults).toEqual([])
  })
})

// What stands in a file of sentences, less where it stands: the same in every tongue.
function sentencesOf(file: string): unknown {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  const { feature } = checkFeature(file, text, filesIn(path.dirname(path.join(root, file))))
  return feature?.scenarios.map((s) => s.steps.map((t) => strip(t.sentence)))
}

// Kinds are as they were written (`limitrange`, `LimitRange`), and the files lie one folder further away.
function strip(value: unknown): unknown {
  if (typeof value === 'string') return value.replace('../../manifests/', '../manifests/')
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(strip)
  return Object.fromEntries(Object.entries(value).flatMap(([k, v]) => (k === 'word' ? [] : [[k, strip(v)]])))
}

describe('every tongue', () => {
  it.each(TONGUES)('%s has a form of every sentence', (tongue) => {
    expect(
      catalogue(tongue)
        .map((e) => e.name)
        .sort(),
    ).toEqual(english.map((e) => e.name).sort())
  })

  it('asks for the same below a sentence', () => {
    const needs = (tongue: string) =>
      Object.fromEntries(catalogue(tongue).map((e) => [e.name, [e.needs ?? '', e.columns ?? []]]))
    for (const tongue of TONGUES) expect(needs(tongue)).toEqual(needs('en'))
  })

  it.each(english.map((e) => e.family).filter((family, i, all) => all.indexOf(family) === i))(
    'says the scenarios of %s alike',
    (family) => {
      const own = sentencesOf(`scenarios/sentences/${family}.feature`)
      expect(own).toBeDefined()
      for (const tongue of TONGUES.filter((t) => t !== 'en'))
        expect(sentencesOf(`scenarios/sentences/${tongue}/${family}.feature`)).toEqual(own)
    },
  )

  it('tells the story of the first page alike', () => {
    expect(sentencesOf('scenarios/seeds/memory-constraints.ja.feature')).toEqual(
      sentencesOf('scenarios/seeds/memory-constraints.feature'),
    )
  })
})
