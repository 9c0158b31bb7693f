import { expect, it } from 'vitest'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../../compose.ts'
import { serveWire, type WireResponse } from './wire.ts'

const simulator = new Simulator({ scheduler: false, controllers: [] })
simulator.clock.runTo(DEFAULT_START + 3_725_000)

function get(accept?: string, { server } = simulator): WireResponse {
  const headers = accept === undefined ? {} : { accept }
  return serveWire(server, { method: 'GET', url: '/statusz', headers, body: new Uint8Array(), user: ADMINISTRATOR })
}

it('is a text for people', () => {
  const { code, body, headers } = get()
  expect([code, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
  expect(body).toBe(`
apiserver statusz
Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.

Started: Thu Jan  1 00:00:00 UTC 2026
Up: 1 hr 02 min 05 sec
Go version: go1.26.10
Binary version: 1.36
Emulation version: 1.36
Paths: /healthz /livez /metrics /readyz /statusz /version
`)
})

it('is an object for programs, and nothing else', () => {
  const { code, body } = get('application/json;as=Statusz;g=config.k8s.io;v=v1beta1')
  expect([code, JSON.parse(body)]).toEqual([
    200,
    {
      kind: 'Statusz',
      apiVersion: 'config.k8s.io/v1beta1',
      metadata: { name: 'apiserver' },
      startTime: '2026-01-01T00:00:00Z',
      uptimeSeconds: 3725,
      goVersion: 'go1.26.10',
      binaryVersion: '1.36',
      emulationVersion: '1.36',
      paths: ['/healthz', '/livez', '/metrics', '/readyz', '/statusz', '/version'],
    },
  ])
  const refused = get('application/json')
  expect([refused.code, JSON.parse(refused.body).message]).toEqual([
    406,
    'only the following media types are accepted: application/json, application/yaml, text/plain',
  ])
  const off = new Simulator({ scheduler: false, controllers: [], featureGates: { ComponentStatusz: false } })
  expect([get(undefined, off).code, get(undefined, off).body]).toEqual([404, '404 page not found\n'])
})
