import { expect, it } from 'vitest'
import type { Event } from '../../../../generated/api/core.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { toCoreEvent, toNewEvent } from './convert.ts'
import { validateStrictEventUpdate } from './validation.ts'

const event: Event = {
  kind: 'Event',
  apiVersion: 'v1',
  metadata: { name: 'e', namespace: 'default', resourceVersion: '1' },
  involvedObject: { kind: 'Pod', namespace: 'default', name: 'p' },
  reason: 'Bound',
  source: {},
  firstTimestamp: null,
  lastTimestamp: null,
  type: 'Normal',
  eventTime: '2026-01-01T00:00:00.000000Z',
  action: 'Bind',
  reportingComponent: 'example.org/w',
  reportingInstance: 'w-1',
}

const problems = (change: Partial<Event>): readonly string[] => {
  const errors = new FieldErrors()
  validateStrictEventUpdate({ ...event, ...change }, event, errors)
  return errors.list.map(({ field, body }) => `${field}: ${body}`)
}

it('lets the series change, nothing else', () => {
  expect(problems({ series: { count: 2, lastObservedTime: '2026-01-01T00:00:01.000000Z' } })).toEqual([])
  expect(problems({ series: { count: 1, lastObservedTime: null } })).toEqual([
    'series.count: Invalid value: "": should be at least 2',
    'series.lastObservedTime: Required value',
  ])
  expect(problems({ reason: 'Unbound', involvedObject: { kind: 'Pod', namespace: 'default', name: 'q' } })).toEqual([
    'involvedObject: Invalid value: {"Kind":"Pod","Namespace":"default","Name":"q","UID":"","APIVersion":"","ResourceVersion":"","FieldPath":""}: field is immutable',
    'reason: Invalid value: "Unbound": field is immutable',
    'reason: Invalid value: "Unbound": field is immutable',
  ])
})

it('has two faces of one event', () => {
  expect(toCoreEvent(toNewEvent(event))).toEqual(event)
})
