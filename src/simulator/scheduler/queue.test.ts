import { describe, expect, it } from 'vitest'
import { Clock } from '../engine/clock.ts'
import type { Pod } from './contract.ts'
import { type QueueRules, SchedulingQueue } from './queue.ts'

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
  worthTrying: (rejectors, _pod, event) => rejectors.has(event.resource),
}

function make() {
  const clock = new Clock(0)
  let woken = 0
  const queue = new SchedulingQueue(clock, rules, () => woken++)
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

  it('tries again after an error when the doubling back-off is over', () => {
    const { clock, queue, popAll } = make()
    queue.add(pod('a'))
    queue.putBack(queue.pop()!, new Set())
    clock.runTo(999)
    expect(popAll()).toEqual([])
    clock.runTo(1000)
    queue.putBack(queue.pop()!, new Set())
    clock.runTo(2999)
    expect(popAll()).toEqual([])
    clock.runTo(3000)
    expect(popAll()).toEqual(['a'])
  })

  it('tries unschedulable pods again after five minutes and books nothing when none waits', () => {
    const { clock, queue, popAll } = make()
    queue.add(pod('a'))
    queue.putBack(queue.pop()!, new Set(['nodes']))
    clock.runTo(300_000)
    expect(popAll()).toEqual([])
    clock.runTo(330_000)
    expect(popAll()).toEqual(['a'])
    expect(clock.nextAt()).toBeUndefined()
  })
})
