import { expect, it } from 'vitest'
import type { HorizontalPodAutoscaler } from '../../../generated/api/autoscaling.v2.ts'
import { PERIOD_MS, Rest } from './rest.ts'

const hpa = (seconds?: number): HorizontalPodAutoscaler => ({
  metadata: {},
  spec: {
    scaleTargetRef: { kind: 'Deployment', name: 'web' },
    maxReplicas: 3,
    ...(seconds === undefined ? {} : { behavior: { scaleDown: { stabilizationWindowSeconds: seconds } } }),
  },
  status: { desiredReplicas: 1, currentMetrics: null },
})

/** Rounds until it falls asleep, each recommending so many replicas. */
function rounds(rest: Rest, of: HorizontalPodAutoscaler, replicas: number): number {
  let now = 0
  do {
    now += PERIOD_MS
    rest.memory.highest(replicas, 300_000, now)
  } while (rest.after(of, true, now))
  return now
}

it('sleeps when it has been quiet for longer than it remembers', () => {
  expect([rounds(new Rest(), hpa(), 1), rounds(new Rest(), hpa(600), 1)]).toEqual([375_000, 645_000])
})

it('wakes on the beat it would have had, its recommendations as if it had not slept', () => {
  const rest = new Rest()
  const asleep = rounds(rest, hpa(), 5)
  const later = asleep + 1_000_000
  expect(rest.disturb(later)).toBe(5_000)
  expect(rest.asleep).toBe(false)
  expect(rest.memory.highest(1, 300_000, later + 5_000)).toBe(5)
  expect(rest.memory.highest(1, 300_000, later + 305_000)).toBe(1)
})

it('does not sleep while it acts or is disturbed', () => {
  const rest = new Rest()
  const results = [rest.after(hpa(), false, 0), rest.after(hpa(), true, 15_000), rest.disturb(400_000)]
  expect([...results, rest.after(hpa(), true, 405_000)]).toEqual([true, true, undefined, true])
})
