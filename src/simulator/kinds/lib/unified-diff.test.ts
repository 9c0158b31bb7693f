import { expect, it } from 'vitest'
import { internalDiff, unifiedDiff } from './unified-diff.ts'

it('shows a change with three lines around it', () => {
  const before = { A: 1, B: 2, C: 3, D: 4, E: '<&>', F: null }
  expect(internalDiff(before, { ...before, D: 5 })).toBe(
    '@@ -2,7 +2,7 @@\n  "A": 1,\n  "B": 2,\n  "C": 3,\n- "D": 4,\n+ "D": 5,\n  "E": "\\u003c\\u0026\\u003e",\n  "F": null\n }\n',
  )
  expect(internalDiff(before, before)).toBe('')
})

it('starts a new group where changes are far apart', () => {
  const lines = Array.from({ length: 20 }, (_, i) => `${i}`)
  const changed = ['x', ...lines.slice(1, 19), 'y', 'z']
  expect(unifiedDiff(lines, changed)).toBe(
    '@@ -1,4 +1,4 @@\n-0\n+x\n 1\n 2\n 3\n@@ -17,4 +17,5 @@\n 16\n 17\n 18\n-19\n+y\n+z\n',
  )
})
