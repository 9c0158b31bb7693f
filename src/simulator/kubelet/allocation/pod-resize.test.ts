import { describe, expect, it } from 'vitest'
import type { Event, Pod } from '../../../generated/api/core.v1.ts'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../../compose.ts'

function stage(kubelet: object = {}, os = 'linux') {
  const simulator = new Simulator({ nodes: [{ name: 'node-1', os, capacity: { cpu: '2', memory: '4Gi' }, kubelet }] })
  const { clock, server, store, kubelets } = simulator
  kubelets.preload('busybox:1.36')
  clock.runTo(DEFAULT_START)
  const request = (method: string, path: string, body?: unknown, contentType?: string) =>
    server.handle({
      method,
      path: `/api/v1/namespaces/default/pods${path}`,
      user: ADMINISTRATOR,
      ...(body === undefined ? {} : { body }),
      ...(contentType === undefined ? {} : { contentType }),
    })
  const pod = (name: string) => store.get<Pod>('pods', 'default', name)
  return {
    request,
    kubelet: () => kubelets.of('node-1')!,
    label: (value: string | null, name = 'disk') =>
      server.handle({
        method: 'PATCH',
        path: '/api/v1/nodes/node-1',
        user: ADMINISTRATOR,
        body: { metadata: { labels: { [name]: value } } },
        contentType: 'application/merge-patch+json',
      }),
    to: (seconds: number) => clock.runTo(DEFAULT_START + seconds * 1000),
    pod,
    run(name: string, requests: object, script = 'sleep 1000', extra: object = {}, spec: object = {}) {
      const main = { name: 'main', image: 'busybox:1.36', command: ['sh', '-c', script], ...extra }
      const containers = [{ ...main, resources: { requests, ...(extra as { resources?: object }).resources } }]
      request('POST', '', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name },
        spec: { restartPolicy: 'Never', terminationGracePeriodSeconds: 0, containers, ...spec },
      })
    },
    resize: (name: string, resources: object) =>
      request(
        'PATCH',
        `/${name}/resize`,
        { spec: { containers: [{ name: 'main', resources }] } },
        'application/strategic-merge-patch+json',
      ),
    times: (name: string) =>
      (pod(name)?.status.conditions ?? [])
        .filter(({ type }) => type.startsWith('PodResize'))
        .map(({ type, lastProbeTime, lastTransitionTime }) => [type, lastTransitionTime, lastProbeTime]),
    conditions: (name: string) =>
      (pod(name)?.status.conditions ?? [])
        .filter(({ type }) => type.startsWith('PodResize'))
        .map(({ lastProbeTime: _, lastTransitionTime: __, ...rest }) => rest),
    has: (name: string) => {
      const [status] = pod(name)?.status.containerStatuses ?? []
      return { allocated: status?.allocatedResources, actual: status?.resources, restarts: status?.restartCount }
    },
    events: () =>
      store
        .list<Event>('events', 'default')
        .filter(({ reason }) => reason?.startsWith('Resize') === true)
        .map(({ involvedObject, reason, message }) => [involvedObject.name, reason, message]),
  }
}

