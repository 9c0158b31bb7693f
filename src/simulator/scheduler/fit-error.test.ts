import { expect, it } from 'vitest'
import { status } from './contract.ts'
import { fitErrorText, truncateNote } from './fit-error.ts'
import { NodeToStatus } from './node-to-status.ts'

it('counts reasons, sorts them as text and appends what PostFilter said', () => {
  const refused = new NodeToStatus(status('UnschedulableAndUnresolvable', 'node(s) did not qualify'))
  refused.set('a', status('Unschedulable', 'Insufficient memory', 'Too many pods'))
  refused.set('b', status('Unschedulable', 'Insufficient memory'))
  expect(fitErrorText({ nodes: 4, refused, postFilterMessage: 'no new claims to deallocate' })).toBe(
    '0/4 nodes are available: 1 Too many pods, 2 Insufficient memory, 2 node(s) did not qualify. no new claims to deallocate',
  )
})

it('says only what PreFilter said when that was it', () => {
  const refused = new NodeToStatus()
  expect(fitErrorText({ nodes: 2, refused, preFilterMessage: 'persistentvolumeclaim "c" not found' })).toBe(
    '0/2 nodes are available: persistentvolumeclaim "c" not found.',
  )
})

it('cuts notes at 1024 characters', () => {
  expect(truncateNote('x'.repeat(1025))).toBe(`${'x'.repeat(1020)} ...`)
})
