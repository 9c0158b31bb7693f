import { expect, it } from 'vitest'
import { formatCpus } from './cpumanager/cpu-set.ts'
import { machineOf } from './machine.ts'

const shown = (machine: ReturnType<typeof machineOf>) =>
  machine.numaNodes.map(({ cpus, memory }) => ({
    cpus: formatCpus(cpus.map(({ id }) => id)),
    cores: cpus.map(({ core }) => core).join(),
    sockets: [...new Set(cpus.map(({ socket }) => socket))].join(),
    memory,
  }))

it('spreads CPUs and memory over NUMA nodes, threads numbered as Linux does', () => {
  const capacity = { cpu: '8', memory: '8Gi' }
  expect(shown(machineOf({}, capacity))).toEqual([
    { cpus: '0-7', cores: '0,1,2,3,4,5,6,7', sockets: '0', memory: 2 ** 33 },
  ])
  expect(shown(machineOf({ numaNodes: 2, threadsPerCore: 2 }, capacity))).toEqual([
    { cpus: '0-1,4-5', cores: '0,1,0,1', sockets: '0', memory: 2 ** 32 },
    { cpus: '2-3,6-7', cores: '2,3,2,3', sockets: '1', memory: 2 ** 32 },
  ])
  expect(shown(machineOf({ numaNodes: 4, sockets: 2 }, capacity)).map(({ sockets }) => sockets)).toEqual([
    '0',
    '0',
    '1',
    '1',
  ])
  expect(shown(machineOf({ numaNodes: 1, sockets: 2 }, capacity))[0]?.sockets).toBe('0,1')
})
