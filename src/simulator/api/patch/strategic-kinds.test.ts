// Strategic merge patches become objects of the kind that was asked for, field by field.
import { expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'
import { conversionProblem } from './unstructured.ts'

it.each([[{ kind: 'Foo' }], [{ apiVersion: 'apps/v1' }], [{ apiVersion: 'v2', kind: 'Pod' }]])(
  'a patch that calls itself %j is applied',
  (head) => {
    const { server } = new Simulator({ scheduler: false, controllers: [] })
    const request = { method: 'PATCH', path: '/api/v1/namespaces/default', query: {}, user: ADMINISTRATOR }
    const body = { ...head, metadata: { labels: { a: 'b' } } }
    const answer = server.handle({ ...request, contentType: 'application/strategic-merge-patch+json', body } as never)
    expect(answer).toMatchObject({
      code: 200,
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { labels: { a: 'b' } } },
    })
  },
)

it.each([
  ['core.v1.TCPSocketAction', { port: true }, 'json: cannot unmarshal bool into Go value of type int32'],
  ['core.v1.TCPSocketAction', { port: 1.5 }, 'json: cannot unmarshal number 1.5 into Go value of type int32'],
  [
    'core.v1.TCPSocketAction',
    { port: 2 ** 31 },
    'json: cannot unmarshal number 2147483648 into Go value of type int32',
  ],
  ['core.v1.TCPSocketAction', { port: [80] }, 'json: cannot unmarshal array into Go value of type int32'],
  ['core.v1.TCPSocketAction', { port: '80' }, undefined],
  ['core.v1.TCPSocketAction', { port: -80 }, undefined],
  ['core.v1.ContainerStateRunning', { startedAt: 5 }, 'json: cannot unmarshal number into Go value of type string'],
  ['core.v1.Event', { eventTime: {} }, 'json: cannot unmarshal object into Go value of type string'],
])('what reads itself does not know its field: %s %j', (type, value, problem) => {
  expect(conversionProblem(type, value)).toBe(problem)
})
