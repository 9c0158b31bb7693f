import { expect, it } from 'vitest'
import { hashOf, portMapKey, sortCorePorts, sortPorts } from './go-hash.ts'

it('hashes as FNV-1a with 128 bits', () => {
  expect(hashOf('')).toBe('6c62272e07bb014262b821756295c58d')
  expect(hashOf('a')).toBe('d228cb696f1a8caf78912b704e4a8964')
})

it('orders ports as recorded from real clusters', () => {
  const names = (ports: readonly { name?: string | undefined }[]) => ports.map(({ name }) => name)
  const core = [
    { name: 's', port: 54, protocol: 'SCTP', appProtocol: 'kubernetes.io/h2c' },
    { name: 't', port: 53, protocol: 'TCP' },
    { name: 'u', port: 53, protocol: 'UDP' },
  ]
  expect(names(sortCorePorts(structuredClone(core)))).toEqual(['t', 'u', 's'])
  expect(names(sortPorts(structuredClone(core)))).toEqual(['s', 'u', 't'])
})

it('knows the same ports in any order', () => {
  const [a, b] = [
    { name: 'a', port: 1 },
    { name: 'b', port: 2 },
  ]
  expect(portMapKey([a!, b!])).toBe(portMapKey([b!, a!]))
  expect(portMapKey(null)).toBe(portMapKey([]))
})
