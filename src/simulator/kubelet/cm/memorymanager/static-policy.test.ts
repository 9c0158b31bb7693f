import { describe, expect, it } from 'vitest'
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import { machineOf } from '../machine.ts'
import { bitsOf, maskOf } from '../topologymanager/bit-mask.ts'
import { noHint, type TopologyHint } from '../topologymanager/contract.ts'
import { StaticMemoryPolicy } from './static-policy.ts'

const GIB = 2 ** 30

/** A node of two NUMA nodes of 10Gi, 1Gi of each kept from pods; `given` is what the topology manager says. */
function stage(given: TopologyHint = noHint, spec: { hugepages?: Record<string, string> } = {}) {
  const numaNode = { memory: '10Gi', ...spec }
  const machine = machineOf({ numaNodes: [numaNode, numaNode] }, { cpu: '4', memory: '20Gi' })
  const reserved = new Map([0, 1].map((id) => [id, { memory: GIB }]))
  const policy = new StaticMemoryPolicy(machine, reserved, { policyName: 'best-effort', affinity: () => given })
  return {
    policy,
    allocate: (pod: Pod) => {
      for (const container of [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])]) {
        const refusal = policy.allocate(pod, container)
        if (refusal !== undefined) return refusal.message
      }
      return [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])].map(({ name }) =>
        (policy.blocks(pod.metadata.uid ?? '', name) ?? [])
          .map(({ numa, type, size }) => `${type} ${size / GIB} of ${numa.join('+')}`)
          .join(', '),
      )
    },
  }
}

const container = (name: string, memory: string, more: Record<string, string> = {}): Container => {
  const list = { cpu: '1', memory, ...more }
  return { name, image: 'a', resources: { requests: list, limits: list } } as Container
}
const podOf = (uid: string, containers: Container[], initContainers: Container[] = []): Pod =>
  ({ metadata: { name: uid, uid }, spec: { containers, initContainers }, status: {} }) as unknown as Pod
const shown = (hints: ReturnType<StaticMemoryPolicy['containerHints']>) =>
  hints &&
  [...hints].map(
    ([type, list]) =>
      `${type}: ${list?.map(({ affinity = 0, preferred }) => `${bitsOf(affinity).join('+')}${preferred ? '' : '-'}`).join(' ')}`,
  )

describe('the Static policy', () => {
  it('gives memory of one NUMA node, else of several, never mixed', () => {
    const { allocate } = stage()
    expect(allocate(podOf('a', [container('app', '5Gi')]))).toEqual(['memory 5 of 0'])
    expect(allocate(podOf('b', [container('app', '5Gi')]))).toEqual(['memory 5 of 1'])
    expect(allocate(podOf('c', [container('app', '4Gi')]))).toEqual(['memory 4 of 0'])
    expect(allocate(podOf('d', [container('app', '5Gi')]))).toBe(
      'Allocate failed due to [memorymanager] failed to get the default NUMA affinity, no NUMA nodes with enough memory is available, which is unexpected',
    )
  })

  it('keeps NUMA nodes that give together together', () => {
    const { allocate, policy } = stage()
    expect(allocate(podOf('a', [container('app', '12Gi')]))).toEqual(['memory 12 of 0+1'])
    expect(allocate(podOf('b', [container('app', '1Gi')]))).toEqual(['memory 1 of 0+1'])
    policy.remove('a', 'app')
    policy.remove('b', 'app')
    expect(allocate(podOf('c', [container('app', '1Gi')]))).toEqual(['memory 1 of 0'])
  })

  it('uses the memory of init containers again', () => {
    const { allocate } = stage()
    const init = container('init', '6Gi')
    expect(allocate(podOf('a', [container('one', '4Gi'), container('two', '4Gi')], [init]))).toEqual([
      'memory 0 of 0',
      'memory 4 of 0',
      'memory 4 of 0',
    ])
    expect(allocate(podOf('b', [container('app', '2Gi')]))).toEqual(['memory 2 of 1'])
  })

  it('widens what the topology manager has narrowed too far', () => {
    const narrow: TopologyHint = { affinity: maskOf([0]), preferred: true }
    expect(stage(narrow).allocate(podOf('a', [container('app', '12Gi')]))).toEqual(['memory 12 of 0+1'])
  })

  it('hints at the fewest NUMA nodes that could ever do, for all kinds of memory alike', () => {
    const { policy, allocate } = stage(noHint, { hugepages: { 'hugepages-2Mi': '1Gi' } })
    const asks = (memory: string, huge: string) => {
      const app = container('app', memory, { 'hugepages-2Mi': huge })
      return shown(policy.containerHints(podOf('x', [app]), app))
    }
    expect(asks('1Gi', '1Gi')).toEqual(['memory: 0 1 0+1-', 'hugepages-2Mi: 0 1 0+1-'])
    expect(asks('1Gi', '2Gi')).toEqual(['memory: 0+1', 'hugepages-2Mi: 0+1'])
    expect(asks('30Gi', '1Gi')).toEqual([])
    expect(allocate(podOf('a', [container('app', '7Gi')]))).toEqual(['memory 7 of 0'])
    expect(asks('2Gi', '1Gi')).toEqual(['memory: 1', 'hugepages-2Mi: 1'])
    expect(asks('12Gi', '1Gi')).toEqual([])
  })
})
