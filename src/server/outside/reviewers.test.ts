// Webhooks outside that know tokens and say who may do what: what they are sent, what is remembered, what their failures mean.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ReviewWebhook, type Served, serve, settingsOf } from '../serve.ts'
import { clientSettings } from './client-settings.ts'
import { type Asked, type HookServer, hookServer, type Said } from './hook-server.fixture.ts'

let hook: HookServer
let served: Served
let judge: (asked: Asked) => Said | Promise<Said>
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-reviewers-'))

const statusOf = (asked: Asked, status: object): Said => ({ ...(asked.body as object), status })
const specOf = ({ body }: Asked): Record<string, unknown> => (body as unknown as { spec: Record<string, unknown> }).spec

beforeAll(async () => {
  hook = await hookServer((asked) => judge(asked))
  fs.writeFileSync(path.join(folder, 'ca.pem'), hook.ca)
  const kubeconfig = (at: string): object => ({
    'current-context': 'c',
    clusters: [{ name: 'hook', cluster: { server: `${hook.url}${at}`, 'certificate-authority': 'ca.pem' } }],
    users: [{ name: 'us', user: { token: 'our-token' } }],
    contexts: [{ name: 'c', context: { cluster: 'hook', user: 'us' } }],
  })
  const clients = new Map([
    [settingsOf.tokens, clientSettings(kubeconfig('/authn'), path.join(folder, 'kubeconfig'))],
    [settingsOf.access('opa'), clientSettings(kubeconfig('/authz'), path.join(folder, 'kubeconfig'))],
  ])
  const webhook = (name: string, version: 'v1' | 'v1beta1', timeoutSeconds: number): ReviewWebhook => ({
    url: clients.get(name)!.server,
    version,
    timeoutSeconds,
  })
  served = await serve({
    host: '127.0.0.1',
    port: 0,
    speed: 1,
    token: 'secret',
    scheduler: false,
    webhookClients: clients,
    reviewWebhooks: {
      tokens: webhook(settingsOf.tokens, 'v1beta1', 30),
      access: new Map([['opa', webhook(settingsOf.access('opa'), 'v1', 1)]]),
    },
    authorization: {
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AuthorizationConfiguration',
      authorizers: [
        {
          type: 'Webhook',
          name: 'opa',
          webhook: {
            timeout: '1s',
            subjectAccessReviewVersion: 'v1',
            matchConditionSubjectAccessReviewVersion: 'v1',
            failurePolicy: 'Deny',
            connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: '/kubeconfig' },
            matchConditions: [{ expression: "request.user != 'bob'" }],
          },
        },
      ],
    },
  })
})
beforeEach(() => hook.asked.splice(0))
afterAll(async () => {
  await Promise.all([served.close(), hook.close()])
  fs.rmSync(folder, { recursive: true })
})

async function get(at: string, token: string): Promise<{ code: number; message: string | undefined }> {
  const response = await fetch(served.url + at, { headers: { authorization: `Bearer ${token}` } })
  const text = await response.text()
  const { message } = text.startsWith('{') ? (JSON.parse(text) as { message?: string }) : { message: text }
  return { code: response.status, message }
}

const PODS = '/api/v1/namespaces/default/pods'
/** Everybody with a token is who the token says. */
const known = (asked: Asked): Said =>
  statusOf(asked, { authenticated: true, user: { username: specOf(asked)['token'], groups: ['dev'] } })

describe('a served cluster', () => {
  it('asks who somebody is, and what they may do', async () => {
    judge = (asked) =>
      asked.path.startsWith('/authn') ? known(asked) : statusOf(asked, { allowed: specOf(asked)['user'] === 'alice' })
    expect((await get(PODS, 'alice')).code).toBe(200)
    expect(hook.asked.map(({ path, headers, body }) => [path, headers.authorization, body])).toEqual([
      [
        '/authn?timeout=30s',
        'Bearer our-token',
        {
          kind: 'TokenReview',
          apiVersion: 'authentication.k8s.io/v1beta1',
          metadata: {},
          spec: { token: 'alice', audiences: ['https://kubernetes.default.svc.cluster.local'] },
          status: { user: {} },
        },
      ],
      [
        '/authz?timeout=1s',
        'Bearer our-token',
        {
          kind: 'SubjectAccessReview',
          apiVersion: 'authorization.k8s.io/v1',
          metadata: {},
          spec: {
            resourceAttributes: { namespace: 'default', verb: 'list', version: 'v1', resource: 'pods' },
            user: 'alice',
            groups: ['dev', 'system:authenticated'],
          },
          status: { allowed: false },
        },
      ],
    ])
    expect((await get(PODS, 'alice')).code).toBe(200)
    expect(hook.asked).toHaveLength(2)
    expect(await get(PODS, 'carol')).toEqual({
      code: 403,
      message: 'pods is forbidden: User "carol" cannot list resource "pods" in API group "" in the namespace "default"',
    })
    expect((await get(PODS, 'bob')).code).toBe(403)
    expect(hook.asked.filter((asked) => specOf(asked)['user'] === 'bob')).toEqual([])
  })

  it('knows nobody whom the webhook does not know', async () => {
    judge = (asked) => statusOf(asked, { authenticated: false, error: 'who?' })
    expect(await get(PODS, 'mallory')).toEqual({ code: 401, message: 'Unauthorized' })
    expect((await get(PODS, 'secret')).code).toBe(200)
  })

  it('says why it could not ask', async () => {
    judge = (asked) => (asked.path.startsWith('/authn') ? known(asked) : undefined)
    const failed = `Internal Server Error: "${PODS}": `
    const late = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
    expect(await get(PODS, 'dave')).toEqual({
      code: 500,
      message: `${failed}Post "${hook.url}/authz?timeout=1s": ${late}\n`,
    })
    judge = (asked) => (asked.path.startsWith('/authn') ? known(asked) : { code: 503, text: 'busy' })
    expect((await get(PODS, 'erin')).message).toBe(`${failed}the server is currently unable to handle the request\n`)
    judge = (asked) =>
      asked.path.startsWith('/authn') ? known(asked) : statusOf(asked, { allowed: true, denied: true, reason: 'both' })
    expect((await get(PODS, 'frank')).message).toBe(
      `${failed}webhook subject access review returned both allow and deny response\n`,
    )
  })
})
