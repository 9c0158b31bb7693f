import { describe, expect, it } from 'vitest'
import { Clock } from '../engine/clock.ts'
import type { Pod } from './contract.ts'
import { type Backoff, type QueueRules, SchedulingQueue } from './queue.ts'

const pod = (name: string, priority = 0, gates: string[] = []): Pod => ({
  metadata: { name, uid: name },
  spec: { containers: [], priority, ...(gates.length > 0 ? { schedulingGates: gates.map((g) => ({ name: g })) } : {}) },
  status: {},
})

const rules: QueueRules = {
  less: (a, b) =>
    (a.pod.spec.priority ?? 0) > (b.pod.spec.priority ?? 0) ||
    (a.pod.spec.priority === b.pod.spec.priority && a.timestamp < b.timestamp),
  preEnqueue: (p) =>
    p.spec.schedulingGates
      ? { code: 'UnschedulableAndUnresolvable', reasons: [], plugin: 'SchedulingGates' }
      : undefined,
  waitsFor: (plugin, _pod, event) => plugin === 'SchedulingGates' && event.resource === 'pods',
  worthTrying: (rejectors, _pod, event) =>
    rejectors.has(event.resource) || (rejectors.has('SchedulingGates') && event.action !== 'Delete'),
}

function make(backoff: Partial<Backoff> = {}, start = 0) {
  const clock = new Clock(start)
  let woken = 0
  const queue = new SchedulingQueue(clock, rules, () => woken++, backoff)
  const popAll = (): (string | undefined)[] => {
    const names: (string | undefined)[] = []
    for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) names.push(entry.pod.metadata.name)
    return names
  }
  return { clock, queue, popAll, woken: () => woken }
}

describe('SchedulingQueue', () => {
  it('pops by priority, then in the order the pods came', () => {
    const { queue, popAll } = make()
    for (const p of [pod('a'), pod('b', 10), pod('c'), pod('d', 10), pod('e')]) queue.add(p)
    expect(popAll()).toEqual(['b', 'd', 'a', 'c', 'e'])
  })

  it('keeps refused pods until an event one of their rejectors waits for', () => {
    const { queue, popAll } = make()
    queue.add(pod('a'))
    queue.putBack(queue.pop()!, new Set(['nodes']))
    queue.move({ resource: 'pods', action: 'Delete' }, undefined, undefined)
    expect(popAll()).toEqual([])
    queue.move({ resource: 'nodes', action: 'Add' }, undefined, undefined)
    expect(popAll()).toEqual(['a'])
  })

  it('keeps gated pods out until the gates are gone', () => {
    const { queue, popAll } = make()
    const gated = pod('g', 0, ['wait'])
    queue.add(gated)
    expect(popAll()).toEqual([])
    queue.update(gated, pod('g'), [{ resource: 'pods', action: 'UpdatePodSchedulingGatesEliminated' }])
    expect(popAll()).toEqual(['g'])
  })

  it('leaves gated pods gated by events that do not end their gate, however many', () => {
    const { queue, popAll } = make()
    for (const name of ['a', 'b']) queue.add(pod(name, 0, ['wait']))
    queue.move({ resource: 'pods', action: 'Add' }, undefined, undefined)
    queue.move({ resource: 'nodes', action: 'Add' }, undefined, undefined)
    expect(popAll()).toEqual([])
  })

  it('judges a changed pod anew, once for all that changed', () => {
    const { queue, popAll } = make()
    queue.add(pod('a'))
    queue.putBack(queue.pop()!, new Set(['pods']))
    queue.update(pod('a'), pod('a'), [
      { resource: 'pods', action: 'UpdatePodLabel' },
      { resource: 'pods', action: 'UpdatePodToleration' },
    ])
    expect(popAll()).toEqual(['a'])
  })

  it('moves only those an event is for', () => {
    const { queue, popAll } = make()
    for (const [name, priority] of [
      ['low', 1],
      ['high', 9],
    ] as const) {
      queue.add(pod(name, priority))
      queue.putBack(queue.pop()!, new Set(['pods']))
    }
    queue.move({ resource: 'pods', action: 'Delete' }, undefined, undefined, ({ spec }) => (spec.priority ?? 0) <= 5)
    expect(popAll()).toEqual(['low'])
  })

  it('tries again after an error when the doubling back-off is over: with the second after it ends', () => {
    const { clock, queue, popAll } = make({}, 300)
    const tries: number[] = []
    queue.add(pod('a'))
    for (let i = 0; i < 6; i++) {
      queue.putBack(queue.pop()!, new Set())
      expect(popAll()).toEqual([])
      while (!queue.ready) clock.step(Number.POSITIVE_INFINITY)
      tries.push(clock.now())
    }
    expect(tries).toEqual([2000, 5000, 10_000, 19_000, 30_000, 41_000])
    expect(clock.nextAt()).toBeUndefined()
  })

  it('counts errors in a row; a refusal ends the row', () => {
    const { clock, queue } = make()
    queue.add(pod('a'))
    queue.putBack(queue.pop()!, new Set())
    clock.runTo(2000)
    queue.putBack(queue.pop()!, new Set(['nodes']))
    queue.move({ resource: 'nodes', action: 'Add' }, undefined, undefined)
    queue.putBack(queue.pop()!, new Set())
    expect(clock.nextAt()).toBe(4000)
  })

  it('takes refused pods out of their back-off when nothing else is to do, by the second they end in, then as ever', () => {
    const { clock, queue, popAll } = make()
    const refuse = (name: string, priority: number): void => {
      queue.add(pod(name, priority))
      queue.putBack(queue.pop()!, new Set(['nodes']))
    }
    refuse('early', 0)
    clock.runTo(1100)
    refuse('low', 1)
    clock.runTo(1900)
    refuse('high', 2)
    queue.add(pod('new'))
    queue.move({ resource: 'nodes', action: 'Add' }, undefined, undefined)
    expect(popAll()).toEqual(['new', 'early', 'high', 'low'])
  })

  it('keeps them in it while the feature is off', () => {
    const { clock, queue, popAll } = make({ mayBeCutShort: false }, 300)
    queue.add(pod('a'))
    queue.putBack(queue.pop()!, new Set(['nodes']))
    queue.move({ resource: 'nodes', action: 'Add' }, undefined, undefined)
    expect([queue.ready, clock.nextAt()]).toEqual([false, 2300])
    clock.runTo(2300)
    expect(popAll()).toEqual(['a'])
  })

  it('tries unschedulable pods again after five minutes, looking every thirty seconds, and books nothing when none waits', () => {
    const { clock, queue, popAll } = make()
    clock.runTo(10_000)
    queue.add(pod('a'))
    queue.putBack(queue.pop()!, new Set(['nodes']))
    expect(clock.nextAt()).toBe(330_000)
    clock.runTo(329_999)
    expect(popAll()).toEqual([])
    clock.runTo(330_000)
    expect(popAll()).toEqual(['a'])
    expect(clock.nextAt()).toBeUndefined()
  })
})
