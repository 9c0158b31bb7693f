import { expect, it } from 'vitest'
import type { Event, Pod } from '../../../generated/api/core.v1.ts'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'

/** Pods past the scheduler onto a node of two processors, one after the other; then a critical one that asks for `cpu`. */
function stage(requests: Readonly<Record<string, string | undefined>>, cpu: string) {
  const simulator = new Simulator({ nodes: [{ name: 'n1', capacity: { cpu: '2', memory: '2Gi', pods: '9' } }] })
  const { clock, server, store } = simulator
  clock.runTo(clock.now())
  const create = (name: string, namespace: string, asks: string | undefined, more: object) => {
    const resources = asks === undefined ? {} : { requests: { cpu: asks } }
    const spec = {
      nodeName: 'n1',
      tolerations: [],
      terminationGracePeriodSeconds: 1,
      containers: [{ name: 'app', image: 'busybox', command: ['sleep', '86400'], resources }],
      ...more,
    }
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec }
    const { code } = server.handle({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/pods`,
      user: ADMINISTRATOR,
      body,
    })
    expect(code).toBe(201)
    clock.runTo(clock.now() + 5000)
  }
  for (const [name, asks] of Object.entries(requests)) create(name, 'default', asks, {})
  create('critical', 'kube-system', cpu, { priorityClassName: 'system-node-critical' })
  clock.runTo(clock.now() + 5000)
  const events = store.list<Event>('events', 'default').filter(({ type }) => type === 'Warning')
  return {
    critical: store.get<Pod>('pods', 'kube-system', 'critical')?.status,
    pods: Object.keys(requests).map((name) => store.get<Pod>('pods', 'default', name)?.status),
    events: events.map(({ involvedObject, reason, message }) => [involvedObject.name, reason, message]),
  }
}

it('lets those go that come nearest to what is lacking, and waits for their end', () => {
  const { critical, pods, events } = stage({ none: undefined, large: '1500m', small: '300m' }, '400m')
  expect([critical?.phase, ...pods.map((status) => status?.phase)]).toEqual(['Running', 'Running', 'Running', 'Failed'])
  expect(events).toEqual([['small', 'Preempting', 'Preempted in order to admit critical pod']])
  const { reason, message, conditions } = pods[2]!
  expect([reason, message]).toEqual(['Preempting', 'Preempted in order to admit critical pod'])
  expect(conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
    status: 'True',
    reason: 'TerminationByKubelet',
    message: 'Pod was preempted by Kubelet to accommodate a critical pod.',
  })
})

it('refuses what no pods would make room for', () => {
  const { critical, events } = stage({ large: '1500m' }, '2500m')
  const message =
    'Unexpected error while attempting to recover from admission failure: preemption: error finding a set of pods to preempt: ' +
    'no set of running pods found to reclaim resources: [(res: cpu, q: 500), ]'
  expect([critical?.phase, critical?.reason, critical?.message]).toEqual([
    'Failed',
    'UnexpectedAdmissionError',
    `Pod was rejected: ${message}`,
  ])
  expect(events).toEqual([])
})
