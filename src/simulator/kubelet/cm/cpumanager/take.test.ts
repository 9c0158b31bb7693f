import { describe, expect, it } from 'vitest'
import { type MachineSpec, machineOf } from '../machine.ts'
import { eachCombination } from './combinations.ts'
import { type CpuSet, formatCpus, parseCpus } from './cpu-set.ts'
import { CpuTopology } from './cpu-topology.ts'
import { takeDistributed } from './take-distributed.ts'
import { type Taken, takePacked } from './take-packed.ts'

const set = (text: string): CpuSet => {
  const cpus = parseCpus(text)
  if ('error' in cpus) throw new Error(cpus.error)
  return cpus
}
const shown = (taken: Taken): string => ('error' in taken ? taken.error : formatCpus(taken))
const topologyOf = (spec: MachineSpec, cpu: number) =>
  new CpuTopology(machineOf(spec, { cpu: String(cpu), memory: '8Gi' }))

// Two sockets of three cores of two threads: socket 0 has 0-2 and 6-8, socket 1 has 3-5 and 9-11.
const dual = topologyOf({ numaNodes: 2, threadsPerCore: 2 }, 12)
// Two sockets of two NUMA nodes of two CPUs.
const quad = topologyOf({ numaNodes: 4, sockets: 2 }, 8)

describe('packed', () => {
  const take = (free: string, count: number, topology = dual) =>
    shown(takePacked(topology, set(free), count, 'packed', false))

  it.each([
    ['nothing', '0-11', 0, ''],
    ['a whole socket', '0-11', 6, '0-2,6-8'],
    ['a socket and a core', '0-11', 8, '0-3,6-9'],
    ['a whole core', '0-11', 2, '0,6'],
    ['one thread of the fullest core', '1-5,7-11', 1, '1'],
    ['the free thread of a core that is in use', '1-11', 1, '6'],
    ['cores of the fullest socket first', '2-5,8-11', 4, '2-3,8-9'],
    ['all there are', '1,3', 2, '1,3'],
    ['more than there are', '1,3', 3, 'not enough cpus available to satisfy request: requested=3, available=2'],
  ] as const)('%s', (_, free, count, expected) => {
    expect(take(free, count)).toBe(expected)
  })

  it('takes whole NUMA nodes inside the fullest socket', () => {
    expect(take('0-7', 4, quad)).toBe('0-3')
    expect(take('1-7', 2, quad)).toBe('2-3')
    expect(take('0-2,4-7', 3, quad)).toBe('0-2')
  })
})

it('spreads over cores where that is asked for', () => {
  expect(shown(takePacked(dual, set('0-11'), 2, 'spread', false))).toBe('0-1')
})

describe('distributed', () => {
  const take = (topology: CpuTopology, free: string, count: number, group = 1) =>
    shown(takeDistributed(topology, set(free), count, group, 'packed'))

  it('stays on one NUMA node where that does', () => {
    expect(take(dual, '0-11', 6)).toBe('0-2,6-8')
  })

  it('takes as many from each NUMA node otherwise', () => {
    expect(take(dual, '0-11', 8)).toBe('0-1,3-4,6-7,9-10')
    expect(take(quad, '0-7', 4)).toBe('0-3')
    expect(take(quad, '0,2,4-7', 4)).toBe('4-7')
  })

  it('gives the remainder to where it leaves the best balance', () => {
    expect(take(dual, '0-11', 7)).toBe('0-1,3-4,6-7,9')
    expect(take(dual, '0-11', 8, 2)).toBe('0-1,3-4,6-7,9-10')
  })

  it('packs what cannot be given out in groups', () => {
    expect(take(dual, '0-11', 7, 2)).toBe('0-3,6-8')
  })
})

