import { expect, it } from 'vitest'
import type { Deployment } from '../../../generated/api/apps.v1.ts'
import type { HorizontalPodAutoscaler, MetricSpec } from '../../../generated/api/autoscaling.v2.ts'
import type { Event } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'
import { Simulator } from '../../compose.ts'

const MINUTE = 60_000
const cpu: MetricSpec = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
}

function cluster(replicas: number): { readonly simulator: Simulator; readonly client: Client } {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
  const client = simulator.environment.client('admin', ['system:masters'])
  const resources = { requests: { cpu: '100m', memory: '100Mi' } }
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'c', image: 'nginx', resources }] },
      },
    },
  }
  client.create('deployments.apps', deployment)
  return { simulator, client }
}

function autoscale(client: Client, spec: Partial<HorizontalPodAutoscaler['spec']>): void {
  const created = client.create('horizontalpodautoscalers.autoscaling', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      maxReplicas: 20,
      ...spec,
    },
  })
  expect(created.ok).toBe(true)
}

const use = (simulator: Simulator, milli: number, shared = false): void =>
  simulator.environment.metrics.use({
    namespace: 'default',
    applies: ({ metadata }) => metadata.labels?.['app'] === 'web',
    resource: 'cpu',
    milli,
    shared,
  })

const wait = (simulator: Simulator, milliseconds: number): void =>
  simulator.clock.runTo(simulator.clock.now() + milliseconds)

const replicasOf = (client: Client): number | undefined =>
  client.lister.get<Deployment>('deployments.apps', 'default', 'web')?.spec.replicas

const statusOf = (client: Client): HorizontalPodAutoscaler['status'] | undefined =>
  client.lister.get<HorizontalPodAutoscaler>('horizontalpodautoscalers.autoscaling', 'default', 'web')?.status

const conditionsOf = (client: Client): string[] =>
  (statusOf(client)?.conditions ?? []).map(
    ({ type, status, reason, message }) => `${type} ${status} ${reason}: ${message}`,
  )

const eventsOf = (client: Client): string[] =>
  client.lister
    .list<Event>('events', 'default')
    .filter(({ involvedObject }) => involvedObject.kind === 'HorizontalPodAutoscaler')
    .map(({ type, reason, message, count }) => `${type} ${reason} ${message} x${count}`)

it('grows by use at most twofold a round, and shrinks when five minutes have been quiet', () => {
  const { simulator, client } = cluster(2)
  wait(simulator, 6 * MINUTE)
  autoscale(client, { metrics: [cpu] })
  use(simulator, 1000, true)
  wait(simulator, 16_000)
  expect(replicasOf(client)).toBe(4)
  expect(conditionsOf(client)).toEqual([
    'AbleToScale True SucceededRescale: the HPA controller was able to update the target scale to 4',
    'ScalingActive True ValidMetricFound: the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
    'ScalingLimited True ScaleUpLimit: the desired replica count is increasing faster than the maximum scale rate',
  ])
  expect(statusOf(client)?.currentMetrics).toEqual([
    { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 500, averageValue: '500m' } } },
  ])
  wait(simulator, 10 * MINUTE)
  expect(replicasOf(client)).toBe(20)
  use(simulator, 50)
  wait(simulator, MINUTE)
  expect(replicasOf(client)).toBe(20)
  use(simulator, 10)
  wait(simulator, 4 * MINUTE)
  expect(conditionsOf(client)[0]).toBe(
    'AbleToScale True ScaleDownStabilized: recent recommendations were higher than current one, applying the highest recent recommendation',
  )
  wait(simulator, 2 * MINUTE)
  expect(replicasOf(client)).toBe(4)
  expect(eventsOf(client)).toEqual([
    'Normal SuccessfulRescale New size: 4; reason: cpu resource utilization (percentage of request) above target x1',
    'Normal SuccessfulRescale New size: 8; reason: cpu resource utilization (percentage of request) above target x1',
    'Normal SuccessfulRescale New size: 16; reason: cpu resource utilization (percentage of request) above target x1',
    'Normal SuccessfulRescale New size: 20; reason: cpu resource utilization (percentage of request) above target x1',
    'Normal SuccessfulRescale New size: 4; reason: All metrics below target x1',
  ])
})

