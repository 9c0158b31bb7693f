// Devices that become ready later: when a claim's are, and how long a pod waits for them.
import { describe, expect, it } from 'vitest'
import type { AllocatedDeviceStatus, ResourceClaim } from '../../../generated/api/resource.v1.ts'
import { Clock } from '../../engine/clock.ts'
import { type Handle, type Pod, status } from '../contract.ts'
import { CycleState } from '../cycle-state.ts'
import { awaitDevices, isOverdue, readiness } from './binding-conditions.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const device = { driver: 'd', pool: 'p', device: 'x' }

/** A claim with one device that has to be attached, and what its driver says of it. */
function claim(conditions?: Readonly<Record<string, string>>, results: object[] = [{}]): ResourceClaim {
  const told = Object.entries(conditions ?? {}).map(([type, state]) => ({
    type,
    status: state,
    reason: 'Because',
    message: 'a "port" is down',
  }))
  const bound = { bindingConditions: ['Attached', 'Powered'], bindingFailureConditions: ['Broken'] }
  return {
    metadata: { name: 'gpu', namespace: 'default' },
    spec: {},
    status: {
      allocation: {
        allocationTimestamp: '2026-01-01T00:00:00Z',
        devices: { results: results.map((more) => ({ request: 'r', ...device, ...bound, ...more })) },
      },
      ...(conditions === undefined ? {} : { devices: [{ ...device, conditions: told } as AllocatedDeviceStatus] }),
    },
  } as unknown as ResourceClaim
}

const failed = { failed: 'device binding failed: claim=gpu, reason=Because, message="a \\"port\\" is down"' }

describe('the devices of a claim', () => {
  it.each([
    ['nothing is known of them', claim(), false],
    ['some conditions are missing', claim({ Attached: 'True' }), false],
    ['some are false', claim({ Attached: 'True', Powered: 'False' }), false],
    ['all are true', claim({ Attached: 'True', Powered: 'True' }), true],
    ['one has failed', claim({ Attached: 'True', Powered: 'True', Broken: 'True' }), failed],
    ['one has not failed', claim({ Attached: 'True', Powered: 'True', Broken: 'False' }), true],
    ['they need nothing', claim(undefined, [{ bindingConditions: undefined }]), true],
    ['one of two is not known', claim({ Attached: 'True', Powered: 'True' }, [{}, { device: 'y' }]), false],
  ])('are ready or not when %s', (_when, given, expected) => {
    expect(readiness(given)).toEqual(expected)
  })

  it('are overdue after the time they may take, if they need any', () => {
    const plain = claim(undefined, [{ bindingConditions: undefined }])
    expect([isOverdue(claim(), START + 600_000, 600_000), isOverdue(claim(), START + 600_001, 600_000)]).toEqual([
      false,
      true,
    ])
    expect(isOverdue(plain, START + 900_000, 600_000)).toBe(false)
  })
})

/** A pod that waits since `since`; what its claim is may be changed, what comes of it is noted with the time. */
function waiting(since = START) {
  const clock = new Clock(since)
  const state = new CycleState()
  const told: unknown[] = []
  const now = { claim: claim() as ResourceClaim | string }
  const handle = {
    environment: { clock },
    waits: () => told.length === 0,
    resume: (_uid: string, outcome: unknown, plugin: string) =>
      told.push([(clock.now() - since) / 1000, outcome, plugin]),
  } as unknown as Handle
  const pod = { metadata: { uid: 'pod' } } as Pod
  const current = () => (typeof now.claim === 'string' ? now.claim : [now.claim])
  const begin = () => awaitDevices({ handle, state, plugin: 'DynamicResources' }, pod, current, 600_000)
  return { clock, told, now, begin }
}

describe('a pod', () => {
  it('does not wait for what is ready, nor for what has failed', () => {
    const { begin, now } = waiting()
    now.claim = claim({ Attached: 'True', Powered: 'True' })
    expect(begin()).toBeUndefined()
    now.claim = claim({ Broken: 'True' })
    expect(begin()).toEqual(status('Error', failed.failed))
  })

  it('is looked after every five seconds', () => {
    const { begin, clock, now, told } = waiting()
    expect(begin()).toEqual(status('Wait'))
    clock.runTo(START + 11_000)
    now.claim = claim({ Attached: 'True', Powered: 'True' })
    clock.runTo(START + 60_000)
    expect(told).toEqual([[15, undefined, 'DynamicResources']])
    expect(clock.nextAt()).toBeUndefined()
  })

  it('gives up when its time is over', () => {
    const { begin, clock, told } = waiting()
    begin()
    clock.runTo(START + 3_600_000)
    const text = 'device binding timeout: context deadline exceeded'
    expect(told).toEqual([[600, status('Error', text), 'DynamicResources']])
  })

  it('gives up earlier when the claim was allocated for another before it', () => {
    const { begin, clock, told } = waiting(START + 300_000)
    begin()
    clock.runTo(START + 3_600_000)
    expect(told).toEqual([[305, status('Error', 'device binding timeout: claim=gpu'), 'DynamicResources']])
  })

  it('gives up when its claim is gone', () => {
    const { begin, clock, now, told } = waiting()
    begin()
    now.claim = 'could not find ResourceClaim "default/gpu"'
    clock.runTo(START + 60_000)
    expect(told).toEqual([[5, status('Error', 'could not find ResourceClaim "default/gpu"'), 'DynamicResources']])
  })
})
