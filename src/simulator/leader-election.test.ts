import { describe, expect, it } from 'vitest'
import type { Lease } from '../generated/api/coordination.v1.ts'
import type { Event } from '../generated/api/core.v1.ts'
import { Simulator, type SimulatorOptions } from './compose.ts'
import { bringAbout } from './faults.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/

type Process = 'scheduler' | 'controllerManager'
type What = 'stops' | 'crashes' | 'starts'

/** A cluster to whose processes something happens, each at its second. */
function play(happens: readonly (readonly [number, Process, What])[], options: SimulatorOptions = {}): Simulator {
  const simulator = new Simulator(options)
  for (const [second, is, what] of happens) {
    simulator.clock.runTo(START + second * 1000)
    bringAbout(simulator, { is, what })
  }
  return simulator
}

const spec = (simulator: Simulator, name: string): Lease['spec'] =>
  simulator.store.get<Lease>('leases.coordination.k8s.io', 'kube-system', name)!.spec

/** When a process came to lead, in seconds from the start, and after how many had. */
function led(simulator: Simulator, name: string): readonly unknown[] {
  const { holderIdentity, acquireTime, leaseTransitions } = spec(simulator, name)
  return [holderIdentity !== '', (Date.parse(acquireTime ?? '') - START) / 1000, leaseTransitions]
}

describe('leader election', () => {
  it('is told by events on the leases', () => {
    const { store } = play([])
    const events = store.list<Event>('events', 'kube-system').map(({ involvedObject, source, reason, message }) => ({
      ...involvedObject,
      source,
      text: `${reason}: ${message?.replace(UUID, '<uuid>')}`,
    }))
    const lease = (name: string): unknown => {
      const { uid, resourceVersion } = store.get('leases.coordination.k8s.io', 'kube-system', name)!.metadata
      return {
        kind: 'Lease',
        namespace: 'kube-system',
        name,
        uid,
        apiVersion: 'coordination.k8s.io/v1',
        resourceVersion,
      }
    }
    const text = 'LeaderElection: control-plane_<uuid> became leader'
    expect(events).toEqual([
      { ...(lease('kube-controller-manager') as object), source: { component: 'kube-controller-manager' }, text },
      { ...(lease('kube-scheduler') as object), source: { component: 'default-scheduler' }, text },
    ])
  })

  it('is won at once where the lease was given up', () => {
    const simulator = play([[21, 'scheduler', 'stops']])
    expect(spec(simulator, 'kube-scheduler')).toEqual({
      holderIdentity: '',
      leaseDurationSeconds: 1,
      acquireTime: '2026-01-01T00:00:21.000000Z',
      renewTime: '2026-01-01T00:00:21.000000Z',
      leaseTransitions: 0,
    })
    bringAbout(simulator, { is: 'scheduler', what: 'starts' })
    expect(led(simulator, 'kube-scheduler')).toEqual([true, 21, 1])
    simulator.clock.runTo(START + 26_000)
    expect(spec(simulator, 'kube-scheduler').renewTime).toBe('2026-01-01T00:00:25.000000Z')
  })

  it('waits for a lease that nobody renews, from when a process first sees it', () => {
    const simulator = play([
      [21, 'scheduler', 'crashes'],
      [60, 'scheduler', 'starts'],
    ])
    simulator.clock.runTo(START + 74_999)
    expect(led(simulator, 'kube-scheduler')).toEqual([true, 0, 0])
    expect(spec(simulator, 'kube-scheduler').renewTime).toBe('2026-01-01T00:00:20.000000Z')
    simulator.clock.runTo(START + 79_400)
    const [holds, at, transitions] = led(simulator, 'kube-scheduler')
    expect([holds, transitions, (at as number) >= 75]).toEqual([true, 1, true])
  })

  it('ends with its process', () => {
    const simulator = play([
      [10, 'controllerManager', 'stops'],
      [20, 'controllerManager', 'starts'],
      [30, 'controllerManager', 'crashes'],
    ])
    simulator.clock.runTo(START + 120_000)
    expect(led(simulator, 'kube-controller-manager')).toEqual([true, 0, 0])
  })

  it('gives the lease of kube-controller-manager up with a feature gate only', () => {
    const held = (options: SimulatorOptions): boolean =>
      spec(play([[10, 'controllerManager', 'stops']], options), 'kube-controller-manager').holderIdentity !== ''
    expect(held({})).toBe(true)
    expect(held({ featureGates: { ControllerManagerReleaseLeaderElectionLockOnExit: true } })).toBe(false)
  })

  it('is as the configuration of the scheduler says', () => {
    const scheduler = (leaderElection: object): SimulatorOptions => ({ scheduler: { leaderElection } })
    const name = 'my-scheduler'
    const happens = [
      [20, 'scheduler', 'crashes'],
      [30, 'scheduler', 'starts'],
    ] as const
    const quick = play(happens, scheduler({ resourceName: name, leaseDuration: '4s', retryPeriod: '1s' }))
    quick.clock.runTo(START + 36_500)
    expect([spec(quick, name).leaseDurationSeconds, spec(quick, name).leaseTransitions]).toEqual([4, 1])
    const alone = play(happens, scheduler({ leaderElect: false }))
    expect(alone.store.get('leases.coordination.k8s.io', 'kube-system', 'kube-scheduler')).toBeUndefined()
    expect(alone.scheduler).toBeDefined()
  })
})
