// How the controllers' work grows: a Deployment up to Available (controllers, scheduler and kubelets together, through the real
// API), a namespace full of objects deleted, 30 days of a CronJob, and what each watcher more costs a write.
// `npm run bench controllers [-- roll-out | namespace | cron | watch]`; processor time, which other work on the machine leaves alone.
import { ADMINISTRATOR, Simulator } from '../src/simulator/compose.ts'

const PODS_PER_NODE = 110
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments'

type Row = Readonly<Record<string, string | number>>

function create(simulator: Simulator, path: string, body: object): void {
  const { code, body: answer } = simulator.server.handle({ method: 'POST', path, user: ADMINISTRATOR, body })
  if (code !== 201) throw new Error(JSON.stringify(answer))
}

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

function deployment(replicas: number): object {
  const labels = { app: 'web' }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
    },
  }
}

function rollOut(replicas: number): Row {
  const nodes = Array.from({ length: Math.ceil(replicas / PODS_PER_NODE) }, (_, i) => ({ name: `node-${i}` }))
  const simulator = new Simulator({ nodes })
  const writes = simulator.store.history.length
  const milliseconds = cost(() => {
    create(simulator, DEPLOYMENTS, deployment(replicas))
    until(simulator, 600_000, () => {
      const web = simulator.store.get<never>('deployments.apps', 'default', 'web') as
        | { readonly status: { readonly availableReplicas?: number } }
        | undefined
      return web?.status.availableReplicas === replicas
    })
  })
  return row(replicas, milliseconds, simulator, writes)
}

const suites: Readonly<Record<string, () => readonly Row[]>> = {
  'roll-out': () => (process.env.N ? [Number(process.env.N)] : [100, 1_000, 10_000]).map(rollOut),
}

const asked = process.argv.slice(2)
for (const [name, suite] of Object.entries(suites)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.log(name)
  console.table(suite())
}
