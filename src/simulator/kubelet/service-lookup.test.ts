import { expect, it } from 'vitest'
import type { Service } from '../../generated/api/core.v1.ts'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../compose.ts'
import { SeededRandom } from '../engine/random.ts'
import { serviceLookup } from './service-lookup.ts'

it('resolves names of Services in the domain of the cluster', () => {
  const { clock, server, store } = new Simulator()
  clock.runTo(DEFAULT_START)
  const body = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } }
  server.handle({ method: 'POST', path: '/api/v1/namespaces/default/services', user: ADMINISTRATOR, body })
  const { addresses } = serviceLookup(store, new SeededRandom(1), 'corp.example')
  const ip = store.get<Service>('services', 'default', 'web')?.spec?.clusterIP
  const names = ['web', 'web.default.svc', 'web.default.svc.corp.example.', 'web.default.svc.cluster.local']
  expect(names.map((name) => addresses(name, 'default'))).toEqual([[ip], [ip], [ip], []])
})

it('finds pods behind a headless Service by short names, and names by addresses', () => {
  const { clock, server, store } = new Simulator({ nodes: [{ name: 'node-1' }] })
  clock.runTo(DEFAULT_START)
  const create = (resource: string, body: object) =>
    server.handle({ method: 'POST', path: `/api/v1/namespaces/default/${resource}`, user: ADMINISTRATOR, body })
  const pod = (name: string, spec: object) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'nginx' }], ...spec },
  })
  const service = (name: string, spec: object) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
  })
  create('services', service('nginx', { clusterIP: 'None' }))
  create('services', service('front', { clusterIP: '10.96.7.7' }))
  create('pods', pod('web-0', { hostname: 'web-0', subdomain: 'nginx' }))
  create('pods', pod('other', {}))
  clock.runTo(DEFAULT_START + 5000)
  const { addresses, nameOf } = serviceLookup(store, new SeededRandom(1), 'cluster.local')
  expect(addresses('web-0.nginx', 'default')).toEqual(['10.244.0.2'])
  expect(addresses('web-0.nginx', 'elsewhere')).toEqual([])
  expect(['10.244.0.2', '10.244.0.3', '10.96.7.7', '10.1.1.1'].map((ip) => nameOf?.(ip))).toEqual([
    'web-0.nginx.default.svc.cluster.local',
    '10-244-0-3.nginx.default.svc.cluster.local',
    'front.default.svc.cluster.local',
    undefined,
  ])
})
