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
