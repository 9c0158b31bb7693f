import { expect, it } from 'vitest'
import { findUntoleratedTaint, formatTaint, tolerates } from './taints.ts'

const taint = { key: 'gpu', value: '5', effect: 'NoSchedule' }

it('matches keys, effects and operators', () => {
  expect(tolerates({ operator: 'Exists' }, taint)).toBe(true)
  expect(tolerates({ key: 'gpu', value: '5' }, taint)).toBe(true)
  expect(tolerates({ key: 'gpu', operator: 'Equal', value: '6' }, taint)).toBe(false)
  expect(tolerates({ key: 'gpu', operator: 'Exists', effect: 'NoExecute' }, taint)).toBe(false)
})

it('compares numbers only where the gate is on', () => {
  expect(tolerates({ key: 'gpu', operator: 'Gt', value: '4' }, taint)).toBe(false)
  expect(tolerates({ key: 'gpu', operator: 'Gt', value: '4' }, taint, true)).toBe(true)
  expect(tolerates({ key: 'gpu', operator: 'Lt', value: '05' }, taint, true)).toBe(false)
})

it('finds what is not tolerated', () => {
  const other = { key: 'x', effect: 'PreferNoSchedule' }
  expect(findUntoleratedTaint([other, taint], [], ({ effect }) => effect === 'NoSchedule')).toBe(taint)
  expect(findUntoleratedTaint([taint], [{ operator: 'Exists' }])).toBe(undefined)
  expect([formatTaint(taint), formatTaint(other), formatTaint({ key: 'a', value: 'b', effect: '' })]).toEqual([
    'gpu=5:NoSchedule',
    'x:PreferNoSchedule',
    'a=b:',
  ])
})
