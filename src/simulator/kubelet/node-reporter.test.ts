import { describe, expect, it } from 'vitest'
import type { Event, Node } from '../../generated/api/core.v1.ts'
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

/** What is told of the node since a moment, with when, in seconds. */
const told = ({ store }: Simulator): unknown =>
  store.history.flatMap(({ resource, at, object }) => {
    const { involvedObject, reason, source } = object as Event
    return resource === 'events' && involvedObject.kind === 'Node' && source?.component === 'kubelet'
      ? [[(at - START) / 1000, reason]]
      : []
  })

function setUnschedulable({ server }: Simulator, unschedulable: boolean): void {
  server.handle({
    method: 'PATCH',
    path: '/api/v1/nodes/node-1',
    user: ADMINISTRATOR,
    body: { spec: { unschedulable } },
    contentType: 'application/merge-patch+json',
  })
}

describe('what a kubelet tells of its node', () => {
  it('is whether pods may be scheduled there, with its next look', () => {
    const simulator = cluster(0)
    simulator.clock.runTo(START + 12_000)
    setUnschedulable(simulator, true)
    simulator.clock.runTo(START + 14_000)
    setUnschedulable(simulator, false)
    setUnschedulable(simulator, true)
    simulator.clock.runTo(START + 25_000)
    setUnschedulable(simulator, false)
    simulator.clock.runTo(START + 60_000)
    expect(told(simulator)).toEqual([
      [20, 'NodeNotSchedulable'],
      [30, 'NodeSchedulable'],
    ])
  })

  it('is all of it when the kubelet starts again', () => {
    const simulator = cluster(0)
    setUnschedulable(simulator, true)
    simulator.clock.runTo(START + 20_000)
    bringAbout(simulator, { is: 'kubelet', node: 'node-1', what: 'stops' })
    simulator.clock.runTo(START + 22_000)
    bringAbout(simulator, { is: 'kubelet', node: 'node-1', what: 'starts' })
    simulator.clock.runTo(START + 60_000)
    expect(told(simulator)).toEqual([
      [10, 'NodeNotSchedulable'],
      [22, 'Starting'],
      [22, 'NodeAllocatableEnforced'],
      [22.1, 'NodeHasSufficientMemory'],
      [22.1, 'NodeHasNoDiskPressure'],
      [22.1, 'NodeHasSufficientPID'],
      [22.1, 'NodeNotSchedulable'],
    ])
  })
})
