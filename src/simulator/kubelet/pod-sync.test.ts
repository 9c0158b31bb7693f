import { describe, expect, it } from 'vitest'
import type { Event, Pod } from '../../generated/api/core.v1.ts'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../compose.ts'

function stage() {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
  const { clock, server, store, kubelets } = simulator
  kubelets.preload('busybox:1.36')
  const request = (method: string, path: string, body?: unknown, contentType?: string) =>
    server.handle({
      method,
      path: `/api/v1/namespaces/default/${path}`,
      user: ADMINISTRATOR,
      ...(body === undefined ? {} : { body }),
      ...(contentType === undefined ? {} : { contentType }),
    })
  return {
    kubelets,
    request,
    run(script: string, container: object = {}, spec: object = {}) {
      clock.runTo(DEFAULT_START)
      const main = { name: 'main', image: 'busybox:1.36', command: ['sh', '-c', script], ...container }
      const pod = { terminationGracePeriodSeconds: 3, containers: [main], ...spec }
      request('POST', 'pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: pod })
    },
    to: (seconds: number) => clock.runTo(DEFAULT_START + seconds * 1000),
    pod: () => store.get<Pod>('pods', 'default', 'p'),
    logs: () => kubelets.logs('default', 'p', 'main'),
    events: () =>
      store
        .list<Event>('events', 'default')
        .filter(({ involvedObject: { kind }, type }) => kind === 'Pod' && type === 'Warning')
        .map(({ reason, message, count }) => [reason, message, count]),
  }
}

describe('the sync of a pod', () => {
  it('restarts what fails its startup probe', () => {
    const { run, to, pod, events } = stage()
    run('sleep 1000', { startupProbe: { tcpSocket: { port: 99 }, periodSeconds: 2, failureThreshold: 2 } })
    to(8)
    expect(pod()?.status.containerStatuses?.[0]).toMatchObject({ restartCount: 1, started: false, ready: false })
    expect(events()).toEqual([
      ['Unhealthy', 'Startup probe failed: dial tcp 10.244.0.2:99: connect: connection refused', 3],
    ])
  })

  it('asks again as soon as it has an answer where a period has passed meanwhile', () => {
    const { run, to, events } = stage()
    const command = ['sh', '-c', 'sleep 3; echo no; exit 1']
    const readinessProbe = { exec: { command }, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 100 }
    run('sleep 1000', { readinessProbe })
    to(62)
    expect(events()).toEqual([['Unhealthy', 'Readiness probe failed: no\n', 20]])
  })

  it('asks on whether a sidecar lives while its pod ends, and nobody else', () => {
    const { run, to, request, events } = stage()
    const probe = (port: number) => ({
      livenessProbe: { tcpSocket: { port }, periodSeconds: 2, initialDelaySeconds: 6 },
    })
    const sidecar = { name: 'side', image: 'busybox:1.36', command: ['sleep', '1000'], restartPolicy: 'Always' }
    run('sleep 1000', probe(98), { terminationGracePeriodSeconds: 5, initContainers: [{ ...sidecar, ...probe(99) }] })
    to(5)
    request('DELETE', 'pods/p')
    to(20)
    expect(events().map(([reason, message]) => [reason, message])).toEqual([
      ['Unhealthy', 'Liveness probe failed: dial tcp 10.244.0.2:99: connect: connection refused'],
    ])
  })

  it('kills a container whose postStart hook fails', () => {
    const { run, to, pod, events } = stage()
    run('sleep 1000', { lifecycle: { postStart: { exec: { command: ['sh', '-c', 'echo no; exit 5'] } } } })
    to(5)
    expect(events()).toEqual([['FailedPostStartHook', 'PostStartHook failed', 2]])
    expect(pod()?.status.containerStatuses?.[0]?.state.waiting).toEqual({
      reason: 'PostStartHookError',
      message: `Exec lifecycle hook ([sh -c echo no; exit 5]) for Container "main" in Pod "p_default(${pod()?.metadata.uid})" failed - error: command 'sh -c echo no; exit 5' exited with 5: , message: "no\\n"`,
    })
  })

  it('waits for what a volume is made from, and follows its changes', () => {
    const { run, to, pod, logs, events, request } = stage()
    run(
      'while true; do cat /etc/c/a; sleep 10; done',
      { volumeMounts: [{ name: 'c', mountPath: '/etc/c' }] },
      { volumes: [{ name: 'c', configMap: { name: 'settings' } }] },
    )
    to(3)
    expect(events()).toEqual([
      ['FailedMount', 'MountVolume.SetUp failed for volume "c" : configmap "settings" not found', 3],
    ])
    const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } }
    request('POST', 'configmaps', settings)
    to(10)
    expect(pod()?.status.phase).toBe('Running')
    request('PATCH', 'configmaps/settings', { data: { a: '2' } }, 'application/merge-patch+json')
    to(69)
    expect(logs()).toBe('1'.repeat(7))
    to(95)
    expect(logs()).toBe('1111111122')
  })

  it('runs commands in a container', () => {
    const { run, to, kubelets } = stage()
    run('sleep 1000', { env: [{ name: 'WHO', value: 'me' }] })
    to(2)
    const done = kubelets.exec('default', 'p', 'main', ['sh', '-c', 'echo $WHO; sleep 2; exit 4'])
    expect(done?.result()).toBeUndefined()
    to(5)
    expect(done?.result()).toEqual({ stdout: 'me\n', stderr: '', exitCode: 4 })
    expect(kubelets.exec('default', 'p', 'main', ['/nope'])?.result()).toEqual({
      stdout: '',
      stderr: '',
      exitCode: 127,
      startError:
        'OCI runtime exec failed: exec failed: unable to start container process: exec: "/nope": stat /nope: no such file or directory',
    })
  })
})
