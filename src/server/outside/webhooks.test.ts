// A served cluster and the webhooks it calls over the network, from one end to the other.
import dns from 'node:dns/promises'
import http from 'node:http'
import os from 'node:os'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Served, serve } from '../serve.ts'
import { type Asked, admission, type HookServer, hookServer, type Said } from './hook-server.fixture.ts'

type Json = Record<string, unknown>

const hooks: HookServer[] = []
const events: Json[] = []
const policy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  rules: [{ level: 'Request', verbs: ['create'], resources: [{ group: '', resources: ['configmaps'] }] }],
}
let served: Served

beforeAll(async () => {
  const audit = { policy, write: (event: Json) => void events.push(event) }
  const nodes = [{ name: 'node-1' }]
  served = await serve({ host: '127.0.0.1', port: 0, speed: 1, token: 'secret', nodes, audit })
})
afterAll(async () => {
  await served.close()
  await Promise.all(hooks.map((hook) => hook.close()))
})

interface Answer {
  readonly code: number
  readonly body: Json
  readonly warnings: string[]
}

function ask(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer secret', 'content-type': type }
    const request = http.request(served.url + path, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const warnings = [response.headers['warning'] ?? []].flat()
        const code = response.statusCode ?? 0
        resolve({ code, body: JSON.parse(Buffer.concat(chunks).toString()) as Json, warnings })
      })
    })
    request.on('error', reject)
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1'
const MAPS = '/api/v1/namespaces/default/configmaps'
const map = (name: string, data: Json = {}): Json => ({ metadata: { name }, data })

async function start(
  answer: (asked: Asked) => Said | Promise<Said>,
  options: Parameters<typeof hookServer>[1] = {},
): Promise<HookServer> {
  const hook = await hookServer(answer, options)
  hooks.push(hook)
  return hook
}

type Sort = 'validating' | 'mutating'
const placed: string[] = []

async function install(sort: Sort, clientConfig: object, rest: object = {}, resource = 'configmaps'): Promise<void> {
  const webhook = {
    name: `${sort}.example.org`,
    clientConfig,
    rules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['CREATE'], resources: [resource] }],
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    ...rest,
  }
  const path = `${CONFIGURATIONS}/${sort}webhookconfigurations`
  const name = `w${placed.length}`
  const { code, body } = await ask('POST', path, { metadata: { name }, webhooks: [webhook] })
  expect([code, body['message']]).toEqual([201, undefined])
  placed.push(`${path}/${name}`)
}

afterEach(async () => {
  for (const path of placed.splice(0)) await ask('DELETE', path)
})

