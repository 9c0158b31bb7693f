// ImagePolicyWebhook over the network: what it is sent, how often it is asked, what its failures mean.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Served, serve, settingsOf } from '../serve.ts'
import { clientSettings } from './client-settings.ts'
import { type Asked, type HookServer, hookServer, type Said } from './hook-server.fixture.ts'

let hook: HookServer
let served: Served
let judge: (asked: Asked) => Said

beforeAll(async () => {
  hook = await hookServer((asked) => judge(asked))
  const ca = Buffer.from(hook.ca).toString('base64')
  const cluster = { server: `${hook.url}/policy`, 'certificate-authority-data': ca }
  const kubeconfig = { clusters: [{ name: 'hook', cluster }], users: [{ name: 'us', user: { token: 'our-token' } }] }
  const settings = clientSettings(kubeconfig, 'kubeconfig')
  served = await serve({
    host: '127.0.0.1',
    port: 0,
    speed: 1,
    token: 'secret',
    scheduler: false,
    disableAdmissionPlugins: ['ServiceAccount'],
    enableAdmissionPlugins: ['ImagePolicyWebhook'],
    admissionConfiguration: { ImagePolicyWebhook: { imagePolicy: { kubeConfigFile: 'kubeconfig', retryBackoff: 1 } } },
    webhookClients: new Map([[settingsOf.images, settings]]),
    kubeconfigs: { kubeconfig: settings.server },
  })
})
beforeEach(() => hook.asked.splice(0))
afterAll(() => Promise.all([served.close(), hook.close()]))

const PODS = '/api/v1/namespaces/default/pods'

async function run(name: string, image: string): Promise<{ code: number; message: string | undefined }> {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'app', image }] } }
  const headers = { authorization: 'Bearer secret', 'content-type': 'application/json' }
  const response = await fetch(served.url + PODS, { method: 'POST', headers, body: JSON.stringify(pod) })
  const { message } = (await response.json()) as { message?: string }
  return { code: response.status, message }
}

const saying = (asked: Asked, status: object): Said => ({ ...asked.body, status })

it('asks whether images may run, and remembers what was said', async () => {
  judge = (asked) => saying(asked, { allowed: true })
  expect((await run('one', 'nginx')).code).toBe(201)
  expect((await run('two', 'nginx')).code).toBe(201)
  expect(hook.asked.map(({ path, headers, body }) => [path, headers.authorization, body])).toEqual([
    [
      '/policy?timeout=30s',
      'Bearer our-token',
      {
        kind: 'ImageReview',
        apiVersion: 'imagepolicy.k8s.io/v1alpha1',
        metadata: {},
        spec: { containers: [{ image: 'nginx' }], namespace: 'default' },
        status: { allowed: false },
      },
    ],
  ])
})

it('refuses what is denied', async () => {
  judge = (asked) => saying(asked, { allowed: false, reason: 'too old' })
  const message = 'pods "old" is forbidden: image policy webhook backend denied one or more images: too old'
  expect(await run('old', 'nginx:1.0')).toEqual({ code: 403, message })
})

it('asks again where that may help', async () => {
  judge = (asked) => (hook.asked.length < 3 ? { code: 500, text: 'busy' } : saying(asked, { allowed: true }))
  expect((await run('three', 'redis')).code).toBe(201)
  expect(hook.asked).toHaveLength(3)
  judge = () => ({ code: 500, text: 'busy' })
  const why = 'an error on the server ("busy") has prevented the request from succeeding'
  expect(await run('four', 'mysql')).toEqual({ code: 403, message: `pods "four" is forbidden: ${why}` })
  expect(hook.asked).toHaveLength(8)
})

it('refuses answers of other kinds', async () => {
  judge = () => ({ kind: 'ImageReview', apiVersion: 'imagepolicy.k8s.io/v1' })
  const why = 'no kind "ImageReview" is registered for version "imagepolicy.k8s.io/v1" in scheme'
  const message = `pods "five" is forbidden: ${why} "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"`
  expect(await run('five', 'mongo')).toEqual({ code: 403, message })
})
