import { expect, it } from 'vitest'
import { cgroupFiles } from './cgroup-files.ts'

function read(limits: Record<string, string> | undefined, quota = true): string[] {
  const files = cgroupFiles(
    () => limits,
    () => ({ cpus: new Set([0, 2, 3]), quota }),
  )
  return [...files.values()].map((text) => text())
}

it.each([
  ['nothing is limited', undefined, ['max 100000\n', 'max\n', '0,2-3\n']],
  ['half a CPU', { cpu: '500m', memory: '64Mi' }, ['50000 100000\n', '67108864\n', '0,2-3\n']],
  ['no less than a thousandth of a second', { cpu: '1m' }, ['1000 100000\n', 'max\n', '0,2-3\n']],
  ['whole pages', { memory: '10000' }, ['max 100000\n', '8192\n', '0,2-3\n']],
])('%s', (_, limits, expected) => {
  expect(read(limits)).toEqual(expected)
})

it('sets no quota on CPUs a container has for itself', () => {
  expect(read({ cpu: '3' }, false)[0]).toBe('max 100000\n')
})

it('tells of what holds now', () => {
  let limits = { cpu: '1' }
  const file = cgroupFiles(
    () => limits,
    () => ({ cpus: new Set([0]), quota: true }),
  ).get('/sys/fs/cgroup/cpu.max')
  expect(file?.()).toBe('100000 100000\n')
  limits = { cpu: '2' }
  expect(file?.()).toBe('200000 100000\n')
})
