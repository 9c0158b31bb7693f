// What a served cluster says when a webhook outside does not answer as it should: Go's words, and the failure policy's meaning.
import dns from 'node:dns/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Served, serve } from '../serve.ts'
import { type Asked, admission, type HookServer, hookServer, type Said } from './hook-server.fixture.ts'

let served: Served
let hook: HookServer
let stranger: HookServer
let plain: HookServer
let answer: (asked: Asked) => Said = () => undefined

beforeAll(async () => {
  served = await serve({ host: '127.0.0.1', port: 0, speed: 1, openToAll: true, scheduler: false, controllers: [] })
  hook = await hookServer((asked) => answer(asked))
  stranger = await hookServer((asked) => admission(asked, { allowed: true }))
  plain = await hookServer((asked) => admission(asked, { allowed: true }), { plain: true })
})
afterAll(() => Promise.all([served, hook, stranger, plain].map((one) => one.close())))

interface Outcome {
  readonly code: number
  readonly message: string | undefined
}

async function send(method: string, path: string, body?: object): Promise<Outcome> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(served.url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
  const { message } = (await response.json()) as { message?: string }
  return { code: response.status, message }
}

/** Makes a config map with one webhook in the way. */
async function through(
  clientConfig: object,
  rest: object = {},
  sort: 'validating' | 'mutating' = 'validating',
  query = '',
): Promise<Outcome> {
  const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }]
  const common = { rules, sideEffects: 'None', admissionReviewVersions: ['v1'], timeoutSeconds: 1 }
  const webhooks = [{ name: 'hook.example.org', clientConfig, ...common, ...rest }]
  const path = `/apis/admissionregistration.k8s.io/v1/${sort}webhookconfigurations`
  const made = await send('POST', path, { metadata: { name: 'w' }, webhooks })
  expect([made.code, made.message]).toEqual([201, undefined])
  const outcome = await send('POST', `/api/v1/namespaces/default/configmaps${query}`, {
    metadata: { generateName: 'm-' },
  })
  await send('DELETE', `${path}/w`)
  return outcome
}

const HEAD = 'Internal error occurred: failed calling webhook "hook.example.org": '
const CALL = `${HEAD}failed to call webhook: `
const post = (url: string): string => `${CALL}Post "${url}?timeout=1s": `
const trusted = (): object => ({ url: hook.url, caBundle: hook.caBundle })

it('nobody is there', async () => {
  const { address } = await dns.lookup('localhost')
  const place = `${address.includes(':') ? `[${address}]` : address}:1`
  expect(await through({ url: 'https://localhost:1' })).toEqual({
    code: 500,
    message: `${post('https://localhost:1')}dial tcp ${place}: connect: connection refused`,
  })
  expect((await through({ url: 'https://127.0.0.1:1/x' })).message).toBe(
    `${post('https://127.0.0.1:1/x')}dial tcp 127.0.0.1:1: connect: connection refused`,
  )
})

it('it is not trusted', async () => {
  expect((await through({ url: stranger.url, caBundle: hook.caBundle })).message).toBe(
    `${post(stranger.url)}tls: failed to verify certificate: x509: certificate signed by unknown authority`,
  )
  expect((await through({ url: stranger.url })).message).toBe(
    `${post(stranger.url)}tls: failed to verify certificate: x509: certificate signed by unknown authority`,
  )
  const url = `https://127.0.0.2:${stranger.port}`
  expect((await through({ url, caBundle: stranger.caBundle })).message).toBe(
    `${post(url)}tls: failed to verify certificate: x509: certificate is valid for 127.0.0.1, ::1, not 127.0.0.2`,
  )
  expect((await through({ url: plain.url, caBundle: hook.caBundle })).message).toBe(
    `${post(plain.url)}http: server gave HTTP response to HTTPS client`,
  )
})

it('it takes too long', async () => {
  answer = () => undefined
  expect((await through(trusted())).message).toBe(`${post(hook.url)}context deadline exceeded`)
  expect((await through(trusted(), { failurePolicy: 'Ignore' })).code).toBe(201)
})

it('it takes longer than the request has', async () => {
  answer = () => undefined
  const late = {
    code: 504,
    message: 'Timeout: request did not complete within requested timeout - context deadline exceeded',
  }
  for (const failurePolicy of ['Fail', 'Ignore']) {
    expect(await through(trusted(), { timeoutSeconds: 10, failurePolicy }, 'mutating', '?timeout=300ms')).toEqual(late)
  }
})

it('it says something else', async () => {
  const said = async (what: Said | ((asked: Asked) => Said), sort?: 'mutating'): Promise<string | undefined> => {
    answer = typeof what === 'function' ? (what as (asked: Asked) => Said) : () => what
    return (await through(trusted(), {}, sort)).message
  }
  const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' }
  const uid = (asked: Asked): string => (asked.body as unknown as { request: { uid: string } }).request.uid
  expect(await said({ code: 500, text: 'oh\n' })).toBe(
    `${CALL}an error on the server ("oh") has prevented the request from succeeding`,
  )
  expect(await said({ code: 404, text: 'nothing' })).toBe(`${CALL}the server could not find the requested resource`)
  expect(await said({ code: 418, text: 'tea' })).toBe(
    `${CALL}the server responded with the status code 418 but did not return more information`,
  )
  expect(
    await said({ code: 503, text: '{"kind":"Status","apiVersion":"v1","status":"Failure","message":"later"}' }),
  ).toBe(`${CALL}later`)
  expect(await said({ code: 200, text: '' })).toBe(
    `${CALL}0-length response with status code: 200 and content type: text/plain`,
  )
  const head = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'
  expect(await said({ code: 200, text: 'hello' })).toBe(
    `${CALL}couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value of type ${head}`,
  )
  expect(await said({ ...review, apiVersion: 'admission.k8s.io/v1beta1' })).toBe(
    `${CALL}converting (v1beta1.AdmissionReview) to (v1.AdmissionReview): unknown conversion`,
  )
  expect(await said({ kind: 'Tea', apiVersion: 'v1' })).toBe(
    `${CALL}no kind "Tea" is registered for version "v1" in scheme "k8s.io/apiserver/pkg/util/webhook/client.go:71"`,
  )
  const invalid = `${HEAD}received invalid webhook response: `
  expect(await said(review)).toBe(`${invalid}webhook response was absent`)
  expect(await said({ ...review, response: { uid: 'x', allowed: true } })).toMatch(
    /received invalid webhook response: expected response.uid="[-0-9a-f]{36}", got "x"$/,
  )
  expect(await said((asked) => ({ response: { uid: uid(asked), allowed: true } }))).toBe(
    `${invalid}expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got /, Kind=`,
  )
  const patched = (patch: object) => (asked: Asked) => ({
    ...review,
    response: { uid: uid(asked), allowed: true, ...patch },
  })
  expect(await said(patched({ patch: 'W10=', patchType: 'JSONPatch' }))).toBe(
    `${invalid}validating webhook may not return response.patch`,
  )
  expect(await said(patched({ patch: 'W10=' }), 'mutating')).toBe(
    `${invalid}webhook returned response.patch but not response.patchType`,
  )
  expect(await said(patched({ patch: '!', patchType: 'JSONPatch' }), 'mutating')).toBe(
    `${CALL}illegal base64 data at input byte 0`,
  )
  expect(await said(patched({ patch: btoa('[{}]'), patchType: 'Tea' }), 'mutating')).toBe(
    `${HEAD}unsupported patch type "Tea"`,
  )
})
