import { describe, expect, it } from 'vitest'
import type { Lease } from '../../generated/api/coordination.v1.ts'
import { Simulator } from '../compose.ts'

const LEASES = 'leases.coordination.k8s.io'
const START = Date.parse('2026-01-01T00:00:00Z')

const renewed = (simulator: Simulator): string | null | undefined =>
  simulator.store.get<Lease>(LEASES, 'kube-node-lease', 'node-1')?.spec.renewTime

const renewals = (simulator: Simulator): number[] =>
  simulator.store.history.filter(({ resource }) => resource === LEASES).map(({ at }) => (at - START) / 1000)

describe('the lease of a node', () => {
  it('is not written while nobody looks, and the node stays ready', () => {
    const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
    simulator.clock.runTo(START + 3_600_000)
    expect(renewals(simulator)).toEqual([])
    const node = simulator.store.get<{ metadata: object; spec: { taints?: unknown } }>('nodes', '', 'node-1')
    expect(node?.spec.taints).toBeUndefined()
  })

  it('shows the renewal last due when somebody looks, and is renewed on time from then on', () => {
    const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
    simulator.clock.runTo(START + 47_000)
    expect(renewed(simulator)).toBe('2026-01-01T00:00:40.000000Z')
    simulator.clock.runTo(START + 75_000)
    expect(renewed(simulator)).toBe('2026-01-01T00:01:10.000000Z')
    expect(renewals(simulator)).toEqual([47, 50, 60, 70])
  })

  it('stands where it stood when the node went down, which is then given up', () => {
    const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
    simulator.clock.runTo(START + 25_000)
    simulator.kubelets.setUp('node-1', false)
    simulator.clock.runTo(START + 120_000)
    expect(renewed(simulator)).toBe('2026-01-01T00:00:20.000000Z')
    const given = simulator.store.history.find(
      ({ resource, by }) => resource === 'nodes' && by.endsWith(':node-controller'),
    )
    expect(given?.at).toBe(START + 70_000)
  })
})
