import { expect, it } from 'vitest'
import type { Job, JobStatus } from '../../../../generated/api/batch.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { validateJobStatusUpdate } from './status.ts'

const jobWith = (status: JobStatus): Job => ({ metadata: { name: 'j' }, spec: {}, status }) as Job

it.each([
  [{ active: -1 }, ['status.active: Invalid value: -1: must be greater than or equal to 0']],
  [{ active: 1, ready: 1 }, []],
  [{ active: 1, ready: 2 }, ['status.ready: Invalid value: 2: cannot set more ready pods than active']],
])('%j is judged', (status, problems) => {
  const errors = new FieldErrors()
  validateJobStatusUpdate(jobWith(status), jobWith({}), errors)
  expect(errors.list.map(({ field, body }) => `${field}: ${body}`)).toEqual(problems)
})
