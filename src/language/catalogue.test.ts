import { describe, expect, it } from 'vitest'
import { parse } from '../generated/grammar/en.js'
import { catalogue, explain, nearestSentence } from './catalogue.ts'
import { vocabularyOf } from './vocabulary.ts'

const vocabulary = vocabularyOf()

function understoodBy(text: string): string[] {
  return catalogue('en')
    .filter(({ rule }) => {
      try {
        parse(text, { startRule: rule, vocabulary })
        return true
      } catch {
        return false
      }
    })
    .map((entry) => entry.name)
}

describe('the catalogue', () => {
  for (const entry of catalogue('en')) {
    it(entry.name, () => {
      for (const example of entry.examples) {
        expect({ example, understoodBy: understoodBy(example) }).toEqual({ example, understoodBy: [entry.name] })
        expect(parse(example, { startRule: 'Anything', vocabulary })).toMatchObject({ sentence: entry.name })
        expect(example.endsWith(':')).toBe(entry.needs !== undefined)
      }
    })
  }

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
