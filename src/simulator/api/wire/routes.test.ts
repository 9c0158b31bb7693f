// Paths and methods that lead nowhere, and those that are as good as GET.
import { expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'
import { serveWire } from './wire.ts'

const NO_PAGE = '404 page not found\n'
const NO_RESOURCE = 'the server could not find the requested resource'
const NOT_ALLOWED = 'the server does not allow this method on the requested resource'
const PODS = '/api/v1/namespaces/default/pods'

function ask(line: string): [code: number, message: string] {
  const [method = '', url = ''] = line.split(' ', 2)
  const { server } = new Simulator({ scheduler: false, controllers: [] })
  const { code, body } = serveWire(server, { method, url, headers: {}, body: Buffer.from(''), user: ADMINISTRATOR })
  return [code, body.startsWith('{') ? ((JSON.parse(body) as { message?: string }).message ?? '') : body]
}

it.each<[string, number, string]>([
  ['GET /api/v1/nope', 404, NO_RESOURCE],
  ['POST /api/v2', 404, NO_RESOURCE],
  ['GET /apis/apps/v2', 404, NO_RESOURCE],
  ['GET /version/x', 404, NO_RESOURCE],
  ['GET /apis/example.org/v1', 404, NO_PAGE],
  ['GET /healthz/nope', 404, NO_PAGE],
  ['GET /healthz/', 404, NO_PAGE],
  ['GET /metrics/', 404, NO_PAGE],
  ['POST /healthz', 200, 'ok'],
  ['DELETE /readyz/etcd', 200, 'ok'],
  ['POST /apis', 200, ''],
  ['PUT /apis/apps', 200, ''],
  ['POST /api', 405, NOT_ALLOWED],
  ['HEAD /api/v1', 405, NOT_ALLOWED],
  ['POST /apis/apps/v1', 405, NOT_ALLOWED],
  [`OPTIONS ${PODS}/a`, 405, NOT_ALLOWED],
  [`OPTIONS ${PODS}/a/nope`, 404, NO_RESOURCE],
  ['OPTIONS /api/v1/pods/a', 404, NO_RESOURCE],
  ['POST /api/v1/pods', 405, NOT_ALLOWED],
  ['POST /api/v1/bindings', 404, NO_RESOURCE],
  ['POST /api/v1/watch/namespaces/default/pods', 405, NOT_ALLOWED],
  ['GET /api/v1/watch/pods/x/y', 404, NO_RESOURCE],
])('%s', (line, code, message) => {
  expect(ask(line)).toEqual([code, message])
})
