import { expect, it } from 'vitest'
import type { Status } from '../../api/status/status-error.ts'
import { slowStart } from './pod-control.ts'

const refused: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: 403 }

it('makes batches of 1, 2, 4, … and stops after the batch that failed', () => {
  let made = 0
  expect(slowStart(10, () => void made++)).toBe(undefined)
  expect(made).toBe(10)
  let tried = 0
  expect(slowStart(10, () => (++tried >= 2 ? refused : undefined))).toBe(refused)
  expect(tried).toBe(3)
})
