import { it } from 'vitest'
import { createEmbeddedCluster } from './embedded.ts'
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'web', image: 'nginx' }] } }
function once(nodes: number) {
  const t0 = performance.now()
  const c = createEmbeddedCluster({ nodes: Array.from({ length: nodes }, (_, i) => ({ name: `node-${i + 1}` })) })
  const t1 = performance.now()
  c.request({ method: 'POST', path: '/api/v1/namespaces/default/pods', body: structuredClone(pod) })
  const t2 = performance.now()
  c.until(() => c.history.length > 0 && (c.history.since().at(-1)!.object as any).status?.phase === 'Running', 10000)
  const t3 = performance.now()
  c.close()
  return [t1 - t0, t2 - t1, t3 - t2] as const
}
it('perf', () => {
  for (let i = 0; i < 300; i++) once(2)
  for (const n of [0, 1, 2, 10]) {
    const sums = [0, 0, 0]
    for (let i = 0; i < 300; i++) { const r = n === 0 ? [once(0)[0], 0, 0] : once(n); for (let k = 0; k < 3; k++) sums[k]! += r[k]! }
    console.log(n, sums.map((s) => (s / 300).toFixed(3)).join(' '))
  }
})
