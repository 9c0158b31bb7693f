import { describe, expect, it } from 'vitest'
import type { Event, Pod } from '../../generated/api/core.v1.ts'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../compose.ts'

function stage() {
  const simulator = new Simulator({ nodes: [{ name: 'node-1', capacity: { cpu: '2', memory: '4Gi' } }] })
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
})
