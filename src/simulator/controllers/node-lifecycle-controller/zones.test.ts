import { expect, it } from 'vitest'
import type { Node } from '../../../generated/api/core.v1.ts'
import { Clock } from '../../engine/clock.ts'
import { Zones } from './zones.ts'

const node = (name: string, ready: boolean): Node =>
  ({ metadata: { name }, status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }] } }) as Node

function play(nodes: readonly Node[]): { tainted: [string, number][]; freed: string[] } {
  const clock = new Clock(0)
  const tainted: [string, number][] = []
  const freed: string[] = []
  const zones = new Zones(clock, (name) => tainted.push([name, clock.now()]))
  for (const each of nodes) if (each.status.conditions?.[0]?.status !== 'True') zones.enqueue(each)
  zones.update(
    nodes,
    ({ metadata }) => freed.push(metadata.name ?? ''),
    () => {},
  )
  zones.drainSoon()
  clock.runTo(60_000)
  return { tainted, freed }
}

it('taints one node in ten seconds', () => {
  const nodes = [node('a', true), node('b', true), node('c', false), node('d', false)]
  expect(play(nodes)).toEqual({
    tainted: [
      ['c', 100],
      ['d', 10_100],
    ],
    freed: [],
  })
})

it('stops when most of a small zone is down', () => {
  const nodes = [node('a', true), node('b', false), node('c', false), node('d', false)]
  expect(play(nodes)).toEqual({ tainted: [], freed: [] })
})

it('trusts nobody when all are down', () => {
  expect(play([node('a', false), node('b', false)])).toEqual({ tainted: [], freed: ['a', 'b'] })
})
