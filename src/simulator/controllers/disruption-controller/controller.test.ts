import { expect, it } from 'vitest'
import type { Event } from '../../../generated/api/core.v1.ts'
import type { PodDisruptionBudget } from '../../../generated/api/policy.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

const containers = [{ name: 'c', image: 'nginx' }]
const labels = { app: 'web' }
const template = { metadata: { labels }, spec: { containers } }

function stage(...objects: readonly (readonly [resource: string, object: object])[]) {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
  const { clock, environment } = simulator
  const client = environment.client('admin', ['system:masters'])
  for (const [resource, object] of objects) expect(client.create(resource, object as KubeObject).ok).toBe(true)
  const wait = (seconds: number): void => clock.runTo(clock.now() + seconds * 1000)
  wait(30)
  return {
    client,
    wait,
    status: () => {
      const { status } = client.lister.get<PodDisruptionBudget>('poddisruptionbudgets.policy', 'default', 'b')!
      const { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods, disruptedPods = {} } = status
      const conditions = status.conditions?.map(({ status: is, reason, message }) =>
        `${is} ${reason} ${message}`.trim(),
      )
      const numbers = [disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods]
      return { numbers, disrupted: Object.keys(disruptedPods), conditions }
    },
    events: () =>
      client.lister
        .list<Event>('events', 'default')
        .filter(({ source }) => source.component === 'controllermanager')
        .map(({ type, reason, message, involvedObject: { kind } }) => `${kind} ${type} ${reason} ${message}`),
  }
}

const budget = (spec: PodDisruptionBudget['spec']): readonly [string, object] => [
  'poddisruptionbudgets.policy',
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'b', namespace: 'default' },
    spec: { selector: { matchLabels: labels }, ...spec },
  },
]

const workload = (kind: string, replicas?: number): readonly [string, object] => [
  `${kind.toLowerCase()}s.apps`,
  {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'web', namespace: 'default' },
    spec: { ...(replicas === undefined ? {} : { replicas }), selector: { matchLabels: labels }, template },
  },
]

it('allows as many evictions as the budget leaves', () => {
  const { client, status, wait } = stage(workload('Deployment', 3), budget({ maxUnavailable: 1 }))
  expect(status()).toEqual({ numbers: [1, 3, 2, 3], disrupted: [], conditions: ['True SufficientPods'] })
  const [one, other] = client.lister.list<KubeObject>('pods', 'default')
  const evict = ({ metadata }: KubeObject): number =>
    client.createSubresource('pods', 'default', metadata.name ?? '', 'eviction', {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: metadata.name },
    }).ok
      ? 201
      : 429
  expect([evict(one!), evict(other!)]).toEqual([201, 429])
  expect(status().disrupted).toEqual([one!.metadata.name])
  wait(0)
  expect(status()).toEqual({ numbers: [0, 2, 2, 3], disrupted: [], conditions: ['False InsufficientPods'] })
  wait(60)
  expect(status()).toEqual({ numbers: [1, 3, 2, 3], disrupted: [], conditions: ['True SufficientPods'] })
})

it('tells of pods that nobody controls', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default', labels },
    spec: { containers },
  }
  const { events, status } = stage(['pods', pod], budget({ maxUnavailable: '50%' }))
  expect(status()).toEqual({ numbers: [0, 1, 0, 0], disrupted: [], conditions: ['False InsufficientPods'] })
  expect(events()).toEqual([
    'PodDisruptionBudget Warning UnmanagedPods Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.',
  ])
})

it('allows nothing where it cannot count', () => {
  const { events, status } = stage(workload('DaemonSet'), budget({ minAvailable: '50%' }))
  const why = 'daemonsets.apps does not implement the scale subresource'
  expect(status()).toEqual({ numbers: [0, 0, 0, 0], disrupted: [], conditions: [`False SyncFailed ${why}`] })
  expect(events()).toContain(
    `PodDisruptionBudget Warning CalculateExpectedPodCountFailed Failed to calculate the number of expected pods: ${why}`,
  )
})

it('takes a disruption back that did not come', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default', labels },
    spec: { containers },
  }
  const { client, wait } = stage(['pods', pod])
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message: 'm' }
  const target = () =>
    client.lister
      .get<KubeObject & { status: { conditions: { type: string; status: string }[] } }>('pods', 'default', 'p')
      ?.status.conditions.find(({ type }) => type === 'DisruptionTarget')?.status
  const lastTransitionTime = '2026-01-01T00:00:30Z'
  const body = { status: { conditions: [{ ...condition, lastTransitionTime }] } }
  client.patch('pods', 'default', 'p', 'application/strategic-merge-patch+json', body, 'status')
  wait(119)
  expect(target()).toBe('True')
  wait(2)
  expect(target()).toBe('False')
})
