import { expect, it } from 'vitest'
import type { Event, Node, Pod } from '../../../generated/api/core.v1.ts'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'
import type { KubeletSettings } from '../settings.ts'

const MI = 1_048_576

/** A node of 2Gi with a pod that takes 500Mi, its kubelet so configured. */
function stage(kubelet: Partial<KubeletSettings>) {
  const capacity = { cpu: '2', memory: '2Gi', pods: '9', 'ephemeral-storage': '20Gi' }
  const simulator = new Simulator({ nodes: [{ name: 'n1', capacity }], kubelet })
  const { clock, server, store, kubelets } = simulator
  kubelets.setImage({ name: 'app', memory: [{ bytes: 500 * MI, from: 0 }], ignoresTerm: true })
  clock.runTo(clock.now())
  const start = clock.now()
  const spec = {
    nodeName: 'n1',
    tolerations: [],
    terminationGracePeriodSeconds: 60,
    containers: [{ name: 'app', image: 'app' }],
  }
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec }
  server.handle({ method: 'POST', path: '/api/v1/namespaces/default/pods', user: ADMINISTRATOR, body })
  clock.runTo(start + 20_000)
  return {
    kubelets,
    run: (seconds: number) => clock.runTo(start + seconds * 1000),
    condition: (type: string) =>
      store.get<Node>('nodes', '', 'n1')?.status.conditions?.find((each) => each.type === type)?.status,
    phase: () => store.get<Pod>('pods', 'default', 'p')?.status.phase,
    events: () =>
      store
        .list<Event>('events', 'default')
        .filter(({ type, reason }) => type === 'Warning' || reason?.startsWith('Node') === true)
        .map(({ firstTimestamp, reason, message, count, metadata }) => [
          (Date.parse(firstTimestamp ?? '') - start) / 1000,
          reason,
          message,
          count,
          metadata.annotations,
        ]),
  }
}

it('bears a soft threshold for its grace period and lets pods end in time', () => {
  const { kubelets, run, condition, phase, events } = stage({
    evictionSoft: { 'memory.available': '500Mi' },
    evictionSoftGracePeriod: { 'memory.available': '1m30s' },
    evictionMaxPodGracePeriod: 20,
  })
  kubelets.happenToNode('n1', { is: 'runsShort', resource: 'memory', left: 400 * MI })
  run(31)
  expect([condition('MemoryPressure'), phase()]).toEqual(['True', 'Running'])
  run(119)
  expect(phase()).toBe('Running')
  run(139)
  expect(phase()).toBe('Running')
  run(142)
  expect(phase()).toBe('Failed')
  const message =
    'The node was low on resource: memory. Threshold quantity: 500Mi, available: 400Mi. ' +
    'Container app was using 500Mi, request is 0, has larger consumption of memory. '
  const annotations = {
    offending_containers: 'app',
    offending_containers_usage: '500Mi',
    starved_resource: 'memory',
  }
  expect(events()).toEqual([
    [30, 'NodeHasInsufficientMemory', 'Node n1 status is now: NodeHasInsufficientMemory', 1, undefined],
    [120, 'EvictionThresholdMet', 'Attempting to reclaim memory', 1, undefined],
    [120, 'Evicted', message, 1, annotations],
  ])
})

it('goes on until the minimum reclaim is reached, and forgets the condition after the transition period', () => {
  const { kubelets, run, condition, phase } = stage({
    evictionHard: { 'memory.available': '100Mi' },
    evictionMinimumReclaim: { 'memory.available': '1Gi' },
    evictionPressureTransitionPeriod: '30s',
  })
  kubelets.happenToNode('n1', { is: 'runsShort', resource: 'memory' })
  run(25)
  kubelets.happenToNode('n1', { is: 'recovers' })
  run(29)
  expect([condition('MemoryPressure'), phase()]).toEqual(['False', 'Running'])
  kubelets.happenToNode('n1', { is: 'runsShort', resource: 'memory' })
  run(33)
  expect([condition('MemoryPressure'), phase()]).toEqual(['True', 'Failed'])
  // 600Mi are left now: less than 1124Mi.
  run(200)
  expect(condition('MemoryPressure')).toBe('True')
  kubelets.happenToNode('n1', { is: 'recovers' })
  run(215)
  expect(condition('MemoryPressure')).toBe('True')
  run(240)
  expect(condition('MemoryPressure')).toBe('False')
})

it('looks at process ids only where it is told to', () => {
  const plain = stage({})
  expect(plain.kubelets.happenToNode('n1', { is: 'runsShort', resource: 'pids' })).toBe(
    'the kubelet evicts no pods for pids: it has no hard threshold for pid.available',
  )
  const watching = stage({ evictionHard: { 'pid.available': '10%' } })
  watching.kubelets.happenToNode('n1', { is: 'runsShort', resource: 'pids' })
  watching.run(35)
  expect([watching.condition('PIDPressure'), watching.phase()]).toEqual(['True', 'Failed'])
  expect(watching.events()[2]?.[2]).toBe(
    'The node was low on resource: pids. Threshold quantity: 1638, available: 1637. ',
  )
})
