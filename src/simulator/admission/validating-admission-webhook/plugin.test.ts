import { describe, expect, it } from 'vitest'
import { StatusError } from '../../api/status/status-error.ts'
import type { KubeObject } from '../../api/types.ts'
import type { WebhookBackend } from '../../webhooks/contract.ts'
import type { AdmissionResponse } from '../contract.ts'
import { attributesOf, contextOf } from '../lib/cluster.fixture.ts'
import { plugin } from './plugin.ts'

const URL = 'https://hook.default.svc:443/v'
const request = attributesOf(
  'configmaps',
  { metadata: { name: 'c' } },
  {
    resource: {
      key: 'configmaps',
      group: '',
      version: 'v1',
      resource: 'configmaps',
      kind: 'ConfigMap',
      apiVersion: 'v1',
    } as never,
  },
)

function clusterOf(hook: object = {}) {
  const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['*'] }]
  const clientConfig = { service: { name: 'hook', namespace: 'default', path: '/v', port: 443 } }
  const webhook = {
    name: 'a.example.org',
    rules,
    clientConfig,
    sideEffects: 'None',
    timeoutSeconds: 5,
    admissionReviewVersions: ['v1'],
    failurePolicy: 'Fail',
    ...hook,
  }
  const configuration = { metadata: { name: 'w' }, webhooks: [webhook] } as unknown as KubeObject
  return { 'validatingwebhookconfigurations.admissionregistration.k8s.io': [configuration] }
}

const answering =
  (response: Partial<AdmissionResponse>): WebhookBackend =>
  ({ apiVersion, request: asked }) => ({
    apiVersion,
    kind: 'AdmissionReview',
    response: { uid: String(asked?.['uid']), allowed: true, ...response },
  })

function refusal(backend: WebhookBackend | undefined, hook?: object): readonly [number, string] | undefined {
  const context = { ...contextOf(clusterOf(hook)), webhooks: (url: string) => (url === URL ? backend : undefined) }
  try {
    plugin.validate?.(request, context)
    return undefined
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    return [error.code, error.message]
  }
}

describe('ValidatingAdmissionWebhook', () => {
  it('asks, and takes the answer', () => {
    expect(refusal(answering({}))).toBeUndefined()
    expect(refusal(answering({ allowed: false, status: { code: 403, message: 'not here' } }))).toEqual([
      403,
      'admission webhook "a.example.org" denied the request: not here',
    ])
    expect(refusal(answering({ allowed: false }))).toEqual([
      400,
      'admission webhook "a.example.org" denied the request without explanation',
    ])
  })

  it('fails as the failure policy says when nobody answers, or wrongly', () => {
    const failed = 'Internal error occurred: failed calling webhook "a.example.org": '
    const post = `failed to call webhook: Post "${URL}?timeout=5s": service "hook" not found`
    expect(refusal(undefined)).toEqual([500, failed + post])
    expect(refusal(undefined, { failurePolicy: 'Ignore' })).toBeUndefined()
    expect(refusal(answering({ uid: 'x' }))).toEqual([
      500,
      `${failed}received invalid webhook response: expected response.uid="00000000-0000-4000-8000-000000000000", got "x"`,
    ])
  })
})
