// What a Binding and an Eviction may say about the pod they are for, and what may be asked of its log.
import { expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'

interface Asked {
  readonly code: number
  readonly body: { readonly message?: string; readonly metadata: { readonly resourceVersion: string } }
}

function start(): (path: string, body: object) => Asked {
  const simulator = new Simulator({ scheduler: false, controllers: [] })
  const ask = (path: string, body: object): Asked =>
    simulator.server.handle({
      method: path.includes('/log?') ? 'GET' : 'POST',
      path: `/api/v1/namespaces/default/${path.replace(/\?.*/, '')}`,
      body,
      query: Object.fromEntries(new URLSearchParams(path.split('?')[1])),
      contentType: 'application/json',
      user: ADMINISTRATOR,
    }) as unknown as Asked
  ask('serviceaccounts', { metadata: { name: 'default' } })
  ask('pods', { metadata: { name: 'a' }, spec: { containers: [{ name: 'c', image: 'i' }] } })
  return ask
}

const target = { kind: 'Node', name: 'n' }
const lost = (what: string): RegExp =>
  new RegExp(
    `^Operation cannot be fulfilled on pods "a": StorageError: invalid object, Code: 4, Key: /registry/pods/default/a, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: ${what} in precondition: 1, ${what} in object meta: [^ ]+$`,
  )

it.each([
  ['pods/a/binding', { metadata: { name: 'a', uid: '1' }, target }, 409, lost('UID')],
  ['pods/a/binding', { metadata: { name: 'a', resourceVersion: '1' }, target }, 409, lost('ResourceVersion')],
  ['bindings', { metadata: { name: 'a', resourceVersion: '1' }, target }, 409, lost('ResourceVersion')],
  ['bindings', { metadata: { name: 'a', uid: '1' }, target }, 201, /^$/],
  ['bindings', { target }, 400, /^Name parameter required\.$/],
  ['bindings', {}, 500, /^target\.name: Required value$/],
  ['pods/a/eviction', { apiVersion: 'policy/v1beta1', kind: 'Eviction', metadata: { name: 'a' } }, 201, /^$/],
  ['pods/a/log?stream=All', {}, 422, /^PodLogOptions "a" is invalid: stream: Forbidden: may not be specified$/],
])('%s with %j is answered %i', (path, body, code, message) => {
  const answer = start()(path, body)
  expect(answer.code).toBe(code)
  expect(answer.body.message ?? '').toMatch(message)
})
