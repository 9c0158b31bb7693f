// Discovery in every form a client may ask for, and what none of them is.
import { expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'
import { decodeProtobuf, PROTOBUF } from './protobuf/envelope.ts'
import { serveWire, type WireResponse } from './wire.ts'

const { server } = new Simulator({ scheduler: false, controllers: [] })

function get(url: string, accept?: string, more: Readonly<Record<string, string>> = {}): WireResponse {
  const headers = { ...(accept === undefined ? {} : { accept }), ...more }
  return serveWire(server, { method: 'GET', url, headers, body: new Uint8Array(), user: ADMINISTRATOR })
}

const message = ({ code, body }: WireResponse): string => `${code} ${(JSON.parse(body) as { message: string }).message}`
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
const PATHS = ['/api', '/apis', '/api/v1', '/apis/apps', '/apis/apps/v1']

it('comes as JSON, YAML and protobuf alike', () => {
  for (const path of PATHS) {
    // What is empty is not told apart in protobuf.
    const told = get(path).body.replaceAll(/"(?:singularName":""|namespaced":false),/g, '')
    const json = JSON.parse(told) as { kind: string; apiVersion?: string }
    const binary = get(path, PROTOBUF)
    expect(binary.headers['content-type']).toBe(PROTOBUF)
    const { apiVersion = 'v1', kind } = json
    expect(decodeProtobuf(binary.bytes!, { apiVersion, kind })).toMatchObject({ ...json, apiVersion })
    expect(get(path, 'application/yaml').body).toContain(`kind: ${kind}\n`)
    expect(get(`${path}?pretty=true`).body).toContain(`{\n  "kind": "${kind}",\n`)
  }
})

it('comes as one document to who asks for that first, and only once', () => {
  for (const path of ['/api', '/apis']) {
    const first = get(path, `${AGGREGATED},application/json`)
    expect([first.code, first.headers['content-type'], first.headers['vary']]).toEqual([200, AGGREGATED, 'Accept'])
    expect(JSON.parse(first.body)).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
    })
    const again = get(path, AGGREGATED, { 'if-none-match': String(first.headers['etag']) })
    expect([again.code, again.body]).toEqual([304, ''])
    expect(get(path, `application/json,${AGGREGATED}`).headers['content-type']).toBe('application/json')
  }
})

it('is refused in forms there are not', () => {
  const router =
    '406 406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf'
  const handler =
    '406 only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf'
  for (const path of PATHS) {
    expect(message(get(path, 'text/html'))).toBe(router)
    expect(message(get(path, 'application/json;as=Table;g=meta.k8s.io;v=v1'))).toBe(handler)
    expect(message(get(path, AGGREGATED.replace('v=v2', 'v=v2beta1')))).toBe(handler)
  }
  expect(get('/version', 'text/html').code).toBe(200)
})
