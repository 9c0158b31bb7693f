// Events against tables: times cut off where the table's are, repeats, and what a difference is told as.
import { expect, it } from 'vitest'
import type { ApiObject } from '../cluster/port.ts'
import { byTime, tableMiss } from './event-tables.ts'

const START = Date.parse('2026-01-01T00:00:00Z')

/** An event as a recorder names it: first seen so many milliseconds after the start. */
function event(ms: number, reason: string, message: string, more: object = {}): ApiObject {
  const nanos = (BigInt(START + ms) * 1_000_000n).toString(16)
  const second = new Date(START + Math.floor(ms / 1000) * 1000).toISOString()
  return {
    metadata: { name: `web.${nanos}` },
    type: 'Normal',
    reason,
    message,
    firstTimestamp: second,
    lastTimestamp: second,
    ...more,
  } as ApiObject
}

const events = [
  event(20, 'Scheduled', 'to node-1'),
  event(35_940, 'Unhealthy', 'no\n', { type: 'Warning', count: 3, lastTimestamp: '2026-01-01T00:00:45Z' }),
]

it('takes times as precisely as they are written, cut off', () => {
  const rows = [
    { at: '0s', type: 'Normal', count: '1', last: '0s' },
    { at: '35.9s', type: 'Warning', count: '3', last: '45s' },
  ]
  expect(tableMiss(rows, events, true, START)).toBeUndefined()
  expect(tableMiss([{ at: '35s', message: 'no\n' }], events, false, START)).toBeUndefined()
})

it('tells what happened when', () => {
  expect(
    tableMiss(
      [
        { at: '0s', reason: 'Scheduled' },
        { at: '36s', reason: 'Unhealthy' },
      ],
      events,
      true,
      START,
    ),
  ).toEqual({
    summary: 'the events are others',
    details: ['[1].at: expected "36s", found "35.9s"'],
    actual: '0s  Normal Scheduled: to node-1\n35.9s  Warning Unhealthy: no\\n (3 times, last at 45s)',
  })
  expect(tableMiss([{ reason: 'Killing' }], events, false, START)).toEqual({
    summary: 'there is no event Killing at its place in the order',
    actual: 'Normal Scheduled: to node-1\nWarning Unhealthy: no\\n',
  })
})

it('orders by the nanosecond in the name, where there is one', () => {
  expect([...events].reverse().sort(byTime)).toEqual(events)
})
