// Our keywords of all languages are those of @cucumber/gherkin. After an update of the package, remake the file with
// `UPDATE_DIALECTS=1 npx vitest run test/gherkin/dialects.test.ts`.
import fs from 'node:fs'
import path from 'node:path'
import { dialects } from '@cucumber/gherkin'
import { describe, expect, it } from 'vitest'
import { dialect, LANGUAGE_CODES } from '../../src/language/outline/dialects.ts'
import { stepKeywordAt, titleWordAt } from '../../src/language/outline/lines.ts'
import { readByReference, readByUs } from './reference.ts'

const file = path.resolve(import.meta.dirname, '../../src/language/outline/gherkin-languages.json')
const LISTS = [
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

function packed(): string {
  const rows = Object.entries(dialects).map(([code, words]) => {
    const text = [words.name, words.native, ...LISTS.map((list) => words[list].join(';'))].join('|')
    return `  ${JSON.stringify(code)}: ${JSON.stringify(text)}`
  })
  return `{\n${rows.join(',\n')}\n}\n`
}

/** A feature in the language, with every word it has for scenarios, examples and steps. */
function everyKeyword(code: string): string {
  const { feature, background, rule, scenario, scenarioOutline, examples, ...steps } = dialects[code]!
  const stepLines = [steps.given, steps.when, steps.then, steps.and, steps.but].flat().map((word) => `${word}x <a>`)
  const tables = examples.map((word) => `${word}: e\n|a|\n|1|`)
  const scenarios = [...scenario, ...scenarioOutline].map((word) => [`${word}: s`, ...stepLines, ...tables].join('\n'))
  const rules = rule.map((word, i) =>
    [`${word}: r`, `${background[i % background.length]}: b`, ...scenarios].join('\n'),
  )
  return [
    `# language: ${code}`,
    `${feature.at(-1)}: f`,
    `${background[0]}:`,
    ...stepLines,
    ...scenarios,
    ...rules,
  ].join('\n')
}

describe('dialects', () => {
  it('are those of the reference', () => {
    const text = packed()
    if (process.env['UPDATE_DIALECTS'] !== undefined) fs.writeFileSync(file, text)
    expect(fs.readFileSync(file, 'utf8')).toBe(text)
  })

  it.each(LANGUAGE_CODES)('%s holds every word', (code) => {
    const ours = dialect(code)!
    const theirs = dialects[code]!
    expect(LISTS.map((list) => ours.words(list))).toEqual(LISTS.map((list) => theirs[list]))
  })

  it.each(LANGUAGE_CODES)('%s is read as the reference reads it, keyword by keyword', (code) => {
    const text = everyKeyword(code)
    const reference = readByReference(text)
    expect(reference.errors).toEqual([])
    expect(readByUs(text)).toEqual(reference)
  })

  // grammar/feature.peggy has one letter for lines with two meanings: a background that is a step, too.
  it('have no line with two meanings but the one the grammar knows', () => {
    const double = LANGUAGE_CODES.flatMap((code) => {
      const ours = dialect(code)!
      return [...ours.titles.values()].flat().flatMap(({ word, kind }) => {
        const line = `${word}: x`
        expect(titleWordAt(line, 0, line.length, ours)).toEqual({ word, kind })
        const step = stepKeywordAt(line, 0, line.length, ours)
        return step === undefined ? [] : [`${code} ${kind} ${word} ${step.keyword}`]
      })
    })
    expect(double).toEqual(['tr background Mevcut Durum Mevcut '])
  })

  it('have no word with two kinds of title', () => {
    const kinds = {
      feature: 'feature',
      background: 'background',
      rule: 'rule',
      scenario: 'scenario',
      scenarioOutline: 'scenario',
      examples: 'examples',
    } as const
    const clashes = LANGUAGE_CODES.filter((code) => {
      const seen = new Map<string, string>()
      return Object.entries(kinds).some(([list, kind]) =>
        dialect(code)!
          .words(list as keyof typeof kinds)
          .some((word) => {
            const before = seen.get(word)
            seen.set(word, kind)
            return before !== undefined && before !== kind
          }),
      )
    })
    expect(clashes).toEqual([])
  })

  it('are unknown for other names, those of every object included', () => {
    expect(['xx', 'EN', '', 'constructor', '__proto__', 'toString'].map(dialect)).toEqual(Array(6).fill(undefined))
  })
})
