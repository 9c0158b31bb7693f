// How the controllers' work grows: a Deployment up to Available (controllers, scheduler and kubelets together, through the real
// API), a namespace full of objects deleted, 30 days of a CronJob, and what each watcher more costs a write.
// `npm run bench controllers [-- roll-out | namespace | cron | watch]`; processor time, which other work on the machine leaves alone.
import { ADMINISTRATOR, Simulator } from '../src/simulator/compose.ts'

const PODS_PER_NODE = 110
const DAY_MS = 86_400_000
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments'

type Row = Readonly<Record<string, string | number>>

function create(simulator: Simulator, path: string, body: object): void {
  const { code, body: answer } = simulator.server.handle({ method: 'POST', path, user: ADMINISTRATOR, body })
  if (code !== 201) throw new Error(JSON.stringify(answer))
}

const nodesFor = (pods: number): { readonly name: string }[] =>
  Array.from({ length: Math.ceil(pods / PODS_PER_NODE) }, (_, i) => ({ name: `node-${i}` }))

/** Milliseconds of processor time that `work` takes. */
function cost(work: () => void): number {
  globalThis.gc?.()
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Lets the cluster act until `holds`; at most so many milliseconds of cluster time. */
function until({ clock, store }: Simulator, within: number, holds: () => boolean): void {
  const deadline = clock.now() + within
  let seen = -1
  for (;;) {
    if (store.history.length !== seen) {
      if (holds()) return
      seen = store.history.length
    }
    if (!clock.step(deadline)) throw new Error('the cluster did not get there in time')
  }
}

const row = (count: number, milliseconds: number, started: Simulator, writes: number): Row => ({
  count,
  'seconds of processor': (milliseconds / 1000).toFixed(2),
  'ms each': (milliseconds / count).toFixed(3),
  writes: started.store.history.length - writes,
})

function statusOf({ store }: Simulator, resource: string): Readonly<Record<string, unknown>> | undefined {
  const web = store.get(resource, 'default', 'web') as
    | { readonly status?: Readonly<Record<string, unknown>> }
    | undefined
  return web?.status
}

function deployment(replicas: number, name = 'web') {
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
    },
  }
}

function rollOut(replicas: number): Row {
  const simulator = new Simulator({ nodes: nodesFor(replicas) })
  return available(simulator, replicas)
}

function available(simulator: Simulator, replicas: number): Row {
  const writes = simulator.store.history.length
  const milliseconds = cost(() => {
    create(simulator, DEPLOYMENTS, deployment(replicas))
    until(simulator, 600_000, () => statusOf(simulator, 'deployments.apps')?.availableReplicas === replicas)
  })
  return row(replicas, milliseconds, simulator, writes)
}

/** The same behind a Service, with a budget and a quota that count every pod. */
function rollOutCounted(replicas: number): Row {
  const simulator = new Simulator({ nodes: nodesFor(replicas) })
  const metadata = { name: 'web', namespace: 'default' }
  const ports = [{ port: 80 }]
  create(simulator, '/api/v1/namespaces/default/services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: { app: 'web' }, ports },
  })
  create(simulator, '/apis/policy/v1/namespaces/default/poddisruptionbudgets', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { maxUnavailable: '10%', selector: { matchLabels: { app: 'web' } } },
  })
  create(simulator, '/api/v1/namespaces/default/resourcequotas', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata,
    spec: { hard: { pods: '100k' } },
  })
  return available(simulator, replicas)
}

/** A DaemonSet up to its last pod on so many nodes. */
function daemonSet(count: number): Row {
  const simulator = new Simulator({ nodes: Array.from({ length: count }, (_, i) => ({ name: `node-${i}` })) })
  const writes = simulator.store.history.length
  const milliseconds = cost(() => {
    const { spec, metadata } = deployment(0)
    create(simulator, '/apis/apps/v1/namespaces/default/daemonsets', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata,
      spec: { selector: spec.selector, template: spec.template },
    })
    until(simulator, 600_000, () => statusOf(simulator, 'daemonsets.apps')?.numberReady === count)
  })
  return row(count, milliseconds, simulator, writes)
}

