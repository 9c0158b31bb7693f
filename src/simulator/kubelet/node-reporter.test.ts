import { describe, expect, it } from 'vitest'
import type { Node } from '../../generated/api/core.v1.ts'
import { ADMINISTRATOR, Simulator } from '../compose.ts'
import { bringAbout } from '../faults.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const MINUTE_MS = 60_000

/** A cluster of one node after so many minutes. */
function cluster(minutes: number): Simulator {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
  simulator.clock.runTo(START + minutes * MINUTE_MS)
  return simulator
}

/** When reports were written, and when each is from, in minutes. */
function reports({ store }: Simulator): unknown {
  return store.history
    .filter(({ resource }) => resource === 'nodes')
    .map(({ at, object }) => {
      const conditions = (object as unknown as Node).status.conditions ?? []
      const times = new Set(conditions.map(({ lastHeartbeatTime }) => Date.parse(lastHeartbeatTime ?? '')))
      return [at, ...times].map((time) => (time - START) / MINUTE_MS)
    })
}

describe('the reports of a node', () => {
  it('are not written while nobody looks', () => {
    const simulator = cluster(24 * 60)
    simulator.store.list('nodes')
    expect(reports(simulator)).toEqual([])
  })

  it('are written from the first look on, the last due at once', () => {
    const simulator = cluster(67)
    simulator.server.handle({ method: 'GET', path: '/api/v1/nodes/node-1', user: ADMINISTRATOR })
    simulator.clock.runTo(START + 78 * MINUTE_MS)
    expect(reports(simulator)).toEqual([
      [67, 65],
      [70, 70],
      [75, 75],
    ])
  })

  it('end with the kubelet', () => {
    const simulator = cluster(67)
    bringAbout(simulator, { is: 'kubelet', node: 'node-1', what: 'stops' })
    expect(reports(simulator)).toEqual([[67, 65]])
  })
})
