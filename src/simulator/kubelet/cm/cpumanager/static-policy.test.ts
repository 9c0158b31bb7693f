import { expect, it } from 'vitest'
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import { machineOf } from '../machine.ts'
import { bitsOf, maskOf } from '../topologymanager/bit-mask.ts'
import { noHint } from '../topologymanager/contract.ts'
import { formatCpus } from './cpu-set.ts'
import { CpuTopology } from './cpu-topology.ts'
import { StaticPolicy } from './static-policy.ts'

// Two sockets of two NUMA nodes of two CPUs.
const topology = new CpuTopology(machineOf({ numaNodes: 4, sockets: 2 }, { cpu: '8', memory: '8Gi' }))

function policyWith(options: readonly string[], affinity = noHint, named = [0]): StaticPolicy {
  const store = { policyName: 'best-effort', affinity: () => affinity }
  const policy = StaticPolicy.create(topology, new Set(options), store, { count: 1, named: new Set(named) })
  if ('error' in policy) throw new Error(policy.error)
  return policy
}

const podOf = (uid: string, cpu: string): Pod => {
  const list = { cpu, memory: '1Gi' }
  const container = { name: 'app', image: 'a', resources: { requests: list, limits: list } }
  return { metadata: { name: uid, uid }, spec: { containers: [container] }, status: {} } as unknown as Pod
}

const appOf = ({ spec }: Pod) => spec.containers?.[0] as Container

it('keeps reserved CPUs from those that share only where that is strict', () => {
  expect(formatCpus(policyWith([]).state.shared)).toBe('0-7')
  expect(formatCpus(policyWith(['strict-cpu-reservation']).state.shared)).toBe('1-7')
})

it('reserves as many as are named, no more and no less', () => {
  const store = { policyName: 'none', affinity: () => noHint }
  expect(StaticPolicy.create(topology, new Set(), store, { count: 2, named: new Set([3]) })).toEqual({
    error: '[cpumanager] unable to reserve the required amount of CPUs (size of 3 did not equal 2)',
  })
})

it('prefers any NUMA nodes of a socket where sockets are what is aligned to', () => {
  const pod = podOf('a', '2')
  const hints = (options: readonly string[]) =>
    policyWith(options)
      .containerHints(pod, appOf(pod))
      ?.get('cpu')
      ?.filter(({ preferred }) => preferred)
      .map(({ affinity = 0 }) => bitsOf(affinity).join('+'))
  expect(hints([])).toEqual(['1', '2', '3'])
  expect(hints(['align-by-socket'])).toEqual(['1', '2', '3', '0+1', '2+3'])
})

it('takes from the rest of the socket before it takes from another', () => {
  const near = { affinity: maskOf([2]), preferred: true }
  const given = (options: readonly string[]) => {
    const policy = policyWith(options, near)
    policy.state.shared = new Set([0, 3, 4, 5, 6, 7])
    const pod = podOf('a', '3')
    expect(policy.allocate(pod, appOf(pod))).toBeUndefined()
    return formatCpus(policy.state.get('a', 'app') ?? [])
  }
  expect(given([])).toBe('3-5')
  expect(given(['align-by-socket'])).toBe('4-6')
})
