import { describe, expect, it } from 'vitest'
import { parse as english } from '../generated/grammar/en.js'
import { parse as japanese } from '../generated/grammar/ja.js'
import { sentenceNeeds } from '../generated/sentences/needs.ts'
import { catalogue, explain, nearestSentence, TONGUES } from './catalogue.ts'
import { vocabularyOf } from './vocabulary.ts'

const vocabulary = vocabularyOf()
const parsers: Readonly<Record<string, typeof english>> = { en: english, ja: japanese }

function understoodBy(text: string, tongue: string): string[] {
  return catalogue(tongue)
    .filter(({ rule }) => {
      try {
        parsers[tongue]!(text, { startRule: rule, vocabulary })
        return true
      } catch {
        return false
      }
    })
    .map((entry) => entry.name)
}

for (const tongue of TONGUES) {
  describe(`the catalogue in ${tongue}`, () => {
    for (const entry of catalogue(tongue)) {
      it(entry.name, () => {
        for (const example of entry.examples) {
          expect({ example, understoodBy: understoodBy(example, tongue) }).toEqual({
            example,
            understoodBy: [entry.name],
          })
          expect(parsers[tongue]!(example, { startRule: 'Anything', vocabulary })).toMatchObject({
            sentence: entry.name,
          })
          expect(example.endsWith(':')).toBe(sentenceNeeds[entry.name] !== undefined)
        }
      })
    }
  })
}

describe('searching the catalogue', () => {
  it('explains by words', () => {
    expect(explain(['patience']).map((e) => e.name)[0]).toBe('given/clock/patience')
    expect(explain(['no such word anywhere'])).toEqual([])
    expect(explain([])).toHaveLength(catalogue('en').length)
  })

  it('knows the nearest sentence', () => {
    expect(nearestSentence('pod "x" is runing', 'en', 'then')).toBe('pod "web" is Running')
    expect(nearestSentence('I aply "x.yaml"')).toBe('I apply "web.yaml"')
    expect(nearestSentence('qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq')).toBeUndefined()
  })
})
