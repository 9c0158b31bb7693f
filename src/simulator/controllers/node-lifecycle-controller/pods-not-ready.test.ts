import { expect, it } from 'vitest'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { stage } from '../stage.fixture.ts'

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
  expect([asked, told()]).toEqual([[50_000, 55_000, 60_000], []])
  relent()
  until(66_000)
  expect(told()).toEqual([['p', 'NodeNotReady', 'Node is not ready', 1]])
  expect(pod().status.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('False')
})
