import { describe, expect, it } from 'vitest'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'

const START = Date.parse('2026-01-01T00:00:00Z')

function send(simulator: Simulator, method: string, path: string, body?: object): void {
  const { code, body: answer } = simulator.server.handle({ method, path, user: ADMINISTRATOR, body })
  if (code >= 300) throw new Error(JSON.stringify(answer))
}

/** A pod bound to a node; one that is not there where it is called `ghost`. */
function bind(simulator: Simulator, name: string, nodeName: string, metadata: object = {}): void {
  const spec = { nodeName, containers: [{ name: 'app', image: 'nginx' }] }
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec }
  send(simulator, 'POST', '/api/v1/namespaces/default/pods', body)
}

/** When pods went, in seconds from the start, and what their disruption said. */
function gone(simulator: Simulator, until: number): unknown {
  simulator.clock.runTo(START + until * 1000)
  return simulator.store.history
    .filter(({ resource, type }) => resource === 'pods' && type === 'DELETED')
    .map(({ at, name, object }) => {
      const { phase, conditions } = (object as unknown as Pod).status
      const said = conditions?.find(({ type }) => type === 'DisruptionTarget')
      return [(at - START) / 1000, name, phase, said?.reason, said?.message]
    })
}

describe('pod-garbage-collector-controller', () => {
  it('deletes pods of nodes that are gone after a quarantine, at the times of its process', () => {
    const simulator = new Simulator({ nodes: [] })
    simulator.clock.runTo(START + 7000)
    bind(simulator, 'lost', 'ghost')
    simulator.clock.runTo(START + 50_000)
    bind(simulator, 'later', 'ghost')
    const why = ['Failed', 'DeletionByPodGC', 'PodGC: node no longer exists']
    expect(gone(simulator, 200)).toEqual([
      [60, 'later', ...why],
      [60, 'lost', ...why],
    ])
  })

  it('deletes what was never scheduled and is going', () => {
    const simulator = new Simulator({ nodes: [] })
    const spec = { containers: [{ name: 'app', image: 'nginx' }] }
    const metadata = { name: 'waiting', finalizers: ['example.com/hold'] }
    send(simulator, 'POST', '/api/v1/namespaces/default/pods', { apiVersion: 'v1', kind: 'Pod', metadata, spec })
    send(simulator, 'DELETE', '/api/v1/namespaces/default/pods/waiting')
    simulator.clock.runTo(START + 21_000)
    expect(simulator.store.get<Pod>('pods', 'default', 'waiting')?.status.phase).toBe('Failed')
  })
})
