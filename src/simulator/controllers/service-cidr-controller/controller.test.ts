import { expect, it } from 'vitest'
import type { ServiceCIDR } from '../../../generated/api/networking.v1.ts'
import { stage } from '../stage.fixture.ts'

const RANGES = 'servicecidrs.networking.k8s.io'
const range = (name: string, cidr: string): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name },
  spec: { cidrs: [cidr] },
})

it('says that a range could not be marked ready, and gives it up after fifteen retries', () => {
  const { create, until, refuse, relent, client, events } = stage()
  const asked = refuse(500, ({ resource, subresource }) => resource === RANGES && subresource === 'status')
  create(RANGES, range('more', '10.200.0.0/16'))
  until(600_000)
  expect(asked).toHaveLength(16)
  const message = 'The ServiceCIDR Status can not be set to Ready=True'
  expect(events('service-cidr-controller')).toEqual([['more', 'KubernetesServiceCIDRError', message, 16]])
  relent()
  // Nothing tells it of the range: what happens to ranges elsewhere does not.
  create(RANGES, range('elsewhere', '10.201.0.0/16'))
  until(700_000)
  const conditions = (name: string) => client.lister.get<ServiceCIDR>(RANGES, '', name)?.status.conditions?.length
  expect([conditions('more'), conditions('elsewhere')]).toEqual([undefined, 1])
  create(RANGES, range('within', '10.200.1.0/24'))
  until(701_000)
  expect(conditions('more')).toBe(1)
})

it('says at once that an address keeps a range that is going, and lets those of others not keep it', () => {
  const { create, until, client } = stage()
  create(RANGES, range('more', '10.200.0.0/16'))
  until(1000)
  const address = (name: string, labels: object): object => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: { name, labels },
    spec: { parentRef: { resource: 'services', namespace: 'default', name: 'web' } },
  })
  create('ipaddresses.networking.k8s.io', address('10.200.0.1', {}))
  client.delete(RANGES, '', 'more')
  until(5000)
  const ready = () => client.lister.get<ServiceCIDR>(RANGES, '', 'more')?.status.conditions?.[0]?.status
  expect(ready()).toBe('True')
  const labels = {
    'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
    'ipaddress.kubernetes.io/ip-family': 'IPv4',
  }
  create('ipaddresses.networking.k8s.io', address('10.200.0.2', labels))
  until(6000)
  expect(ready()).toBe('False')
  client.delete('ipaddresses.networking.k8s.io', '', '10.200.0.2')
  until(10_999)
  expect(ready()).toBe('False')
  until(11_000)
  expect(client.lister.get(RANGES, '', 'more')).toBeUndefined()
})
