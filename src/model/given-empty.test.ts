import { expect, it } from 'vitest'
import { changedWithGiven, givenOf, rememberGivenEmpty } from './given-empty.ts'

it('is remembered of a changed copy, too', () => {
  const object: { name: string; list?: string[] } = { name: 'a' }
  rememberGivenEmpty(object, new Map([['list', []]]))
  const copy = changedWithGiven(object, { name: 'b' })
  expect(copy).toEqual({ name: 'b' })
  expect(givenOf(copy, 'list')).toEqual([])
  expect(givenOf({ ...object }, 'list')).toBeUndefined()
})
