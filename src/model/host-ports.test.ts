import { expect, it } from 'vitest'
import { UsedPorts } from './host-ports.ts'

it('lets 0.0.0.0 clash with every address of the same port and protocol', () => {
  const used = new UsedPorts()
  const at = (ip: string, port: number, protocol = 'TCP') => ({ ip, port, protocol })
  used.add(at('127.0.0.1', 80))
  expect(used.conflicts(at('0.0.0.0', 80))).toBe(true)
  expect(used.conflicts(at('127.0.0.2', 80))).toBe(false)
  expect(used.conflicts(at('127.0.0.1', 80, 'UDP'))).toBe(false)
  used.add(at('127.0.0.1', 80))
  used.remove(at('127.0.0.1', 80))
  expect(used.conflicts(at('127.0.0.1', 80))).toBe(true)
  used.remove(at('127.0.0.1', 80))
  expect(used.conflicts(at('0.0.0.0', 80))).toBe(false)
})
