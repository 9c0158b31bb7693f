import { describe, expect, it } from 'vitest'
import { Clock } from '../engine/clock.ts'
import { Pace } from './node-time.ts'
import { RuntimeHealth } from './runtime-health.ts'

/** What is said of a runtime so many milliseconds slower, at moments in seconds after it became so. */
function said(longer: number, moments: readonly number[], timeout = '2m0s'): string[] {
  const clock = new Clock(0)
  const pace = new Pace()
  const health = new RuntimeHealth(clock, pace, timeout)
  clock.runTo(1_000_000)
  pace.longer = longer
  health.paceSet()
  return moments.map((seconds) => {
    clock.runTo(1_000_000 + seconds * 1000)
    return `${seconds}s ${health.stuck ? 'stuck ' : ''}${health.errors().join(' + ')}`
  })
}

const DOWN = 'container runtime is down'
const pleg = (ago: string): string => `PLEG is not healthy: pleg was last seen active ${ago} ago; threshold is 3m0s`

describe('the health of a container runtime', () => {
  it('is good while it answers in time', () => {
    expect(said(0, [1, 3600])).toEqual(['1s ', '3600s '])
    expect(said(29_000, [1, 3600])).toEqual(['1s ', '3600s '])
  })

  it('is bad from thirty seconds after one answer until the next', () => {
    expect(said(40_000, [29, 30, 39, 40, 69, 70, 84, 85])).toEqual([
      '29s ',
      `30s ${DOWN}`,
      `39s ${DOWN}`,
      '40s ',
      '69s ',
      `70s ${DOWN}`,
      `84s ${DOWN}`,
      '85s ',
    ])
  })

  it('is found to be well again at the next look, each after twice the pause of the one before', () => {
    const clock = new Clock(0)
    const pace = new Pace()
    const health = new RuntimeHealth(clock, pace, '2m0s')
    pace.longer = 40_000
    health.paceSet()
    const found = [29_000, 30_000, 39_950, 70_000].map((at) => {
      clock.runTo(at)
      return health.wellAgain
    })
    expect(found).toEqual([undefined, 41_300, 40_050, 86_300])
    pace.longer = 100_000
    health.paceSet()
    clock.runTo(300_000)
    expect(health.wellAgain).toBe(Number.POSITIVE_INFINITY)
  })

  it('is bad when its containers were last listed three minutes ago', () => {
    expect(said(100_000, [180, 181, 199, 200, 400, 401])).toEqual([
      `180s ${DOWN}`,
      `181s ${DOWN} + ${pleg('3m1s')}`,
      `199s ${DOWN} + ${pleg('3m19s')}`,
      `200s ${DOWN} + ${pleg('3m20s')}`,
      `400s ${DOWN} + ${pleg('6m40s')}`,
      `401s ${DOWN} + ${pleg('3m20s')}`,
    ])
  })

  it('is bad for good when no call ends in time, and pods are left alone', () => {
    expect(said(31_000, [29, 30, 200], '30s')).toEqual([
      '29s ',
      `30s stuck ${DOWN}`,
      `200s stuck ${DOWN} + ${pleg('3m20s')}`,
    ])
  })
})

it('says when its network plug-in is missing', () => {
  const health = new RuntimeHealth(new Clock(0), new Pace(), '2m0s')
  expect([health.networkError, health.errors()]).toEqual([undefined, []])
  health.networkReady = false
  const error =
    'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized'
  expect([health.networkError, health.errors()]).toEqual([error, [error]])
})
