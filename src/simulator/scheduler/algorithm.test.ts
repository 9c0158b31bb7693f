import { expect, it } from 'vitest'
import { nodesToFind } from './algorithm.ts'

it('looks at all nodes of a small cluster and at a shrinking share of a large one', () => {
  expect([2, 99, 100, 150, 1000, 5000, 20_000].map((n) => nodesToFind(n))).toEqual([2, 99, 100, 100, 420, 500, 1000])
})
