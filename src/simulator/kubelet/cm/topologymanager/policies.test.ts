import { describe, expect, it } from 'vitest'
import { machineOf } from '../machine.ts'
import { bitsOf, maskOf, masksOf } from './bit-mask.ts'
import type { Hints, TopologyHint } from './contract.ts'
import { NumaInfo } from './numa-info.ts'
import { policyOf } from './policies.ts'

const capacity = { cpu: '8', memory: '8Gi' }
const numa = (count: number) => new NumaInfo(machineOf({ numaNodes: count }, capacity))

/** `0` is preferred, `0-` is not; `any` names no NUMA nodes. */
const hint = (text: string): TopologyHint => ({
  affinity: text.startsWith('any') ? undefined : maskOf(text.replace('-', '').split('').map(Number)),
  preferred: !text.endsWith('-'),
})

/** Hints by resource: a list in words, nothing for no preference. */
const hints = (resources: Readonly<Record<string, string | undefined>>): Hints =>
  new Map(
    Object.entries(resources).map(([name, list]) => [
      name,
      list === undefined ? undefined : list.split(' ').filter(Boolean).map(hint),
    ]),
  )

function merged(policy: string, count: number, providers: readonly (Hints | undefined)[], closest = false): string {
  const { hint: best, admit } = policyOf(policy, numa(count), closest)!(providers)
  const nodes = best.affinity === undefined ? 'any' : bitsOf(best.affinity).join('')
  return `${nodes}${best.preferred ? '' : '-'} ${admit ? 'admitted' : 'refused'}`
}

describe('two NUMA nodes', () => {
  const both = '0 1 01-'
  it.each([
    ['nobody has a preference', [undefined, hints({})], '01 admitted', '01 admitted', 'any admitted'],
    ['one does not care', [hints({ cpu: both }), hints({ nic: undefined })], '0 admitted', '0 admitted', '0 admitted'],
    ['all fit anywhere', [hints({ cpu: both }), hints({ gpu: both })], '0 admitted', '0 admitted', '0 admitted'],
    ['a device on one', [hints({ gpu: '1 01-' }), hints({ cpu: both })], '1 admitted', '1 admitted', '1 admitted'],
    [
      'both are needed by all',
      [hints({ gpu: '01' }), hints({ cpu: '01' })],
      '01 admitted',
      '01 admitted',
      'any- refused',
    ],
    [
      'both are needed by one',
      [hints({ gpu: '01' }), hints({ cpu: both })],
      '01- admitted',
      '01- refused',
      'any- refused',
    ],
    ['devices apart', [hints({ gpu: '0', nic: '1' }), undefined], '01- admitted', '01- refused', 'any- refused'],
    ['nothing is left', [hints({ gpu: '' }), hints({ cpu: both })], '0- admitted', '0- refused', 'any- refused'],
    ['only a wide place is left', [hints({ cpu: '01-' })], '01- admitted', '01- refused', 'any- refused'],
  ] as const)('%s', (_, providers, bestEffort, restricted, single) => {
    expect(merged('best-effort', 2, providers)).toBe(bestEffort)
    expect(merged('restricted', 2, providers)).toBe(restricted)
    expect(merged('single-numa-node', 2, providers)).toBe(single)
  })
})

it('comes as close as it can to what the widest resource needs when nothing is preferred', () => {
  const wide = hints({ gpu: '012 013 0123-' })
  expect(merged('best-effort', 4, [wide, hints({ cpu: '0 1 01- 012- 0123-' })])).toBe('012- admitted')
  expect(merged('best-effort', 4, [wide, hints({ cpu: '3 13- 0123-' })])).toBe('012- admitted')
})

it('takes the lowest of as narrow ones, or the closest where that is asked for', () => {
  const pairs = [hints({ cpu: '01 02 03 12 13 23' })]
  expect(merged('restricted', 4, pairs)).toBe('01 admitted')
  const near = new NumaInfo({
    numaNodes: [
      [10, 30, 30, 11],
      [30, 10, 12, 30],
      [30, 12, 10, 30],
      [11, 30, 30, 10],
    ].map((distances, id) => ({ id, cpus: [], memory: 0, hugepages: {}, distances })),
  })
  const chosen = (policy: string, closest: boolean) =>
    bitsOf(policyOf(policy, near, closest)!(pairs).hint.affinity ?? 0)
  expect(chosen('restricted', false)).toEqual([0, 1])
  expect(chosen('restricted', true)).toEqual([0, 3])
  expect(chosen('best-effort', true)).toEqual([0, 3])
})

it('goes through all sets of nodes, the small ones first', () => {
  expect([...masksOf([0, 1, 2])].map((mask) => bitsOf(mask).join(''))).toEqual(['0', '1', '2', '01', '02', '12', '012'])
})