/** So many Deployments of two, side by side in one namespace. */
function neighbours(count: number): Row {
  const simulator = new Simulator({ nodes: nodesFor(2 * count) })
  const writes = simulator.store.history.length
  const milliseconds = cost(() => {
    for (let i = 0; i < count; i++) create(simulator, DEPLOYMENTS, deployment(2, `web-${i}`))
    simulator.clock.runTo(simulator.clock.now() + 30_000)
  })
  return row(count, milliseconds, simulator, writes)
}

/** Two fifths pods that run, the rest what has no life of its own. */
function fill(simulator: Simulator, count: number): void {
  create(simulator, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'full' } })
  simulator.clock.runTo(simulator.clock.now() + 1000)
  const path = '/api/v1/namespaces/full'
  for (let i = 0; i < count; i++) {
    const metadata = { name: `object-${i}`, namespace: 'full' }
    const spec = { containers: [{ name: 'web', image: 'nginx' }], terminationGracePeriodSeconds: 1 }
    if (i % 5 < 2) create(simulator, `${path}/pods`, { apiVersion: 'v1', kind: 'Pod', metadata, spec })
    else if (i % 5 < 4) create(simulator, `${path}/configmaps`, { apiVersion: 'v1', kind: 'ConfigMap', metadata })
    else create(simulator, `${path}/secrets`, { apiVersion: 'v1', kind: 'Secret', metadata })
  }
  simulator.clock.runTo(simulator.clock.now() + 60_000)
}

function emptyNamespace(count: number): Row {
  const simulator = new Simulator({ nodes: nodesFor((count * 2) / 5) })
  fill(simulator, count)
  const writes = simulator.store.history.length
  const milliseconds = cost(() => {
    simulator.server.handle({ method: 'DELETE', path: '/api/v1/namespaces/full', user: ADMINISTRATOR })
    until(simulator, 600_000, () => simulator.store.get('namespaces', '', 'full') === undefined)
  })
  return row(count, milliseconds, simulator, writes)
}

/** One write seen by so many watchers of its resource. */
function fanOut(watchers: number): Row {
  const simulator = new Simulator({ controllers: [], scheduler: false })
  let heard = 0
  for (let i = 0; i < watchers; i++) simulator.environment.informers().on('configmaps', { add: () => heard++ })
  const WRITES = 200
  const milliseconds = cost(() => {
    for (let i = 0; i < WRITES; i++) {
      const metadata = { name: `object-${i}`, namespace: 'default' }
      create(simulator, '/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata })
      simulator.clock.runTo(simulator.clock.now())
    }
  })
  return { watchers, heard, 'µs a write': ((milliseconds * 1000) / WRITES).toFixed(0) }
}

function daysOfCron(days: number): Row {
  const simulator = new Simulator({ nodes: nodesFor(1) })
  const writes = simulator.store.history.length
  const job = {
    spec: { containers: [{ name: 'hello', image: 'busybox', command: ['echo', 'hello'] }], restartPolicy: 'OnFailure' },
  }
  create(simulator, '/apis/batch/v1/namespaces/default/cronjobs', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'hello', namespace: 'default' },
    spec: { schedule: '*/15 * * * *', jobTemplate: { spec: { template: job } } },
  })
  const milliseconds = cost(() => simulator.clock.runTo(simulator.clock.now() + days * DAY_MS))
  return row(days * 96, milliseconds, simulator, writes)
}

const sizes = (): readonly number[] => (process.env.N ? [Number(process.env.N)] : [100, 1_000, 10_000])

const suites: Readonly<Record<string, () => readonly Row[]>> = {
  'roll-out': () => sizes().map(rollOut),
  'roll-out behind a Service, with a budget and a quota': () => sizes().map(rollOutCounted),
  DaemonSet: () => sizes().map((size) => daemonSet(size / 10)),
  'Deployments of 2 in one namespace': () => sizes().map((size) => neighbours(size / 10)),
  namespace: () => sizes().map(emptyNamespace),
  cron: () => (process.env.N ? [Number(process.env.N)] : [1, 10, 30]).map(daysOfCron),
  watch: () => [1, 10, 100, 1_000].map(fanOut),
}

const asked = process.argv.slice(2)
for (const [name, suite] of Object.entries(suites)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.log(name)
  console.table(suite())
}
