import { describe, expect, it } from 'vitest'
import { parse } from '../generated/grammar/en.js'
import { catalogue } from './catalogue.ts'
import { fleshOut, skeletonOf } from './skeleton.ts'
import { vocabularyOf } from './vocabulary.ts'

const vocabulary = vocabularyOf()
const read = (text: string): unknown => parse(text, { startRule: 'Anything', vocabulary })

describe('skeletons', () => {
  it('take out plain names and put them back', () => {
    expect(skeletonOf('pod "web" has the label "app=web-1" in "X y"')).toEqual({
      text: 'pod "mark0z9q" has the label "mark1z9q=mark2z9q" in "X y"',
      names: ['web', 'app', 'web-1'],
    })
    expect(fleshOut({ a: 'mark0z9q', b: ['x', 'amark1z9qb'], mark1z9q: 1 }, ['n', 'm'])).toEqual({
      a: 'n',
      b: ['x', 'amb'],
      m: 1,
    })
  })

  it('have the same parse as the sentence itself', () => {
    for (const example of catalogue('en').flatMap((e) => e.examples)) {
      const { text, names } = skeletonOf(example)
      expect(fleshOut(read(text) as object, names), example).toEqual(read(example))
    }
  })
})
