import { expect, it } from 'vitest'
import { stateOf } from './states.ts'

const object = (kind: string, status?: object): Parameters<typeof stateOf>[0] =>
  ({ apiVersion: 'apps/v1', kind, metadata: { name: 'web' }, ...(status && { status }) }) as never

it('says what state an object is in: its phase, its conditions, else its counts', () => {
  const conditions = [
    { type: 'Available', status: 'True' },
    { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' },
  ]
  expect(stateOf(object('PersistentVolumeClaim', { phase: 'Pending' }))).toBe('Pending')
  expect(stateOf(object('Deployment', { replicas: 1, conditions }))).toBe(
    'Available; not Progressing (ProgressDeadlineExceeded)',
  )
  expect(stateOf(object('StatefulSet', { replicas: 1, updateRevision: 'web-1', availableReplicas: 0 }))).toBe(
    'replicas: 1, availableReplicas: 0',
  )
  expect(stateOf(object('ConfigMap'))).toBe('without a status')
})
