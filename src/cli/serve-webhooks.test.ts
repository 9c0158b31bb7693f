// The flags about webhooks as kube-apiserver takes them, and what is wrong with them.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { webhooksFrom } from './serve-webhooks.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-flags-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))

const written = (name: string, text: string): string => {
  const file = path.join(folder, name)
  fs.writeFileSync(file, text)
  return file
}
const kubeconfig = written(
  'kubeconfig',
  `apiVersion: v1
kind: Config
current-context: webhook
clusters:
- name: hook
  cluster: { server: 'https://localhost:9443/authn', certificate-authority-data: ${btoa('PEM')}, tls-server-name: hook }
users:
- name: us
  user: { username: u, password: p }
contexts:
- name: webhook
  context: { cluster: hook, user: us }
`,
)
const settings = {
  server: 'https://localhost:9443/authn',
  ca: 'PEM',
  tlsServerName: 'hook',
  authorization: `Basic ${btoa('u:p')}`,
}

it('takes kubeconfigs, versions and times', () => {
  const { webhookClients, ...rest } = webhooksFrom({
    'authentication-token-webhook-config-file': kubeconfig,
    'authentication-token-webhook-version': 'v1',
    'authentication-token-webhook-cache-ttl': '10s',
    'authorization-webhook-config-file': kubeconfig,
    'authorization-webhook-cache-authorized-ttl': '0s',
  })
  const { server: url } = settings
  expect(rest).toEqual({
    reviewWebhooks: {
      tokens: { url, version: 'v1', timeoutSeconds: 30 },
      access: new Map([['default', { url, version: 'v1beta1', timeoutSeconds: 30 }]]),
    },
    webhookMode: { isSet: true, configured: true, authorizedMs: 0 },
    tokenCacheMs: 10_000,
  })
  expect(webhookClients).toEqual(
    new Map([
      ['tokens', settings],
      ['access default', settings],
    ]),
  )
})

it('reads the kubeconfig of ImagePolicyWebhook, where there is one', () => {
  const given = (kubeConfigFile: string): object =>
    webhooksFrom({}, { ImagePolicyWebhook: { imagePolicy: { kubeConfigFile } } })
  expect(given(kubeconfig)).toMatchObject({
    webhookClients: new Map([['images', settings]]),
    kubeconfigs: { [kubeconfig]: settings.server },
  })
  expect(given('nowhere')).not.toHaveProperty('kubeconfigs')
})

it('reads the webhooks of an AuthorizationConfiguration', () => {
  const configuration = written(
    'authorization.yaml',
    `authorizers:
- type: Webhook
  name: opa
  webhook: { timeout: 3s, subjectAccessReviewVersion: v1, connectionInfo: { type: KubeConfigFile, kubeConfigFile: ${kubeconfig} } }
- type: RBAC
  name: rbac
`,
  )
  const { reviewWebhooks, webhookMode } = webhooksFrom({ 'authorization-config': configuration })
  expect(reviewWebhooks?.access?.get('opa')).toEqual({ url: settings.server, version: 'v1', timeoutSeconds: 3 })
  expect(webhookMode).toEqual({ isSet: false, configured: false })
})

it('says what is wrong', () => {
  const wrong = (values: Parameters<typeof webhooksFrom>[0]): string => {
    try {
      return JSON.stringify(webhooksFrom(values))
    } catch (error) {
      return (error as Error).message
    }
  }
  const file = 'authentication-token-webhook-config-file'
  expect(wrong({ [file]: kubeconfig, 'authentication-token-webhook-version': 'v2' })).toBe(
    'unsupported authentication webhook version "v2", supported versions are "v1", "v1beta1"',
  )
  expect(wrong({ 'authorization-webhook-cache-authorized-ttl': 'soon' })).toBe(
    'invalid argument "soon" for "--authorization-webhook-cache-authorized-ttl" flag: time: invalid duration "soon"',
  )
  const empty = written('empty', '{}')
  expect(wrong({ [file]: empty })).toBe(`${empty}: invalid configuration: no configuration has been provided`)
  const lost = written('lost', 'current-context: gone')
  expect(wrong({ [file]: lost })).toBe(
    `${lost}: invalid configuration: context was not found for specified context: gone`,
  )
})
