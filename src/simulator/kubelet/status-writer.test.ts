// What others write into a pod's status, and what its kubelet makes of it.
import { expect, it } from 'vitest'
import type { Pod } from '../../generated/api/core.v1.ts'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../compose.ts'
import { Clock } from '../engine/clock.ts'
import { bringAbout } from '../faults.ts'
import type { NodeContext } from './node-context.ts'
import { StatusWriter } from './status-writer.ts'
import { Unsent } from './unsent.ts'

const URL = '/api/v1/namespaces/default/pods'

function stage() {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
  const { clock, server, store } = simulator
  const to = (seconds: number) => clock.runTo(DEFAULT_START + seconds * 1000)
  const request = (method: string, path: string, body: unknown, contentType = 'application/json') =>
    server.handle({ method, path, user: ADMINISTRATOR, body, contentType })
  to(0)
  request('POST', URL, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'app', image: 'nginx' }], terminationGracePeriodSeconds: 3 },
  })
  to(5)
  return {
    to,
    partition: (on: boolean) => bringAbout(simulator, { is: 'partition', node: 'node-1', on }),
    write: (status: object) =>
      request('PATCH', `${URL}/web/status`, { status }, 'application/strategic-merge-patch+json'),
    told: () => {
      const { status } = store.get<Pod>('pods', 'default', 'web') as Pod
      const conditions = (status.conditions ?? []).filter(({ status: is }) => is === 'True').map(({ type }) => type)
      return `${status.phase} ${status.podIP} ${conditions.join()}`
    },
  }
}

const kubelets = 'PodReadyToStartContainers,Initialized,Ready,ContainersReady,PodScheduled'

it('is told anew with the next tick of ten seconds where it is the kubelet that says it', () => {
  const { to, write, told } = stage()
  expect(told()).toBe(`Running 10.244.0.2 ${kubelets}`)
  write({ phase: 'Pending', podIP: '10.0.0.1', conditions: [{ type: 'Ready', status: 'False' }] })
  expect(told()).toBe('Pending 10.0.0.1 PodReadyToStartContainers,Initialized,ContainersReady,PodScheduled')
  to(9)
  expect(told()).toBe('Pending 10.0.0.1 PodReadyToStartContainers,Initialized,ContainersReady,PodScheduled')
  to(10)
  expect(told()).toBe(`Running 10.244.0.2 ${kubelets}`)
})

it('is left as others say it where it is theirs', () => {
  const { to, write, told } = stage()
  write({ conditions: [{ type: 'example.com/checked', status: 'True' }] })
  to(60)
  expect(told()).toBe(`Running 10.244.0.2 example.com/checked,${kubelets}`)
})

it('is told when the node can be reached again', () => {
  const { to, write, partition, told } = stage()
  partition(true)
  write({ conditions: [{ type: 'Ready', status: 'False' }] })
  to(33)
  partition(false)
  to(39)
  expect(told()).toBe('Running 10.244.0.2 PodReadyToStartContainers,Initialized,ContainersReady,PodScheduled')
  to(40)
  expect(told()).toBe(`Running 10.244.0.2 ${kubelets}`)
})

it('is looked after by a slow node, too, which has changed its mind before it told anybody', () => {
  const clock = new Clock(0)
  const sent: unknown[] = []
  const first = {
    metadata: { name: 'web', resourceVersion: '1' },
    spec: {},
    status: { phase: 'Pending', conditions: [] },
  } as unknown as Pod
  let version = 1
  const answer = (status: object): Pod =>
    ({ ...first, metadata: { name: 'web', resourceVersion: String(++version) }, status }) as unknown as Pod
  const patch = (...args: unknown[]) => {
    const { status } = args[4] as { status: object }
    sent.push(status)
    return { ok: true, object: answer({ conditions: [], ...status }) }
  }
  const pace = { longer: 0 }
  const node = { clock, pace, client: { patch }, unsent: new Unsent(clock) } as unknown as NodeContext
  const writer = new StatusWriter(node, first)
  writer.write({ phase: 'Running', conditions: [] })
  pace.longer = 1000
  writer.write({ phase: 'Running', conditions: [], podIP: '10.0.0.1' })
  writer.write({ phase: 'Running', conditions: [] })
  clock.runTo(5000)
  writer.update(answer({ phase: 'Pending', conditions: [] }))
  clock.runTo(20_000)
  expect(sent).toEqual([{ phase: 'Running' }, { phase: 'Running' }])
})
