// Two faults at once, each begun and ended while the other lasts: half an hour later nothing is left of them. A pod that is stuck, a
// node that is thought ill, a status that stays wrong or somebody who never rests is found here. All pairs take minutes; these few have
// each found something, or are what happens most.
import { expect, it } from 'vitest'
import type { Node, Pod } from '../src/generated/api/core.v1.ts'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../src/simulator/compose.ts'
import { bringAbout } from '../src/simulator/faults.ts'

const NODE = 'node-1'

interface Trouble {
  readonly begin: (simulator: Simulator) => void
  readonly end?: (simulator: Simulator) => void
}

const troubles = {
  down: { begin: (s) => s.kubelets.setUp(NODE, false), end: (s) => s.kubelets.setUp(NODE, true) },
  partition: {
    begin: (s) => bringAbout(s, { is: 'partition', node: NODE, on: true }),
    end: (s) => bringAbout(s, { is: 'partition', node: NODE, on: false }),
  },
  slow: {
    begin: (s) => bringAbout(s, { is: 'slow', node: NODE, times: 10, milliseconds: 500 }),
    end: (s) => bringAbout(s, { is: 'slow', node: NODE, times: 1, milliseconds: 0 }),
  },
  clock: {
    begin: (s) => bringAbout(s, { is: 'clock', node: NODE, ahead: 600_000 }),
    end: (s) => bringAbout(s, { is: 'clock', node: NODE, ahead: 0 }),
  },
  outage: {
    begin: (s) => bringAbout(s, { is: 'answers', code: 503 }),
    end: (s) => bringAbout(s, { is: 'answersAgain' }),
  },
  kubelet: { begin: (s) => bringAbout(s, { is: 'kubelet', node: NODE, what: 'restarts' }) },
  reboot: { begin: (s) => s.kubelets.happenToNode(NODE, { is: 'reboots', milliseconds: 60_000 }) },
  disk: {
    begin: (s) => s.kubelets.happenToNode(NODE, { is: 'runsShort', resource: 'disk' }),
    end: (s) => s.kubelets.happenToNode(NODE, { is: 'recovers' }),
  },
  registry: {
    begin: (s) => s.kubelets.setRegistry({ name: 'docker.io', down: { from: 0 } }),
    end: (s) => s.kubelets.setRegistry({ name: 'docker.io', down: false }),
  },
} satisfies Record<string, Trouble>

const workload = (kind: string, name: string, spec: object, container: object) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'c', imagePullPolicy: 'Always', ...container }] },
    },
    ...spec,
  },
})
const probe = { httpGet: { path: '/', port: 80 } }
const objects: readonly (readonly [string, object])[] = [
  [
    'deployments',
    workload('Deployment', 'web', { replicas: 4 }, { image: 'nginx', livenessProbe: probe, readinessProbe: probe }),
  ],
  ['daemonsets', workload('DaemonSet', 'agent', {}, { image: 'busybox', command: ['sleep', 'inf'] })],
  ['statefulsets', workload('StatefulSet', 'db', { serviceName: 'db', replicas: 3 }, { image: 'redis' })],
]

/** What is not as it should be once both are over. */
function remains(first: Trouble, second: Trouble, nested: boolean): string[] {
  const simulator = new Simulator({ nodes: [{ name: NODE }, { name: 'node-2' }] })
  const { clock, server, store } = simulator
  const to = (seconds: number) => clock.runTo(DEFAULT_START + seconds * 1000)
  to(0)
  for (const [resource, body] of objects)
    server.handle({ method: 'POST', path: `/apis/apps/v1/namespaces/default/${resource}`, body, user: ADMINISTRATOR })
  to(60)
  first.begin(simulator)
  to(75)
  second.begin(simulator)
  to(460)
  ;(nested ? second : first).end?.(simulator)
  to(475)
  ;(nested ? first : second).end?.(simulator)
  to(2300)
  const quiet = store.history.length
  to(3300)
  const found: string[] = []
  for (const { resource, type, object } of store.history.slice(quiet)) {
    if (resource.startsWith('leases') || resource === 'nodes' || (resource === 'events' && type === 'DELETED')) continue
    found.push(`${type} ${resource} ${(object as Pod).metadata.name}`)
  }
  for (const { metadata, spec, status } of store.list<Node>('nodes')) {
    if (spec?.taints) found.push(`${metadata.name} is tainted`)
    for (const { type, status: is } of status.conditions ?? [])
      if (is !== (type === 'Ready' ? 'True' : 'False')) found.push(`${metadata.name} ${type} ${is}`)
  }
  const pods = store.list<Pod>('pods')
  for (const { metadata, status } of pods) {
    const ready = status.conditions?.find(({ type }) => type === 'Ready')?.status
    const over = status.phase === 'Failed' || status.phase === 'Succeeded'
    if (metadata.deletionTimestamp !== undefined || (!over && ready !== 'True'))
      found.push(`${metadata.name} ${status.phase}, ready ${ready}`)
  }
  const running = pods.filter(({ status }) => status.phase === 'Running').length
  return running === 9 ? found : [...found, `${running} pods are running`]
}

it.each([
  ['partition', 'slow', true],
  ['partition', 'kubelet', false],
  ['partition', 'outage', true],
  ['down', 'clock', false],
  ['down', 'outage', false],
  ['reboot', 'outage', true],
  ['slow', 'disk', false],
  ['registry', 'reboot', false],
] as const)('%s and %s', (first, second, nested) => {
  expect(remains(troubles[first], troubles[second], nested)).toEqual([])
})
