import { expect, it } from 'vitest'
import type { Node } from '../../../generated/api/core.v1.ts'
import { Clock } from '../../engine/clock.ts'
import { Zones, zoneOf } from './zones.ts'

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

it('stops in every zone when the last goes down, and goes on in every zone when the first comes back', () => {
  const clock = new Clock(0)
  const tainted: [string, number][] = []
  const zones = new Zones(clock, (name) => tainted.push([name, clock.now()]))
  const at = (seconds: number, ready: Readonly<Record<string, boolean>>): void => {
    clock.runTo(seconds * 1000)
    const nodes = Object.entries(ready).map(([name, isReady]) => {
      const each = node(name, isReady)
      each.metadata.labels = { 'topology.kubernetes.io/zone': name.slice(0, 1) }
      return each
    })
    for (const each of nodes) {
      if (each.status.conditions?.[0]?.status === 'True') zones.remove(each)
      else zones.enqueue(each)
    }
    zones.update(
      nodes,
      (each) => zones.remove(each),
      () => {},
    )
    zones.drainSoon()
  }
  at(0, { a1: true, b1: true, b2: true })
  at(5, { a1: true, b1: false, b2: false })
  // One of b went down first: only it was tainted when a goes down, too.
  at(10, { a1: false, b1: false, b2: false })
  at(15, { a1: false, b1: false, b2: false })
  at(60, { a1: true, b1: false, b2: false })
  clock.runTo(120_000)
  expect(tainted).toEqual([
    ['b1', 5100],
    ['b1', 70_000],
    ['b2', 80_000],
  ])
})

it('reads the old labels before the new', () => {
  const labelled = (labels: Record<string, string>): string => zoneOf({ ...node('a', true), metadata: { labels } })
  const now = { 'topology.kubernetes.io/region': 'r', 'topology.kubernetes.io/zone': 'z' }
  expect(labelled(now)).toBe('r:\0:z')
  expect(labelled({ ...now, 'failure-domain.beta.kubernetes.io/zone': 'old' })).toBe('r:\0:old')
  expect(labelled({ ...now, 'failure-domain.beta.kubernetes.io/region': 'old' })).toBe('old:\0:z')
})
