import { expect, it } from 'vitest'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { kubeletDefaults, type ShutdownPeriod } from '../settings.ts'
import { grouped, shutdownPeriods } from './groups.ts'

const period = (priority: number, shutdownGracePeriodSeconds: number): ShutdownPeriod => ({
  priority,
  shutdownGracePeriodSeconds,
})

it('splits one period into that of ordinary pods and that of critical ones', () => {
  const settings = { ...kubeletDefaults, shutdownGracePeriod: '1m30s', shutdownGracePeriodCriticalPods: '20s' }
  expect(shutdownPeriods(settings, true)).toEqual([period(0, 70), period(2_000_000_000, 20)])
  expect(shutdownPeriods(kubeletDefaults, true)).toEqual([])
  expect(shutdownPeriods({ ...settings, shutdownGracePeriodCriticalPods: '2m' }, true)).toEqual([])
})

it('prefers periods by priority, where the gate lets it', () => {
  const shutdownGracePeriodByPodPriority = [period(1000, 30), period(0, 10)]
  const settings = { ...kubeletDefaults, shutdownGracePeriod: '1m', shutdownGracePeriodByPodPriority }
  expect(shutdownPeriods(settings, true)).toEqual([period(0, 10), period(1000, 30)])
  expect(shutdownPeriods(settings, false)).toEqual([period(0, 60), period(2_000_000_000, 0)])
})

it('gives pods between two priorities the time of the lower one, and those below all that of the lowest', () => {
  const pods = [-5, 0, 999, 1000, 1001, 70_000].map((priority) => ({ pod: { spec: { priority } } as unknown as Pod }))
  const groups = grouped([period(0, 1), period(1000, 2), period(5000, 3)], pods)
  expect(groups.map((group) => group.map(({ pod }) => pod.spec.priority))).toEqual([
    [-5, 0, 999],
    [1000, 1001],
    [70_000],
  ])
})
