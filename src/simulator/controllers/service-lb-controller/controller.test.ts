import { expect, it } from 'vitest'
import { stage } from '../stage.fixture.ts'

it('retries after five seconds, doubling, and looks at what is to be taken away every thirty seconds since it began', () => {
  const { simulator, client, create, until, refuse, events } = stage()
  simulator.setCloud({})
  until(1000)
  create('services', {
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
  })
  until(2000)
  const asked = refuse(500, ({ method, resource, user }) => {
    return method === 'PATCH' && resource === 'services' && user.endsWith(':service-controller')
  })
  client.delete('services', 'default', 'web')
  until(200_000)
  // Those of the growing pauses: 5, 10, 20, 40, 80 seconds after the one before, whichever that was.
  const [first = 0] = asked
  expect(asked.map((at) => (at - first) / 1000)).toEqual([0, 5, 15, 28, 35, 58, 88, 115, 118, 148, 178])
  const failed = 'Error syncing load balancer: failed to remove load balancer cleanup finalizer: not now'
  expect(events('service-controller').at(-1)).toEqual(['web', 'SyncLoadBalancerFailed', failed, asked.length])
})
