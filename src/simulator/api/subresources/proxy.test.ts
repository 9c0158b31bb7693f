// Requests handed on to pods and services: what listens there answers, and what goes wrong is said as the API server does.
import { beforeAll, describe, expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator, serveWire, type WireResponse } from '../../compose.ts'

const BASE = '/api/v1/namespaces/default'
let simulator: Simulator

function ask(line: string, body = ''): WireResponse {
  const [method = '', url = ''] = line.split(' ', 2)
  const headers = { 'content-type': 'application/json' }
  return serveWire(simulator.server, { method, url, headers, body: Buffer.from(body), user: ADMINISTRATOR })
}

const said = ({ code, body }: WireResponse): string =>
  `${code} ${body.startsWith('{') ? (JSON.parse(body) as { message: string }).message : body}`

beforeAll(() => {
  simulator = new Simulator({ nodes: [{ name: 'n' }] })
  simulator.kubelets.setImage({ name: 'app', listens: [8080], answers: [{ path: '/ready', code: 204, from: 0 }] })
  const make = (path: string, object: object): void => {
    const made = ask(`POST ${BASE}/${path}`, JSON.stringify(object))
    if (made.code !== 201) throw new Error(made.body)
  }
  const pod = (name: string, image: string, ports: readonly number[]) => ({
    metadata: { name, labels: { app: name } },
    spec: { containers: [{ name: 'c', image, ports: ports.map((containerPort) => ({ containerPort })) }] },
  })
  make('pods', pod('web', 'nginx', []))
  make('pods', pod('app', 'app', [8080]))
  make('pods', {
    metadata: { name: 'nowhere' },
    spec: { nodeSelector: { no: 'such' }, containers: [{ name: 'c', image: 'i' }] },
  })
  make('services', {
    metadata: { name: 'app' },
    spec: { selector: { app: 'app' }, ports: [{ port: 80, targetPort: 8080 }] },
  })
  make('services', { metadata: { name: 'nobody' }, spec: { selector: { app: 'none' }, ports: [{ port: 80 }] } })
  simulator.clock.runTo(simulator.clock.now() + 10_000)
})

describe('pods', () => {
  it('answer at their first port or the one that is named', () => {
    const page = ask(`GET ${BASE}/pods/web/proxy/`)
    expect([page.code, page.headers['content-type'], page.body.includes('Welcome to nginx!')]).toEqual([
      200,
      undefined,
      true,
    ])
    expect(ask(`GET ${BASE}/pods/app/proxy/ready`).code).toBe(204)
    expect(ask(`GET ${BASE}/pods/http:app:8080/proxy/nope?x=1`).code).toBe(404)
    expect(ask(`POST ${BASE}/pods/app:8080/proxy/ready`, 'no JSON at all').code).toBe(204)
  })

  it('have a root that ends with a slash', () => {
    const { code, headers } = ask(`GET ${BASE}/pods/web:80/proxy?a=b`)
    expect([code, headers['location']]).toEqual([301, `${BASE}/pods/web:80/proxy/?a=b`])
  })

  it('refuse as the API server does', () => {
    expect(said(ask(`GET ${BASE}/pods/none:80/proxy/`))).toBe('404 pods "none" not found')
    expect(said(ask(`GET ${BASE}/pods/ftp:web:80/proxy/`))).toBe('400 invalid pod request "ftp:web:80"')
    expect(said(ask(`GET ${BASE}/pods/nowhere/proxy/`))).toBe('400 address not allowed')
    expect(said(ask(`GET ${BASE}/pods/web:81/proxy/`))).toMatch(
      /^503 error trying to reach service: dial tcp 10\.244\.0\.\d+:81: connect: connection refused$/,
    )
    expect(said(ask(`GET ${BASE}/pods/https:web:80/proxy/`))).toBe(
      '503 error trying to reach service: tls: first record does not look like a TLS handshake',
    )
    expect(said(ask(`POST ${BASE}/pods/web:80/proxy/?dryRun=All`))).toBe('400 dryRun is not supported')
  })
})

describe('services', () => {
  it('answer through one of their pods', () => {
    for (const name of ['app', 'app:80', 'http:app:'])
      expect(ask(`GET ${BASE}/services/${name}/proxy/ready`).code).toBe(204)
  })

  it('refuse as the API server does', () => {
    expect(said(ask(`GET ${BASE}/services/none/proxy/`))).toBe('404 endpoints "none" not found')
    expect(said(ask(`GET ${BASE}/services/none:80/proxy/`))).toBe('404 services "none" not found')
    expect(said(ask(`GET ${BASE}/services/app:81/proxy/`))).toBe('503 no service port 81 found for service "app"')
    expect(said(ask(`GET ${BASE}/services/nobody/proxy/`))).toBe('503 no endpoints available for service "nobody"')
    expect(said(ask(`GET ${BASE}/services/app:web/proxy/`))).toBe('503 no endpoints available for service "app:web"')
  })
})

it('says that kubelets are not simulated as servers', () => {
  expect(said(ask('GET /api/v1/nodes/n/proxy/healthz'))).toBe("501 a kubelet's own API is not simulated")
  expect(said(ask('GET /api/v1/nodes/none/proxy/healthz'))).toBe('404 nodes "none" not found')
})