it('leaves the size alone within the tolerance', () => {
  const { simulator, client } = cluster(2)
  wait(simulator, 6 * MINUTE)
  autoscale(client, { metrics: [cpu] })
  use(simulator, 54)
  wait(simulator, MINUTE)
  expect(replicasOf(client)).toBe(2)
  expect(eventsOf(client)).toEqual([])
})

it('keeps to the policies of its behaviour', () => {
  const { simulator, client } = cluster(10)
  wait(simulator, 6 * MINUTE)
  const policies = [{ type: 'Pods', value: 1, periodSeconds: 60 }]
  autoscale(client, { metrics: [cpu], behavior: { scaleDown: { stabilizationWindowSeconds: 0, policies } } })
  use(simulator, 10)
  wait(simulator, 16_000)
  expect(replicasOf(client)).toBe(9)
  expect(conditionsOf(client)[2]).toBe(
    'ScalingLimited True ScaleDownLimit: the desired replica count is decreasing faster than the maximum scale rate',
  )
  wait(simulator, 3 * MINUTE)
  expect(replicasOf(client)).toBe(6)
})

it('goes by the biggest of several metrics, and says what is missing', () => {
  const { simulator, client } = cluster(2)
  wait(simulator, 6 * MINUTE)
  const queue: MetricSpec = {
    type: 'External',
    external: {
      metric: { name: 'queue', selector: { matchLabels: { of: 'jobs' } } },
      target: { type: 'AverageValue', averageValue: '10' },
    },
  }
  const rate: MetricSpec = {
    type: 'Pods',
    pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '5' } },
  }
  const hits: MetricSpec = {
    type: 'Object',
    object: {
      describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'main' },
      metric: { name: 'hits' },
      target: { type: 'Value', value: '1k' },
    },
  }
  autoscale(client, { metrics: [queue, rate, hits] })
  wait(simulator, 16_000)
  const external =
    'unable to get external metric default/queue/&LabelSelector{MatchLabels:map[string]string{of: jobs,},MatchExpressions:[]LabelSelectorRequirement{},}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get queue.external.metrics.k8s.io)'
  const custom =
    'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered'
  expect(eventsOf(client)).toEqual([
    `Warning FailedGetExternalMetric ${external} x1`,
    `Warning FailedGetPodsMetric unable to get metric requests: ${custom} x1`,
    `Warning FailedGetObjectMetric unable to get metric hits: Ingress on default main/${custom} x1`,
    `Warning FailedComputeMetricsReplicas invalid metrics (3 invalid out of 3), first error is: failed to get queue external metric value: failed to get queue external metric: ${external} x1`,
  ])
  const { metrics } = simulator.environment
  metrics.setExternal({ namespace: 'default', metric: 'queue', labels: { of: 'jobs' }, milli: 25_000 })
  metrics.setForPods({ namespace: 'default', applies: () => true, metric: 'requests', milli: 4_500 })
  metrics.setForObject({
    group: 'networking.k8s.io',
    kind: 'Ingress',
    namespace: 'default',
    name: 'main',
    metric: 'hits',
    milli: 2_000_000,
  })
  wait(simulator, 15_000)
  expect(replicasOf(client)).toBe(4)
  expect(statusOf(client)?.currentMetrics).toEqual([
    {
      type: 'External',
      external: {
        metric: { name: 'queue', selector: { matchLabels: { of: 'jobs' } } },
        current: { averageValue: '12500m' },
      },
    },
    { type: 'Pods', pods: { metric: { name: 'requests' }, current: { averageValue: '4500m' } } },
    {
      type: 'Object',
      object: {
        metric: { name: 'hits' },
        current: { value: '2k' },
        describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'main' },
      },
    },
  ])
})

it('says why it cannot size its target', () => {
  const { simulator, client } = cluster(1)
  autoscale(client, { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deploymnt', name: 'web' }, metrics: [cpu] })
  wait(simulator, 16_000)
  const why = 'no matches for kind "Deploymnt" in group "apps"'
  expect(conditionsOf(client)).toEqual([
    `AbleToScale False FailedGetScale: the HPA controller was unable to get the target's current scale: ${why}`,
  ])
  expect(eventsOf(client)).toEqual([`Warning FailedGetScale ${why} x1`])
})
