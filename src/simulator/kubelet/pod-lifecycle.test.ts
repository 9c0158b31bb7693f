import { describe, expect, it } from 'vitest'
import type { Event, Pod } from '../../generated/api/core.v1.ts'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../compose.ts'

const kubeletStatus = (container: object) => ({
  resources: {},
  volumeMounts: [
    {
      name: expect.stringMatching(/^kube-api-access-/),
      mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
      readOnly: true,
      recursiveReadOnly: 'Disabled',
    },
  ],
  user: { linux: { uid: 0, gid: 0, supplementalGroups: [0] } },
  ...container,
})

function stage() {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
  const { clock, server, store, kubelets } = simulator
  kubelets.preload('nginx')
  kubelets.preload('busybox:1.36')
  const request = (method: string, path: string, body?: unknown) =>
    server.handle({ method, path, user: ADMINISTRATOR, ...(body === undefined ? {} : { body }) })
  return {
    ...simulator,
    kubelets,
    run: (container: object, spec: object = {}) => {
      const pod = { containers: [{ name: 'c', ...container }], terminationGracePeriodSeconds: 5, ...spec }
      clock.runTo(DEFAULT_START)
      request('POST', '/api/v1/namespaces/default/pods', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p' },
        spec: pod,
      })
    },
    remove: () => request('DELETE', '/api/v1/namespaces/default/pods/p'),
    to: (seconds: number) => clock.runTo(DEFAULT_START + seconds * 1000),
    pod: () => store.get<Pod>('pods', 'default', 'p'),
    /** Phase and state of the container at each change. */
    states: () =>
      store.history
        .filter(({ resource }) => resource === 'pods')
        .map(({ object, type }) => {
          const { status } = object as Pod
          const state = status.containerStatuses?.[0]?.state
          const detail = state?.waiting?.reason ?? state?.terminated?.reason ?? (state?.running ? 'Running' : '-')
          return type === 'DELETED' ? `${status.phase} gone` : `${status.phase} ${detail}`
        }),
    events: () =>
      store
        .list<Event>('events', 'default')
        .filter(({ involvedObject }) => involvedObject.kind === 'Pod')
        .map(({ reason, message, count, involvedObject }) => [reason, message, count, involvedObject.fieldPath]),
  }
}

describe('a pod on a node', () => {
  it('runs: the states, events and status of a real kubelet', () => {
    const { run, to, states, events, pod } = stage()
    run({ name: 'web', image: 'nginx', imagePullPolicy: 'IfNotPresent' })
    to(2)
    expect(states()).toEqual([
      'Pending -',
      'Pending -',
      'Pending ContainerCreating',
      'Pending ContainerCreating',
      'Running Running',
    ])
    const present = 'Container image "nginx" already present on machine and can be accessed by the pod'
    expect(events()).toEqual([
      ['Scheduled', 'Successfully assigned default/p to node-1', undefined, undefined],
      ['Pulled', present, 1, 'spec.containers{web}'],
      ['Created', 'Container created', 1, 'spec.containers{web}'],
      ['Started', 'Container started', 1, 'spec.containers{web}'],
    ])
    const time = '2026-01-01T00:00:00Z'
    const condition = (type: string) => ({
      type,
      observedGeneration: 1,
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: time,
    })
    expect(pod()?.status).toEqual({
      observedGeneration: 1,
      phase: 'Running',
      conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
        condition,
      ),
      hostIP: '192.168.0.10',
      hostIPs: [{ ip: '192.168.0.10' }],
      podIP: '10.244.0.2',
      podIPs: [{ ip: '10.244.0.2' }],
      startTime: time,
      containerStatuses: [
        kubeletStatus({
          name: 'web',
          state: { running: { startedAt: time } },
          lastState: {},
          ready: true,
          restartCount: 0,
          image: 'docker.io/library/nginx:latest',
          imageID: expect.stringMatching(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/),
          containerID: expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/),
          started: true,
        }),
      ],
      qosClass: 'BestEffort',
      resources: {},
    })
  })

  it('backs off from crashes', () => {
    const { run, to, states, pod, kubelets } = stage()
    kubelets.setImage({ name: 'crash', exits: { after: 0, code: 1 } })
    run({ image: 'crash' })
    to(16)
    expect(states().slice(4)).toEqual([
      'Running Running',
      'Running Error',
      'Running Running',
      'Running Error',
      'Running CrashLoopBackOff',
      'Running Running',
      'Running Error',
    ])
    const status = pod()?.status.containerStatuses?.[0]
    expect([status?.restartCount, status?.state.terminated?.exitCode]).toEqual([2, 1])
    to(39)
    expect(states().slice(11, 12)).toEqual(['Running CrashLoopBackOff'])
  })

  it('waits for images that cannot be pulled', () => {
    const { run, to, states, kubelets } = stage()
    kubelets.setImage({ name: 'absent', cannotBePulled: 'no such image' })
    run({ image: 'absent' })
    to(42)
    expect(states().slice(4)).toEqual([
      'Pending ErrImagePull',
      'Pending ImagePullBackOff',
      'Pending ErrImagePull',
      'Pending ImagePullBackOff',
    ])
  })

  it('is killed when its grace period is over', () => {
    const { run, to, remove, states, pod } = stage()
    run({ image: 'busybox:1.36', command: ['sleep', '3600'] })
    to(6)
    remove()
    to(10.9)
    expect(pod()?.status.phase).toBe('Running')
    to(12)
    expect(states().slice(6)).toEqual(['Running Running', 'Failed Error', 'Failed gone'])
    expect(pod()).toBeUndefined()
  })

  it('starts again, counted as a restart, when its node comes back', () => {
    const { run, to, kubelets, pod } = stage()
    run({ image: 'nginx' })
    to(5)
    kubelets.setUp('node-1', false)
    to(70)
    expect(pod()?.status.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('False')
    kubelets.setUp('node-1', true)
    to(75)
    const status = pod()?.status.containerStatuses?.[0]
    expect([status?.restartCount, status?.ready, status?.lastState.terminated?.reason]).toEqual([1, true, 'Unknown'])
  })
})
