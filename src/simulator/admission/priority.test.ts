import { describe, expect, it } from 'vitest'
import type { Pod } from '../../generated/api/core.v1.ts'
import { attributesOf, type Cluster, refusal } from './lib/cluster.fixture.ts'
import { plugin } from './priority.ts'

const CLASSES = 'priorityclasses.scheduling.k8s.io'
const classOf = (name: string, value: number, rest: object = {}) => ({ metadata: { name }, value, ...rest })
const cluster = (...classes: readonly object[]): Cluster => ({ [CLASSES]: classes as never })
const podOf = (spec: object): Pod => ({ metadata: { name: 'p' }, spec }) as unknown as Pod

describe('pods', () => {
  const admitted = (spec: object, where: Cluster): object | string => {
    const pod = podOf(spec)
    return refusal(plugin, attributesOf('pods', pod), where) ?? pod.spec
  }

  it('take priority and policy from their class, from the default, or from nothing', () => {
    const high = classOf('high', 1000, { preemptionPolicy: 'Never' })
    const base = classOf('base', 5, { globalDefault: true, preemptionPolicy: 'PreemptLowerPriority' })
    expect(admitted({ priorityClassName: 'high' }, cluster(high, base))).toEqual({
      priorityClassName: 'high',
      priority: 1000,
      preemptionPolicy: 'Never',
    })
    expect(admitted({}, cluster(high, base))).toEqual({
      priorityClassName: 'base',
      priority: 5,
      preemptionPolicy: 'PreemptLowerPriority',
    })
    expect(admitted({}, cluster())).toEqual({ priority: 0, preemptionPolicy: 'PreemptLowerPriority' })
  })

  it('do not choose for themselves', () => {
    expect(admitted({ priorityClassName: 'none' }, cluster())).toBe(
      'pods "p" is forbidden: no PriorityClass with name none was found',
    )
    expect(admitted({ priority: 7 }, cluster())).toBe(
      'pods "p" is forbidden: the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    )
    expect(admitted({ preemptionPolicy: 'Never' }, cluster())).toBe(
      'pods "p" is forbidden: the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name',
    )
  })

  it('keep what they have on update', () => {
    const pod = podOf({})
    const oldObject = podOf({ priority: 3, preemptionPolicy: 'Never' })
    expect(refusal(plugin, attributesOf('pods', pod, { operation: 'UPDATE', oldObject }), cluster())).toBeUndefined()
    expect(pod.spec).toEqual({ priority: 3, preemptionPolicy: 'Never' })
  })
})

describe('classes', () => {
  const other = classOf('base', 5, { globalDefault: true })

  it('have one default at most', () => {
    const second = classOf('second', 6, { globalDefault: true })
    expect(refusal(plugin, attributesOf(CLASSES, second), cluster(other))).toBe(
      'priorityclasses.scheduling.k8s.io "second" is forbidden: PriorityClass base is already marked as default. Only one default can exist',
    )
    expect(refusal(plugin, attributesOf(CLASSES, other, { operation: 'UPDATE' }), cluster(other))).toBeUndefined()
  })
})
