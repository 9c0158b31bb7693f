// Requests to a cluster in this process: what each verb costs (p50, p99), what a watcher more costs, what a thousand pods weigh.
import { ADMINISTRATOR, Simulator } from '../src/simulator/compose.ts'
import { latencies, manifest, podSpec } from './support/latency.ts'

const PODS = '/api/v1/namespaces/default/pods'
const cluster = (): Simulator => new Simulator({ scheduler: false })

function asker({ server }: Simulator) {
  return (method: string, path: string, body?: unknown, contentType = 'application/json', query = {}): void => {
    const { code, body: answer } = server.handle({ method, path, body, contentType, query, user: ADMINISTRATOR })
    if (code >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`)
  }
}

let next = 0
const simulator = cluster()
const ask = asker(simulator)
const create = (): void => ask('POST', PODS, manifest(`p-${++next}`))
for (let i = 0; i < 1000; i++) create()
const one = `${PODS}/p-1`
let turn = 0
const patch = (): void =>
  ask('PATCH', one, { metadata: { labels: { n: `${++turn}` } } }, 'application/merge-patch+json')
const apply = (): void => {
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p-1', labels: { m: `${++turn}` } }, spec: podSpec }
  ask('PATCH', one, body, 'application/apply-patch+yaml', { fieldManager: 'bench', force: 'true' })
}
const rows = {
  'get pod': latencies(5000, () => ask('GET', one)),
  'list 1,000 pods': latencies(300, () => ask('GET', PODS)),
  'merge patch': latencies(3000, patch),
  'server-side apply': latencies(2000, apply),
  'create pod': latencies(3000, create),
}
console.table(rows)

const WATCHERS = 100
const watched = cluster()
const askWatched = asker(watched)
let heard = 0
for (let i = 0; i < WATCHERS; i++) {
  const { watch } = watched.server.handle({ method: 'GET', path: PODS, query: { watch: 'true' }, user: ADMINISTRATOR })
  watch?.start(() => {
    heard++
  })
}
const fanOut = latencies(1000, () => askWatched('POST', PODS, manifest(`w-${++next}`)))
console.table({ [`create pod, ${WATCHERS} watchers`]: fanOut })
if (heard !== 1100 * WATCHERS) throw new Error(`${heard} events were heard`)

globalThis.gc?.()
const before = process.memoryUsage().heapUsed
const kept = cluster()
const askKept = asker(kept)
for (let i = 0; i < 1000; i++) askKept('POST', PODS, manifest(`m-${i}`))
globalThis.gc?.()
const heap = (process.memoryUsage().heapUsed - before) / 1e6
console.table({ '1,000 pods': { 'heap, MB': Number(heap.toFixed(1)), stored: kept.store.count('pods') } })
