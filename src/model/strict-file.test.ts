import { expect, it } from 'vitest'
import { AUTHENTICATION, AUTHORIZATION, strictProblem } from './strict-file.ts'

const AUTHORIZATION_HEAD = { apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthorizationConfiguration' }

it('takes files of its kind', () => {
  const head = { apiVersion: 'apiserver.config.k8s.io/v1beta1', kind: 'AuthenticationConfiguration' }
  const jwt = [
    { issuer: { url: 'https://a', audiences: ['a'] }, claimMappings: { username: { claim: 'sub', prefix: '' } } },
  ]
  expect(
    strictProblem({ ...head, jwt, anonymous: { enabled: true, conditions: [{ path: '/' }] } }, AUTHENTICATION),
  ).toBe(undefined)
})

it('refuses other kinds and versions', () => {
  const value = { apiVersion: 'apiserver.config.k8s.io/v2', kind: 'AuthenticationConfiguration' }
  expect(strictProblem(value, AUTHENTICATION)).toBe(
    'no kind "AuthenticationConfiguration" is registered for version "apiserver.config.k8s.io/v2" in scheme ' +
      '"k8s.io/kubernetes/pkg/kubeapiserver/options/authentication.go:879"',
  )
})

it('refuses what does not say what it is', () => {
  const { kind, apiVersion } = AUTHORIZATION_HEAD
  expect(strictProblem({ apiVersion }, AUTHORIZATION, `apiVersion: ${apiVersion}\n`)).toBe(
    "Object 'Kind' is missing in 'apiVersion: apiserver.config.k8s.io/v1\n'",
  )
  expect(strictProblem({ kind }, AUTHORIZATION)).toBe(
    `Object 'apiVersion' is missing in '{"kind":"AuthorizationConfiguration"}'`,
  )
  expect(strictProblem({}, AUTHENTICATION)).toBe("Object 'Kind' is missing in '{}'")
})

it('refuses fields there are none of', () => {
  const authorizers = [
    { type: 'Node', name: 'node' },
    { type: 'Webhook', nam: 'a', webhook: { connectionInfo: { file: '' } } },
  ]
  expect(strictProblem({ ...AUTHORIZATION_HEAD, authorizers, more: 1 }, AUTHORIZATION)).toBe(
    'strict decoding error: unknown field "authorizers[1].nam", ' +
      'unknown field "authorizers[1].webhook.connectionInfo.file", unknown field "more"',
  )
})
