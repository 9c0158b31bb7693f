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

it('spreads caches over cores and huge pages over NUMA nodes', () => {
  const capacity = { cpu: '16', memory: '8Gi' }
  const caches = ({ numaNodes }: ReturnType<typeof machineOf>) =>
    numaNodes.map(({ cpus }) => cpus.map(({ uncore }) => uncore).join(''))
  expect(caches(machineOf({ threadsPerCore: 2, uncoreCaches: 4 }, capacity))).toEqual(['0011223300112233'])
  expect(caches(machineOf({ numaNodes: 2, uncoreCaches: 4 }, capacity))).toEqual(['00001111', '22223333'])
  expect(caches(machineOf({ numaNodes: 4, sockets: 2 }, capacity))).toEqual(['0000', '0000', '1111', '1111'])

  const spec = { numaNodes: [{ hugepages: { 'hugepages-2Mi': '4Mi' } }, {}, {}], hugepages: { 'hugepages-1Gi': '4Gi' } }
  expect(machineOf(spec, capacity).numaNodes.map(({ hugepages }) => hugepages)).toEqual([
    { 'hugepages-2Mi': 4 * 2 ** 20 },
    { 'hugepages-1Gi': 2 ** 30 },
    { 'hugepages-1Gi': 2 ** 30 },
  ])
  expect(
    machineOf({ numaNodes: 3, hugepages: { 'hugepages-1Gi': '4Gi' } }, capacity).numaNodes.map(
      ({ hugepages }) => hugepages['hugepages-1Gi'],
    ),
  ).toEqual([2 ** 31, 2 ** 30, 2 ** 30])
})
