import { expect, it } from 'vitest'
import type { Event } from '../../generated/api/core.v1.ts'
import { EventCorrelator } from './event-correlator.ts'

const event = (message: string, name = message): Event => ({
  metadata: { name, namespace: 'default' },
  involvedObject: { kind: 'Pod', namespace: 'default', name: 'p', uid: 'u', apiVersion: 'v1' },
  reason: 'BackOff',
  message,
  source: { component: 'kubelet', host: 'node-1' },
  firstTimestamp: name,
  lastTimestamp: name,
  count: 1,
  type: 'Warning',
  eventTime: null,
  reportingComponent: 'kubelet',
  reportingInstance: 'node-1',
})

it('counts equal events under the name of the first', () => {
  const correlator = new EventCorrelator()
  const outcomes = [event('m', 'a'), event('m', 'b'), event('m', 'c')].map((e, i) => correlator.correlate(e, i * 1000))
  expect(outcomes.map((o) => (o.action === 'skip' ? o : [o.action, o.event.metadata.name, o.event.count]))).toEqual([
    ['create', 'a', 1],
    ['patch', 'a', 2],
    ['patch', 'a', 3],
  ])
})

it('combines similar events from the tenth on, until they have been quiet for ten minutes', () => {
  const correlator = new EventCorrelator()
  const messages = Array.from({ length: 12 }, (_, i) => `m${i}`)
  const outcomes = messages.map((m) => correlator.correlate(event(m), 0))
  const tail = outcomes.slice(8).map((o) => (o.action === 'skip' ? o : [o.action, o.event.message, o.event.count]))
  expect(tail).toEqual([
    ['create', 'm8', 1],
    ['create', '(combined from similar events): m9', 1],
    ['patch', '(combined from similar events): m10', 2],
    ['patch', '(combined from similar events): m11', 3],
  ])
  const later = correlator.correlate(event('late'), 600_001)
  expect(later.action === 'skip' ? later : later.event.message).toBe('late')
})

it('lets one source write 25 events about an object at once, then one in five minutes', () => {
  const correlator = new EventCorrelator()
  const actions = Array.from({ length: 27 }, () => correlator.correlate(event('m'), 0).action)
  expect(actions.filter((action) => action === 'skip').length).toBe(2)
  expect(correlator.correlate(event('m'), 299_000).action).toBe('skip')
  expect(correlator.correlate(event('m'), 301_000).action).toBe('patch')
})
