// What a fresh cluster costs: time and memory to have one, and the same with three nodes.
import { Bench } from 'tinybench'
import { createEmbeddedCluster } from '../src/cluster/embedded.ts'
import type { Cluster, ClusterOptions } from '../src/cluster/port.ts'

const nodes = (count: number): ClusterOptions => ({
  nodes: Array.from({ length: count }, (_, i) => ({ name: `node-${i + 1}` })),
})
const SETUPS: Readonly<Record<string, ClusterOptions>> = {
  'no node': nodes(0),
  '1 node': nodes(1),
  '3 nodes': nodes(3),
}

const bench = new Bench({ time: 1000 })
for (const [name, options] of Object.entries(SETUPS)) {
  bench.add(name, async () => {
    await createEmbeddedCluster(options).close()
  })
}
await bench.run()
console.table(bench.table())

const COUNT = 200
console.table(
  Object.fromEntries(
    Object.entries(SETUPS).map(([name, options]) => {
      globalThis.gc?.()
      const before = process.memoryUsage().heapUsed
      const kept: Cluster[] = Array.from({ length: COUNT }, () => createEmbeddedCluster(options))
      globalThis.gc?.()
      const each = (process.memoryUsage().heapUsed - before) / kept.length
      return [name, { 'heap of one, kB': Math.round(each / 1000) }]
    }),
  ),
)
