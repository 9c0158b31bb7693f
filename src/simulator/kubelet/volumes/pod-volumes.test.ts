import { expect, it } from 'vitest'
import type { Event } from '../../../generated/api/core.v1.ts'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'

const START = Date.parse('2026-01-01T00:00:00Z')

/** A pod with a Secret that is not there. */
function stage() {
  const simulator = new Simulator({ nodes: [{ name: 'n1' }] })
  const { clock, server, store } = simulator
  clock.runTo(START)
  const post = (resource: string, body: object) =>
    server.handle({ method: 'POST', path: `/api/v1/namespaces/default/${resource}`, user: ADMINISTRATOR, body })
  const volumes = [{ name: 'keys', secret: { secretName: 'keys' } }]
  const volumeMounts = [{ name: 'keys', mountPath: '/keys' }]
  const spec = { nodeName: 'n1', volumes, containers: [{ name: 'app', image: 'nginx', volumeMounts }] }
  post('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec })
  return {
    to: (seconds: number) => clock.runTo(START + seconds * 1000),
    makeSecret: () => post('secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' } }),
    /** The moments of events in seconds, by message. */
    told: () => {
      const moments: Record<string, number[]> = {}
      for (const { resource, object, at } of store.history) {
        if (resource !== 'events') continue
        const { reason, message = '' } = object as Event
        if (reason === 'FailedMount') moments[message] = [...(moments[message] ?? []), (at - START) / 1000]
      }
      return moments
    },
    phase: () => (store.get('pods', 'default', 'p') as { status?: { phase?: string } } | undefined)?.status?.phase,
  }
}

it('tries volumes with growing pauses; a sync that has waited in vain says nothing of its own', () => {
  const { to, told, phase, makeSecret } = stage()
  to(300)
  expect(told()).toEqual({
    'MountVolume.SetUp failed for volume "keys" : secret "keys" not found': [
      0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 63.5, 127.5, 249.5,
    ],
  })
  makeSecret()
  to(380)
  expect(phase()).toBe('Running')
})
