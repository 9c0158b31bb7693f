import { it } from 'vitest'
import { createEmbeddedCluster } from './embedded.ts'
it('runs', async () => {
  const c = createEmbeddedCluster({ nodes: [{ name: 'node-1' }, { name: 'node-2' }] })
  const r = await c.request({ method: 'POST', path: '/api/v1/namespaces/default/pods', body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { terminationGracePeriodSeconds: 3, containers: [{ name: 'web', image: 'nginx', imagePullPolicy: 'IfNotPresent', ports: [{ containerPort: 80 }] }] } } })
  console.log(r.code, JSON.stringify(r.body).slice(0, 800))
  await c.pass(20000)
  for (const h of c.history.since()) console.log(h.at - 1767225600000, h.type, h.resource, h.namespace + '/' + h.name, h.by)
  console.log(JSON.stringify((await c.request({ method: 'GET', path: '/api/v1/namespaces/default/pods/p' })).body, null, 1))
  const ev = (await c.request({ method: 'GET', path: '/api/v1/namespaces/default/events' })).body as { items: unknown[] }
  for (const e of ev.items) console.log(JSON.stringify(e))
})
