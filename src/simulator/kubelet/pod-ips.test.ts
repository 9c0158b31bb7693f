import { expect, it } from 'vitest'
import { PodIps } from './pod-ips.ts'

it('hands out addresses of the network in turn and takes them back', () => {
  const ips = new PodIps('10.244.3.0/29')
  expect([ips.take(), ips.take(), ips.take(), ips.take(), ips.take()]).toEqual([
    '10.244.3.2',
    '10.244.3.3',
    '10.244.3.4',
    '10.244.3.5',
    '10.244.3.6',
  ])
  ips.release('10.244.3.4')
  expect(ips.take()).toBe('10.244.3.4')
})
