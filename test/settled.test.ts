// Settled clusters that the build keeps beside the bundle are what the simulator of these sources makes, and a cluster that starts
// from one is the cluster that would have settled.
// Fails after a change of the simulator until `npm run build`.
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createEmbeddedCluster } from '../src/cluster/embedded.ts'
import type { NodeSpec } from '../src/cluster/port.ts'
import { shelveSettled } from '../src/simulator/compose.ts'

const FOLDER = path.resolve(import.meta.dirname, '../dist/settled')

afterEach(() => shelveSettled(undefined))

const kept = fs.readdirSync(FOLDER).map((file) => {
  const text = fs.readFileSync(path.join(FOLDER, file), 'utf8')
  const end = text.indexOf('\n')
  const setUp = text.slice(0, end)
  return { setUp, nodes: JSON.parse(setUp)[1] as NodeSpec[], text: text.slice(end + 1) }
})

it('is kept for one node and for more', () => {
  expect(kept.map(({ nodes }) => nodes.length).sort()).toEqual([1, 2, 3])
})

it.each(kept)('with $nodes.length node(s) is what settles', ({ setUp, nodes, text }) => {
  const made = new Map<string, string>()
  shelveSettled({ read: () => undefined, keep: (at, objects) => made.set(at, objects) })
  createEmbeddedCluster({ nodes }).close()
  expect([...made]).toEqual([[setUp, text]])
})

it('is started from where it is kept', async () => {
  const { nodes, text } = kept[0]!
  shelveSettled({ read: () => text.replaceAll('"node-1"', '"other-1"') })
  // Another start, another set-up than those that this process knows already.
  const cluster = createEmbeddedCluster({ nodes, start: 1_700_000_000_000 })
  const { body } = await cluster.request({ method: 'GET', path: '/api/v1/nodes/other-1' })
  expect(body).toMatchObject({ kind: 'Node', metadata: { name: 'other-1' } })
  cluster.close()
})