describe('the resize of a pod', () => {
  it('shows what a pod has, not what it asks for, and gives it when another has succeeded', () => {
    const { run, to, resize, has, conditions, events } = stage()
    run('other', { cpu: '1' }, 'sleep 20')
    run('web', { cpu: '500m' })
    to(5)
    resize('web', { requests: { cpu: '1500m' } })
    to(10)
    expect(has('web')).toEqual({
      allocated: { cpu: '500m' },
      actual: { requests: { cpu: '500m' } },
      restarts: 0,
    })
    const message = "Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000"
    expect(conditions('web')).toEqual([
      { type: 'PodResizePending', observedGeneration: 2, status: 'True', reason: 'Deferred', message },
    ])
    to(40)
    expect(has('web')).toEqual({
      allocated: { cpu: '1500m' },
      actual: { requests: { cpu: '1500m' } },
      restarts: 0,
    })
    expect(conditions('web')).toEqual([])
    const what = '{"containers":[{"name":"main","resources":{"requests":{"cpu":"1500m"}}}],"generation":2'
    expect(events()).toEqual([
      ['web', 'ResizeDeferred', `Pod resize OutOfcpu: ${what},"error":"${message}"}`],
      ['web', 'ResizeStarted', `Pod resize started: ${what}}`],
      ['web', 'ResizeCompleted', `Pod resize completed: ${what}}`],
    ])
  })

  it('lets a pod that waits have what another gives up, pods of higher priority first', () => {
    const { run, to, resize, has } = stage()
    run('big', { cpu: '1200m' })
    run('late', { cpu: '200m' })
    run('early', { cpu: '200m' })
    to(5)
    resize('early', { requests: { cpu: '700m' } })
    to(7)
    resize('late', { requests: { cpu: '1' } })
    to(10)
    resize('big', { requests: { cpu: '900m' } })
    to(20)
    expect([has('early').allocated, has('late').allocated]).toEqual([{ cpu: '700m' }, { cpu: '200m' }])
  })

  it('does not take memory away that is in use', () => {
    const { run, to, resize, has, conditions, events } = stage()
    const resources = { limits: { memory: '64Mi' } }
    run('web', { memory: '1Mi' }, 'sleep 1000', { resources })
    to(5)
    resize('web', { limits: { memory: '1Mi' } })
    to(30)
    const [first] = conditions('web')
    expect(first).toMatchObject({ type: 'PodResizeInProgress', observedGeneration: 2, reason: 'Error' })
    expect(has('web')).toEqual({
      allocated: { memory: '1Mi' },
      actual: { limits: { memory: '64Mi' }, requests: { memory: '1Mi' } },
      restarts: 0,
    })
    expect(events().map(([, reason]) => reason)).toEqual(['ResizeStarted', 'ResizeError'])
    expect(first?.message).toMatch(
      /^cannot decrease memory limits: \[attempting to set pod memory limit \(1048576\) below current usage \(\d+\), attempting to set container "main" memory limit \(1048576\) below current usage \(\d+\)\]$/,
    )
    resize('web', { limits: { memory: '32Mi' } })
    to(60)
    expect(conditions('web')).toEqual([])
    expect(has('web').actual).toEqual({ limits: { memory: '32Mi' }, requests: { memory: '1Mi' } })
  })

  it('asks again every three minutes for what nothing else makes possible', () => {
    const { run, to, resize, label, times, events, has } = stage()
    label('ssd')
    run('web', { cpu: '500m' }, 'sleep 3600', {}, { nodeSelector: { disk: 'ssd' } })
    to(5)
    label(null)
    to(10)
    resize('web', { requests: { cpu: '1' } })
    to(20)
    expect(times('web')).toEqual([['PodResizePending', '2026-01-01T00:00:10Z', '2026-01-01T00:00:10Z']])
    to(200)
    expect(times('web')).toEqual([['PodResizePending', '2026-01-01T00:00:10Z', '2026-01-01T00:03:10Z']])
    label('ssd')
    to(369)
    expect(has('web').allocated).toEqual({ cpu: '500m' })
    to(375)
    expect(has('web').allocated).toEqual({ cpu: '1' })
    const what = '{"containers":[{"name":"main","resources":{"requests":{"cpu":"1"}}}],"generation":2'
    const message = "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"
    expect(events()).toEqual([
      ['web', 'ResizeDeferred', `Pod resize NodeAffinity: ${what},"error":"${message}"}`],
      ['web', 'ResizeStarted', `Pod resize started: ${what}}`],
      ['web', 'ResizeCompleted', `Pod resize completed: ${what}}`],
    ])
  })

  it('never changes the memory of a container that may swap', () => {
    const { run, to, resize, conditions, events } = stage({ memorySwap: { swapBehavior: 'LimitedSwap' } })
    const restarts = { resizePolicy: [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }] }
    run('web', { memory: '64Mi' })
    run('restarted', { memory: '64Mi' }, 'sleep 1000', restarts, { restartPolicy: 'Always' })
    run('full', {}, 'sleep 1000', { resources: { limits: { cpu: '1', memory: '64Mi' } } })
    to(5)
    for (const name of ['web', 'restarted']) resize(name, { requests: { memory: '32Mi' } })
    resize('full', { requests: { memory: '128Mi' }, limits: { memory: '128Mi' } })
    to(15)
    const message = 'In-place resize of containers with swap is not supported.'
    expect(conditions('web')).toEqual([
      { type: 'PodResizePending', observedGeneration: 2, status: 'True', reason: 'Infeasible', message },
    ])
    expect(events().map(([name, reason]) => [name, reason])).toEqual([
      ['full', 'ResizeStarted'],
      ['full', 'ResizeCompleted'],
      ['restarted', 'ResizeStarted'],
      ['restarted', 'ResizeCompleted'],
      ['web', 'ResizeInfeasible'],
    ])
    expect(events().at(-1)![2]).toBe(
      `Pod resize Infeasible: {"containers":[{"name":"main","resources":{"requests":{"memory":"32Mi"}}}],"generation":2,"error":"${message}"}`,
    )
  })

  it('keeps what was allocated when the kubelet starts again, and asks after half a minute', () => {
    const { run, to, resize, kubelet, pod, times, has, events } = stage()
    run('other', { cpu: '1' })
    run('web', { cpu: '500m' })
    to(5)
    resize('web', { requests: { cpu: '1500m' } })
    to(20)
    kubelet().setRunning(false)
    to(30)
    kubelet().setRunning(true)
    to(40)
    expect(pod('web')?.status.phase).toBe('Running')
    expect(has('web').allocated).toEqual({ cpu: '500m' })
    expect(times('web')).toEqual([['PodResizePending', '2026-01-01T00:00:30Z', '2026-01-01T00:00:30Z']])
    to(65)
    expect(times('web')).toEqual([['PodResizePending', '2026-01-01T00:00:30Z', '2026-01-01T00:01:00Z']])
    expect(events().map(([, reason]) => reason)).toEqual(['ResizeDeferred'])
  })

  it('keeps what was allocated when the machine is restarted', () => {
    const { run, to, resize, kubelet, pod, conditions, has } = stage()
    run('other', { cpu: '1' }, 'sleep 1000', {}, { restartPolicy: 'Always' })
    run('web', { cpu: '500m' }, 'sleep 1000', {}, { restartPolicy: 'Always' })
    to(5)
    resize('web', { requests: { cpu: '1500m' } })
    to(20)
    kubelet().reboot(10_000)
    to(60)
    expect([pod('web')?.status.phase, has('web')]).toEqual([
      'Running',
      { allocated: { cpu: '500m' }, actual: { requests: { cpu: '500m' } }, restarts: 1 },
    ])
    expect(conditions('web').map(({ reason }) => reason)).toEqual(['Deferred'])
  })

  it('asks for all that wait when one asks for less', () => {
    const { run, to, resize, has } = stage()
    run('big', { cpu: '1' })
    run('small', { cpu: '500m' })
    to(5)
    resize('small', { requests: { cpu: '1200m' } })
    to(10)
    expect(has('small').allocated).toEqual({ cpu: '500m' })
    resize('big', { requests: { cpu: '600m' } })
    expect(has('small').allocated).toEqual({ cpu: '500m' })
    to(11)
    expect([has('big').allocated, has('small').allocated]).toEqual([{ cpu: '600m' }, { cpu: '1200m' }])
  })

  it('is nothing for Windows', () => {
    const { run, to, resize, label, has, conditions } = stage({}, 'windows')
    run('web', { cpu: '500m' })
    to(5)
    // The API server asks the label, the kubelet knows.
    label('linux', 'kubernetes.io/os')
    resize('web', { requests: { cpu: '1' } })
    to(10)
    expect(has('web').allocated).toEqual({ cpu: '500m' })
    expect(conditions('web')).toEqual([
      {
        type: 'PodResizePending',
        observedGeneration: 2,
        status: 'True',
        reason: 'Infeasible',
        message: 'In-place pod resize is not supported on Windows',
      },
    ])
  })
})