describe('a served cluster', () => {
  it('asks a validating webhook by URL', async () => {
    const hook = await start((asked) =>
      admission(asked, { allowed: false, status: { message: 'not on Fridays', code: 422 }, warnings: ['mind'] }),
    )
    await install('validating', { url: `${hook.url}/check`, caBundle: hook.caBundle })
    const answer = await ask('POST', MAPS, map('a'))
    expect([answer.code, answer.body['message'], answer.warnings]).toEqual([
      422,
      'admission webhook "validating.example.org" denied the request: not on Fridays',
      ['299 - "mind"'],
    ])
    expect(hook.asked).toHaveLength(1)
    expect(hook.asked[0]!.path).toBe('/check?timeout=10s')
    expect(hook.asked[0]!.body).toMatchObject({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      request: { operation: 'CREATE', name: 'a', object: { metadata: { name: 'a' } }, userInfo: { username: 'admin' } },
    })
    expect((await ask('GET', `${MAPS}/a`)).code).toBe(404)
  })

  it('lets webhooks call it back before they answer', async () => {
    const hook = await start(async (asked) => {
      const found = await ask('GET', '/api/v1/namespaces/default')
      const made = await ask('POST', MAPS.replace('default', 'kube-public'), map('seen'))
      return admission(asked, { allowed: found.code === 200 && made.code === 201 })
    })
    const rest = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } } }
    await install('validating', { url: hook.url, caBundle: hook.caBundle }, rest)
    expect((await ask('POST', MAPS, map('back'))).code).toBe(201)
    expect((await ask('GET', '/api/v1/namespaces/kube-public/configmaps/seen')).code).toBe(200)
  })

  it('takes patches, tells the audit log of them, and names things once', async () => {
    const patch = [{ op: 'add', path: '/data/team', value: '<x>' }]
    const mutating = await start((asked) =>
      admission(asked, { allowed: true, patchType: 'JSONPatch', patch: btoa(JSON.stringify(patch)) }),
    )
    const validating = await start((asked) => admission(asked, { allowed: true }))
    await install('mutating', { url: mutating.url, caBundle: mutating.caBundle })
    await install('validating', { url: validating.url, caBundle: validating.caBundle })
    const { code, body } = await ask('POST', MAPS, { metadata: { generateName: 'x-' }, data: { a: 'b' } })
    expect([code, body['data']]).toEqual([201, { a: 'b', team: '<x>' }])
    const { metadata } = body as { metadata: Json }
    expect([mutating.asked.length, validating.asked.length]).toEqual([1, 1])
    expect(validating.asked[0]!.body).toMatchObject({ request: { object: { metadata: { name: metadata['name'] } } } })
    const ofName = events.filter(({ requestURI }) => requestURI === MAPS).slice(-2)
    expect(ofName.map(({ stage, auditID }) => [stage, auditID === ofName[0]!['auditID']])).toEqual([
      ['RequestReceived', true],
      ['ResponseComplete', true],
    ])
    expect(ofName[1]).toMatchObject({
      annotations: {
        'mutation.webhook.admission.k8s.io/round_0_index_0':
          '{"configuration":"w0","webhook":"mutating.example.org","mutated":true}',
        'patch.webhook.admission.k8s.io/round_0_index_0':
          '{"configuration":"w0","webhook":"mutating.example.org","patch":[{"op":"add","path":"/data/team","value":"\\u003cx\\u003e"}],"patchType":"JSONPatch"}',
      },
    })
  })

  it('asks all validating webhooks at once, and serves others meanwhile', async () => {
    // None is answered before all have been asked: who asked them one after the other would wait for ever.
    const WANTED = 12
    let asked = 0
    let all: () => void = () => undefined
    const allAsked = new Promise<void>((resolve) => {
      all = resolve
    })
    const slow = await start(async (question) => {
      if (++asked === WANTED) all()
      await allAsked
      return admission(question, { allowed: true })
    })
    for (let i = 0; i < 3; i++) await install('validating', { url: `${slow.url}/${i}`, caBundle: slow.caBundle })
    const answers = await Promise.all([1, 2, 3, 4].map((i) => ask('POST', MAPS, map(`parallel-${i}`))))
    expect(answers.map(({ code }) => code)).toEqual([201, 201, 201, 201])
    expect(slow.asked).toHaveLength(WANTED)
  })

  it('asks a mutating webhook again when a later one changed the object', async () => {
    const patches: Json = { '/first': [], '/second': [{ op: 'add', path: '/data/b', value: '2' }] }
    const hook = await start((asked) => {
      const operations = patches[asked.path.split('?')[0]!]
      return admission(asked, { allowed: true, patchType: 'JSONPatch', patch: btoa(JSON.stringify(operations)) })
    })
    const again = { reinvocationPolicy: 'IfNeeded' }
    await install('mutating', { url: `${hook.url}/first`, caBundle: hook.caBundle }, again)
    await install('mutating', { url: `${hook.url}/second`, caBundle: hook.caBundle })
    const { code, body } = await ask('POST', MAPS, map('again', { a: '1' }))
    expect([code, body['data']]).toEqual([201, { a: '1', b: '2' }])
    expect(hook.asked.map(({ path }) => path.split('?')[0])).toEqual(['/first', '/second', '/first'])
  })

  it('asks again about an object that changed meanwhile, and loses no write', async () => {
    const hook = await start(async (asked) => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      return admission(asked, { allowed: true })
    })
    await ask('POST', MAPS, map('shared', { a: '0' }))
    const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['configmaps'] }]
    await install('mutating', { url: hook.url, caBundle: hook.caBundle }, { rules })
    const { body: old } = await ask('GET', `${MAPS}/shared`)
    const type = 'application/merge-patch+json'
    const [one, two, stale] = await Promise.all([
      ask('PATCH', `${MAPS}/shared`, { data: { one: '1' } }, type),
      ask('PATCH', `${MAPS}/shared`, { data: { two: '2' } }, type),
      ask('PUT', `${MAPS}/shared`, { ...old, data: { stale: 'yes' } }),
    ])
    const codes = [one.code, two.code, stale.code].sort()
    const { body } = await ask('GET', `${MAPS}/shared`)
    if (codes[2] === 409) expect([codes, body['data']]).toEqual([[200, 200, 409], { a: '0', one: '1', two: '2' }])
    else expect([codes, body['data']]).toEqual([[200, 200, 200], { one: '1', stale: 'yes', two: '2' }])
    expect(hook.asked.length).toBeGreaterThan(3)
  })

  it('writes nothing for who did not wait', async () => {
    let asked: (() => void) | undefined
    const seen = new Promise<void>((resolve) => {
      asked = resolve
    })
    const hook = await start(async (question) => {
      asked?.()
      await new Promise((resolve) => setTimeout(resolve, 200))
      return admission(question, { allowed: true })
    })
    await install('validating', { url: hook.url, caBundle: hook.caBundle })
    const headers = { authorization: 'Bearer secret', 'content-type': 'application/json' }
    const request = http.request(served.url + MAPS, { method: 'POST', headers, agent: false })
    request.on('error', () => undefined)
    request.end(JSON.stringify(map('left')))
    await seen
    request.destroy()
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect((await ask('GET', `${MAPS}/left`)).code).toBe(404)
  })

  it('does not ask webhooks with side effects about what is not to be done', async () => {
    await install('validating', { url: 'https://localhost:1' }, { sideEffects: 'None' })
    const dry = await ask('POST', `${MAPS}?dryRun=All`, map('dry'))
    expect(dry.body['message']).toBe(
      `Internal error occurred: failed calling webhook "validating.example.org": failed to call webhook: Post "https://localhost:1?timeout=10s": ${await refused('localhost', 1)}`,
    )
  })

  it('deletes collections whose objects webhooks are asked about', async () => {
    const space = '/api/v1/namespaces/kube-node-lease/configmaps'
    for (const name of ['one', 'two', 'three']) await ask('POST', space, map(name))
    const hook = await start((asked) => admission(asked, { allowed: true }))
    const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['DELETE'], resources: ['configmaps'] }]
    await install('validating', { url: hook.url, caBundle: hook.caBundle }, { rules })
    const { code, body } = await ask('DELETE', space)
    expect([code, (body['items'] as unknown[]).length]).toEqual([200, 4])
    expect(hook.asked).toHaveLength(4)
    expect((await ask('GET', `${space}/two`)).code).toBe(404)
  })

  it('makes the pods of a Deployment through a webhook, with the events upstream tells', async () => {
    const patch = btoa(JSON.stringify([{ op: 'add', path: '/metadata/labels/seen', value: 'yes' }]))
    const hook = await start(async (asked) => {
      const { body } = await ask('GET', '/api/v1/namespaces/default/pods')
      return admission(asked, { allowed: Array.isArray(body['items']), patchType: 'JSONPatch', patch })
    })
    await install('mutating', { url: hook.url, caBundle: hook.caBundle }, {}, 'pods')
    const labels = { app: 'web' }
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } }
    const spec = { replicas: 3, selector: { matchLabels: labels }, template }
    await ask('POST', '/apis/apps/v1/namespaces/default/deployments', { metadata: { name: 'web' }, spec })
    const pods = await until('/api/v1/namespaces/default/pods?labelSelector=seen=yes', (items) => items.length === 3)
    expect(pods.map((pod) => (pod['metadata'] as Json)['labels'])).toEqual(
      Array(3).fill(expect.objectContaining({ app: 'web', seen: 'yes' })),
    )
    const told = (await ask('GET', '/api/v1/namespaces/default/events')).body['items'] as Json[]
    const ofSets = told.filter((event) => (event['source'] as Json)['component'] === 'replicaset-controller')
    expect(ofSets.map(({ reason }) => reason)).toEqual(Array(3).fill('SuccessfulCreate'))
    expect(hook.asked).toHaveLength(3)
  })

  it('tells of pods that a webhook refuses', async () => {
    const hook = await start((asked) => admission(asked, { allowed: false, status: { message: 'no' } }))
    await install('validating', { url: hook.url, caBundle: hook.caBundle }, {}, 'pods')
    const labels = { app: 'never' }
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } }
    const spec = { replicas: 1, selector: { matchLabels: labels }, template }
    await ask('POST', '/apis/apps/v1/namespaces/default/replicasets', { metadata: { name: 'never' }, spec })
    const events = await until(
      '/api/v1/namespaces/default/events?fieldSelector=reason=FailedCreate',
      (items) => items.length > 0,
    )
    expect(events[0]!['message']).toMatch(
      /^Error creating: admission webhook "validating.example.org" denied the request: no$/,
    )
  })

  it('reaches webhooks by services that lead outside, and no pods', async () => {
    const service = { namespace: 'default', name: 'outer', path: '/in' }
    const names = ['outer.default.svc', 'hand.default.svc']
    const hook = await start((asked) => admission(asked, { allowed: true }), { names })
    const at = '/api/v1/namespaces/default/services'
    await ask('POST', at, { metadata: { name: 'outer' }, spec: { type: 'ExternalName', externalName: 'localhost' } })
    await install('validating', { service: { ...service, port: hook.port }, caBundle: hook.caBundle })
    expect((await ask('POST', MAPS, map('by-name'))).body['message']).toBeUndefined()
    expect(hook.asked.map(({ path }) => path)).toEqual(['/in?timeout=10s'])
    const spec = { ports: [{ port: 443 }] }
    const { body } = await ask('POST', at, { metadata: { name: 'hand' }, spec })
    const hand = { service: { namespace: 'default', name: 'hand' }, caBundle: hook.caBundle }
    await ask('DELETE', placed.pop()!)
    await install('validating', hand)
    const ip = (body['spec'] as Json)['clusterIP'] as string
    expect((await ask('POST', MAPS, map('by-hand'))).body['message']).toBe(
      `Internal error occurred: failed calling webhook "validating.example.org": failed to call webhook: Post "https://hand.default.svc:443?timeout=10s": dial tcp ${ip}:443: connect: connection refused`,
    )
    const address = Object.values(os.networkInterfaces())
      .flatMap((all) => all ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4')?.address
    if (address === undefined) return
    await ask('POST', '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', {
      metadata: { name: 'hand', labels: { 'kubernetes.io/service-name': 'hand' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address] }],
      ports: [{ name: '', port: hook.port }],
    })
    expect((await ask('POST', MAPS, map('by-hand'))).body['message']).toBeUndefined()
    expect(hook.asked).toHaveLength(2)
  })

  it('goes on when all that happens goes through a webhook', async () => {
    const hook = await start(async (asked) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return admission(asked, { allowed: true })
    })
    const rules = [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*'] }]
    await install('mutating', { url: hook.url, caBundle: hook.caBundle }, { rules })
    await install('validating', { url: hook.url, caBundle: hook.caBundle }, { rules })
    const labels = { app: 'all' }
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } }
    const spec = { replicas: 3, selector: { matchLabels: labels }, template }
    const at = '/apis/apps/v1/namespaces/default/deployments'
    await ask('POST', at, { metadata: { name: 'all' }, spec })
    const ready = (items: Json[]): boolean => (items[0]?.['status'] as Json | undefined)?.['readyReplicas'] === 3
    await until(`${at}?fieldSelector=metadata.name=all`, ready)
    await ask('DELETE', `${at}/all`)
    await until('/api/v1/namespaces/default/pods?labelSelector=app=all', (items) => items.length === 0)
    const countsOf = (told: Json[]): Record<string, number> => {
      const counts: Record<string, number> = {}
      for (const { reason, involvedObject } of told as { reason: string; involvedObject: { name: string } }[]) {
        if (involvedObject.name.startsWith('all')) counts[reason] = (counts[reason] ?? 0) + 1
      }
      return counts
    }
    const total = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0)
    const told = await until('/api/v1/namespaces/default/events', (items) => total(countsOf(items)) >= 22)
    expect(countsOf(told)).toEqual({
      ScalingReplicaSet: 1,
      SuccessfulCreate: 3,
      Scheduled: 3,
      Pulling: 3,
      Pulled: 3,
      Created: 3,
      Started: 3,
      Killing: 3,
    })
  }, 60_000)
})

/** What Go says when nobody listens. */
async function refused(host: string, port: number): Promise<string> {
  const { address } = await dns.lookup(host)
  return `dial tcp ${address.includes(':') ? `[${address}]` : address}:${port}: connect: connection refused`
}

async function until(path: string, holds: (items: Json[]) => boolean): Promise<Json[]> {
  for (let tries = 0; tries < 400; tries++) {
    const items = (await ask('GET', path)).body['items'] as Json[]
    if (holds(items)) return items
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${path} never came to be`)
}
