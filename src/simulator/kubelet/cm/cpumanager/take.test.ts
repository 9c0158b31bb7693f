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
