import { expect, it } from 'vitest'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../compose.ts'

const PATH = '/apis/metrics.k8s.io/v1beta1'

it('serves what pods and nodes use', () => {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
  const send = (method: string, path: string, body?: object): unknown =>
    simulator.server.handle({ method, path, user: ADMINISTRATOR, body }).body
  simulator.setMetric({ is: 'server' })
  simulator.setMetric({ is: 'usage', of: { image: 'nginx' }, resource: 'cpu', amount: '250m' })
  simulator.setMetric({ is: 'usage', of: { image: 'nginx' }, resource: 'memory', amount: '64Mi' })
  send('POST', '/api/v1/namespaces/default/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  })
  simulator.clock.runTo(DEFAULT_START + 10_000)
  const usage = { cpu: '250m', memory: '64Mi' }
  const seen = { creationTimestamp: '2026-01-01T00:00:10Z' }
  const measured = { timestamp: '2026-01-01T00:00:10Z', window: '15s' }
  expect(send('GET', `${PATH}/namespaces/default/pods/web`)).toEqual({
    kind: 'PodMetrics',
    apiVersion: 'metrics.k8s.io/v1beta1',
    metadata: { name: 'web', namespace: 'default', ...seen, labels: { app: 'web' } },
    ...measured,
    containers: [{ name: 'c', usage }],
  })
  const nodes = send('GET', `${PATH}/nodes`) as { items: { metadata: { name: string }; usage: object }[] }
  expect(nodes.items.map(({ metadata, usage: sum }) => [metadata.name, sum])).toEqual([['node-1', usage]])
  expect(send('GET', `${PATH}/namespaces/default/pods/other`)).toMatchObject({
    code: 404,
    message: 'podmetrics.metrics.k8s.io "default/other" not found',
  })
})
