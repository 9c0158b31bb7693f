// Requests over HTTP on the loopback, one after the other on one connection: what each verb costs, and how fast a change reaches
// a hundred watchers.
import http from 'node:http'
import { serve } from '../src/server/serve.ts'
import { latenciesLater, manifest, podSpec } from './support/latency.ts'

const PODS = '/api/v1/namespaces/default/pods'
const served = await serve({
  host: '127.0.0.1',
  port: 0,
  speed: 1,
  anonymous: false,
  token: 'bench',
  scheduler: false,
})
const { hostname, port } = new URL(served.url)
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
const headers = { authorization: 'Bearer bench' }

function send(method: string, path: string, body?: unknown, type = 'application/json', accept?: string): Promise<void> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const more = { ...(text === undefined ? {} : { 'content-type': type }), ...(accept === undefined ? {} : { accept }) }
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, path, method, agent, headers: { ...headers, ...more } },
      (response) => {
        response.resume()
        response.on('end', () => (response.statusCode! < 300 ? resolve() : reject(new Error(`${response.statusCode}`))))
      },
    )
    request.on('error', reject)
    request.end(text)
  })
}

let next = 0
const create = (): Promise<void> => send('POST', PODS, manifest(`p-${++next}`))
for (let i = 0; i < 1000; i++) await create()
const one = `${PODS}/p-1`
let turn = 0
const patch = (): Promise<void> =>
  send('PATCH', one, { metadata: { labels: { n: `${++turn}` } } }, 'application/merge-patch+json')
const apply = (): Promise<void> => {
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p-1', labels: { m: `${++turn}` } }, spec: podSpec }
  return send('PATCH', `${one}?fieldManager=bench&force=true`, body, 'application/apply-patch+yaml')
}
const PROTOBUF = 'application/vnd.kubernetes.protobuf'
console.table({
  'get pod': await latenciesLater(2000, () => send('GET', one)),
  'list 1,000 pods': await latenciesLater(100, () => send('GET', PODS)),
  'list 1,000 pods, protobuf': await latenciesLater(50, () => send('GET', PODS, undefined, undefined, PROTOBUF)),
  'merge patch': await latenciesLater(1000, patch),
  'server-side apply': await latenciesLater(1000, apply),
  'create pod': await latenciesLater(1000, create),
})

const WATCHERS = 100
let heard = 0
let told: () => void = () => undefined
for (let i = 0; i < WATCHERS; i++) {
  const path = `${PODS}?watch=true&labelSelector=watched`
  await new Promise<void>((resolve) => {
    http.get({ hostname, port, path, headers, agent: false }, (response) => {
      response.on('data', () => {
        if (++heard % WATCHERS === 0) told()
      })
      response.on('error', () => undefined)
      resolve()
    })
  })
}
const everybody = async (): Promise<void> => {
  const all = new Promise<void>((resolve) => {
    told = resolve
  })
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `w-${++next}`, labels: { watched: '' } },
    spec: podSpec,
  }
  await send('POST', PODS, pod)
  await all
}
console.table({ [`create pod, ${WATCHERS} watchers told`]: await latenciesLater(200, everybody) })
agent.destroy()
await served.close()
