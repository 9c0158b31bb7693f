import { expect, it } from 'vitest'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../compose.ts'

const PATH = '/apis/metrics.k8s.io/v1beta1'

it('serves what pods and nodes use', () => {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
  const send = (method: string, path: string, body?: object, accept = 'application/json'): unknown =>
    simulator.server.handle({ method, path, user: ADMINISTRATOR, body, accept }).body
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
  const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'
  const metadata = { name: 'web', namespace: 'default', ...seen, labels: { app: 'web' } }
  const columns = { type: 'string', description: '', priority: 0 }
  expect(send('GET', `${PATH}/namespaces/default/pods`, undefined, table)).toEqual({
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {},
    columnDefinitions: [
      { ...columns, name: 'Name', format: 'name', description: 'Name of the resource' },
      { ...columns, name: 'cpu', format: 'quantity' },
      { ...columns, name: 'memory', format: 'quantity' },
      { ...columns, name: 'Window', format: 'duration' },
    ],
    rows: [
      {
        cells: ['web', '250m', '64Mi', '15s'],
        object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata },
      },
    ],
  })
  expect(send('GET', `${PATH}/namespaces/kube-system/pods`, undefined, table)).toMatchObject({ rows: null })
  expect(send('GET', `${PATH}/namespaces/default/pods/other`)).toMatchObject({
    code: 404,
    message: 'podmetrics.metrics.k8s.io "default/other" not found',
  })
  const verbs = ['get', 'list']
  expect(simulator.aggregator.versions()).toEqual([
    {
      group: 'metrics.k8s.io',
      fresh: true,
      version: 'v1beta1',
      resources: [
        { name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs },
        { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs },
      ],
    },
  ])
})
