import { expect, it } from 'vitest'
import type { APIService } from '../../generated/api/apiregistration.v1.ts'
import { Simulator } from '../compose.ts'
import discovery from '../data/discovery.json' with { type: 'json' }
import { aggregatedOrder, listedOrder } from './group-order.ts'

const { store } = new Simulator({ scheduler: false, controllers: [] })
const services = store.list<APIService>('apiservices.apiregistration.k8s.io')
const serviceOf = (name: string, groupPriorityMinimum: number): APIService => {
  const [version = '', ...group] = name.split('.')
  return {
    metadata: { name },
    spec: { group: group.join('.'), version, groupPriorityMinimum },
  } as unknown as APIService
}

it('is the order a real server tells of its own groups in', () => {
  const [first, ...rest] = discovery.apis.groups.map(({ name }) => name)
  expect([first, ...[...rest].sort(listedOrder(services))]).toEqual([first, ...rest])
  const { items } = (discovery.aggregated as unknown as { apis: { items: { metadata: { name: string } }[] } }).apis
  const names = items.map(({ metadata }) => metadata.name)
  expect([...names].sort(aggregatedOrder(services))).toEqual(names)
})

it('puts groups of the same priority by their first APIService, or by name', () => {
  const more = [serviceOf('v1alpha1.a.org', 1000), serviceOf('v1.b.org', 1000), serviceOf('v1.top.org', 30_000)]
  const names = ['a.org', 'apps', 'b.org', 'top.org']
  expect([...names].sort(listedOrder([...services, ...more]))).toEqual(['top.org', 'apps', 'b.org', 'a.org'])
  expect([...names].sort(aggregatedOrder([...services, ...more]))).toEqual(['top.org', 'apps', 'a.org', 'b.org'])
})
