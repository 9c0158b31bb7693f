import { expect, it } from 'vitest'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { type Stage, stage } from '../stage.fixture.ts'
import { markNotReady } from './pods-not-ready.ts'

function stand(ready: string): { cast: Stage; pod: Pod; mark: () => boolean } {
  const cast = stage()
  const { simulator, client, create } = cast
  create('namespaces', { kind: 'Namespace', metadata: { name: 'n' } })
  create('serviceaccounts', { kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'n' } })
  const spec = { nodeName: 'node-1', containers: [{ name: 'c', image: 'nginx' }] }
  const made = create<Pod>('pods', { kind: 'Pod', metadata: { name: 'p', namespace: 'n' }, spec })
  const status = {
    ...made.status,
    conditions: [{ type: 'Ready', status: ready, lastProbeTime: null, lastTransitionTime: null }],
  }
  const pod = client.updateStatus<Pod>('pods', { ...made, status })
  if (!pod.ok) throw new Error(pod.status.message)
  const recorder = new EventRecorder(client, simulator.clock, 'test')
  return { cast, pod: pod.object, mark: () => markNotReady([pod.object], client, recorder, simulator.clock.now()) }
}

const told = [['p', 'NodeNotReady', 'Node is not ready', 1]]

it.each([
  ['True', told],
  ['Unknown', told],
  ['False', []],
])('makes Ready %s False', (ready, events) => {
  const { cast, mark } = stand(ready)
  expect(mark()).toBe(true)
  expect(cast.client.lister.get<Pod>('pods', 'n', 'p')?.status.conditions?.[0]?.status).toBe('False')
  expect(cast.events('test', 'n')).toEqual(events)
})

it('tells also a pod whose status is refused, not one that is gone', () => {
  const refused = stand('True')
  refused.cast.refuse(500, ({ subresource }) => subresource === 'status')
  expect(refused.mark()).toBe(false)
  expect(refused.cast.events('test', 'n')).toEqual(told)
  const gone = stand('True')
  gone.cast.refuse(404, ({ subresource }) => subresource === 'status')
  expect(gone.mark()).toBe(true)
  expect(gone.cast.events('test', 'n')).toEqual([])
})

it('tries again with its next look where a pod could not be marked', () => {
  const { client, create, until, refuse, relent, events } = stage()
  const lastTransitionTime = '2026-01-01T00:00:00Z'
  const ready = (status: string): object => ({ type: 'Ready', status, lastTransitionTime, lastHeartbeatTime: null })
  create('nodes', { kind: 'Node', metadata: { name: 'n' }, status: { conditions: [ready('True')] } })
  until(1000)
  create('pods', {
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
    spec: { nodeName: 'n', containers: [{ name: 'c', image: 'nginx' }] },
  })
  const pod = (): Pod => client.lister.get<Pod>('pods', 'default', 'p')!
  const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime, lastProbeTime: null }]
  client.updateStatus('pods', { ...pod(), status: { ...pod().status, phase: 'Running', conditions } })
  until(6000)
  const asked = refuse(500, ({ method, resource, user, body }) => {
    const isEviction = JSON.stringify(body).includes('DisruptionTarget')
    return method === 'PUT' && resource === 'pods' && user.endsWith(':node-controller') && !isEviction
  })
  until(60_000)
  const told = (): unknown => events('node-controller').filter(([name]) => name === 'p')
  expect([asked, told()]).toEqual([[50_000, 55_000, 60_000], [['p', 'NodeNotReady', 'Node is not ready', 3]]])
  relent()
  until(66_000)
  expect(told()).toEqual([['p', 'NodeNotReady', 'Node is not ready', 4]])
  expect(pod().status.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('False')
})