// Inputs and what upstream's own code (v1.36.2) answers to them.
describe('machines as they are sold', () => {
  const machines = {
    // Two sockets of two NUMA nodes of ten cores of two threads.
    ten: topologyOf({ numaNodes: 4, sockets: 2, threadsPerCore: 2 }, 80),
    // Two NUMA nodes of two sockets of two cores of two threads.
    wide: topologyOf({ numaNodes: 2, sockets: 4, threadsPerCore: 2 }, 16),
    // One socket of four caches of four cores of two threads.
    split: topologyOf({ threadsPerCore: 2, uncoreCaches: 4 }, 32),
    // Two NUMA nodes of two caches of four CPUs.
    plain: topologyOf({ numaNodes: 2, uncoreCaches: 4 }, 16),
  }

  it.each([
    ['a socket', 'ten', '0-79', 40, '0-19,40-59'],
    ['the NUMA node left on the fuller socket', 'ten', '10-39,50-79', 20, '10-19,50-59'],
    ['a socket that is free, then the NUMA node beside a used core', 'ten', '1-79', 60, '10-39,50-79'],
    ['a socket, a NUMA node, a core, a thread', 'ten', '0-79', 63, '0-31,40-70'],
    ['a NUMA node on the fuller of two sockets, then a core beside it', 'ten', '1-38,41-78', 22, '1,10-19,41,50-59'],
    ['a NUMA node before a socket where it is the larger', 'wide', '0-15', 8, '0-3,8-11'],
    ['the NUMA node that is free', 'wide', '1-15', 8, '4-7,12-15'],
    ['a thread whose core is in use, after a core of the fuller NUMA node', 'wide', '1-15', 3, '1,8-9'],
  ] as const)('packed: %s', (_, machine, free, count, expected) => {
    expect(shown(takePacked(machines[machine], set(free), count, 'packed', false))).toBe(expected)
  })

  it.each([
    ['a whole cache', 'split', '0-31', 8, '0-3,16-19'],
    ['a cache that is free before one that is not', 'split', '1-15,17-31', 8, '4-7,20-23'],
    ['a cache, then a core of the fullest', 'split', '1-15,17-31', 10, '1,4-7,17,20-23'],
    ['an odd number leaves the last thread', 'split', '1-15,17-31', 3, '1-2,17'],
    ['what fits into one', 'split', '2-3,6-7,10-11,18-19,22-23,26-27', 4, '2-3,18-19'],
    ['what fits into none', 'split', '2-3,6-7,10-11,18-19,22-23,26-27', 6, '2-3,6,18-19,22'],
    ['CPUs without threads', 'plain', '0-15', 6, '0-5'],
    ['a whole one, then a part of the fullest', 'plain', '1-15', 6, '1-2,4-7'],
  ] as const)('by caches: %s', (_, machine, free, count, expected) => {
    expect(shown(takePacked(machines[machine], set(free), count, 'packed', true))).toBe(expected)
  })

  it.each([
    ['as many of two', '0-79', 24, 1, '0-5,10-15,40-45,50-55'],
    ['as many of three', '0-79', 48, 1, '0-7,10-17,20-27,40-47,50-57,60-67'],
    ['one more of two of them', '0-79', 50, 1, '0-8,10-18,20-27,40-47,50-57,60-67'],
    ['one less where one is in use', '1-79', 63, 1, '1-7,10-17,20-27,30-37,40-47,50-57,60-67,70-77'],
    ['cores, the remainder where most is left', '0-9,20-79', 50, 2, '0-8,20-27,30-37,40-48,60-67,70-77'],
    ['an odd number of threads cannot be given in cores', '0-79', 79, 2, '0-78'],
    ['one of each', '0,10,20,30', 3, 1, '0,10,20'],
    [
      'more than there are',
      '0,10,20,30',
      5,
      1,
      'not enough cpus available to satisfy request: requested=5, available=4',
    ],
  ] as const)('distributed: %s', (_, free, count, group, expected) => {
    expect(shown(takeDistributed(machines.ten, set(free), count, group, 'packed'))).toBe(expected)
  })
})

it('keeps choices as upstream does: those of four share their last place', () => {
  const seen = (k: number) => {
    const kept: (() => readonly number[])[] = []
    const told: string[] = []
    eachCombination([1, 2, 3, 4, 5], k, (choice) => {
      kept.push(choice)
      told.push(choice().join(''))
      return false
    })
    return [told.join(' '), kept.map((choice) => choice().join('')).join(' ')]
  }
  expect(seen(2)).toEqual(Array(2).fill('12 13 14 15 23 24 25 34 35 45'))
  expect(seen(4)).toEqual(['1234 1235 1245 1345 2345', '1235 1235 1245 1345 2345'])
})
