// Services through the front door: what the server hands out, keeps, and takes back.
import { describe, expect, it } from 'vitest'
import type { Service } from '../../../../generated/api/core.v1.ts'
import { ADMINISTRATOR, Simulator } from '../../../compose.ts'

const SERVICES = '/api/v1/namespaces/default/services'
const ADDRESSES = '/apis/networking.k8s.io/v1/ipaddresses'

interface Answer {
  readonly code: number
  readonly body: Service & { readonly message?: string }
}

function cluster() {
  const { server } = new Simulator({ scheduler: false, controllers: [] })
  const ask = (method: string, path: string, body?: object, query: Record<string, string> = {}): Answer => {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    return server.handle({ method, path, query, contentType, user: ADMINISTRATOR, body }) as unknown as Answer
  }
  const create = (name: string, spec: object, query?: Record<string, string>): Answer =>
    ask('POST', SERVICES, { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec }, query)
  const patch = (name: string, spec: object): Answer => ask('PATCH', `${SERVICES}/${name}`, { spec })
  return { ask, create, patch }
}

const PORTS = [{ port: 80 }]
const ALL = { dryRun: 'All' }

describe('cluster IPs', () => {
  it('are held by IPAddress objects while the service has them', () => {
    const { ask, create, patch } = cluster()
    const { clusterIP, clusterIPs } = create('a', { ports: PORTS }).body.spec
    expect(clusterIP).toMatch(/^10\.96\.\d+\.\d+$/)
    expect(clusterIPs).toEqual([clusterIP])
    expect(ask('GET', `${ADDRESSES}/${clusterIP}`).body).toMatchObject({
      metadata: { labels: { 'ipaddress.kubernetes.io/ip-family': 'IPv4' } },
      spec: { parentRef: { resource: 'services', namespace: 'default', name: 'a' } },
    })
    expect(patch('a', { type: 'ExternalName', externalName: 'example.org' }).body.spec).toEqual({
      type: 'ExternalName',
      externalName: 'example.org',
      ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
      sessionAffinity: 'None',
    })
    expect(ask('GET', `${ADDRESSES}/${clusterIP}`).code).toBe(404)
  })

  it('can be asked for once, within the range', () => {
    const { ask, create } = cluster()
    expect(create('a', { ports: PORTS, clusterIP: '10.96.7.7' }).code).toBe(201)
    expect(create('b', { ports: PORTS, clusterIP: '10.96.7.7' }).body.message).toBe(
      'Service "b" is invalid: spec.clusterIPs: Invalid value: ["10.96.7.7"]: failed to allocate IP 10.96.7.7: provided IP is already allocated',
    )
    expect(create('b', { ports: PORTS, clusterIP: '10.97.0.1' }).body.message).toBe(
      'Service "b" is invalid: spec.clusterIPs: Invalid value: ["10.97.0.1"]: failed to allocate IP 10.97.0.1: the provided network does not match the current range',
    )
    ask('DELETE', `${SERVICES}/a`)
    expect(create('b', { ports: PORTS, clusterIP: '10.96.7.7' }).code).toBe(201)
  })

  it('are not looked for by a dry run', () => {
    const { create } = cluster()
    expect(create('a', { ports: PORTS }, ALL).body.spec.clusterIP).toBe('10.96.0.0')
  })

  it('may not change', () => {
    const { create, patch } = cluster()
    create('a', { ports: PORTS, clusterIP: '10.96.7.7' })
    expect(patch('a', { clusterIP: '10.96.7.8' }).body.message).toBe(
      'Service "a" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.7.8"]: may not change once set',
    )
  })
})

describe('node ports', () => {
  it('come from the range, are taken once, and are kept or dropped with the type', () => {
    const { create, patch } = cluster()
    const port = create('a', { type: 'NodePort', ports: PORTS }).body.spec.ports?.[0]?.nodePort ?? 0
    expect(port).toBeGreaterThanOrEqual(30_086)
    expect(create('b', { type: 'NodePort', ports: [{ port: 80, nodePort: port }] }).body.message).toBe(
      `Service "b" is invalid: spec.ports[0].nodePort: Invalid value: ${port}: provided port is already allocated`,
    )
    expect(create('b', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }).body.message).toBe(
      'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
    )
    expect(patch('a', { ports: [{ port: 81 }] }).body.spec.ports).toEqual([
      { protocol: 'TCP', port: 81, targetPort: 81, nodePort: port },
    ])
    expect(patch('a', { type: 'ClusterIP' }).body.spec.ports).toEqual([{ protocol: 'TCP', port: 81, targetPort: 81 }])
  })

  it('are shared by ports of one number', () => {
    const { create } = cluster()
    const ports = [
      { name: 'tcp', port: 53, protocol: 'TCP' },
      { name: 'udp', port: 53, protocol: 'UDP', nodePort: 30_053 },
    ]
    expect(create('dns', { type: 'NodePort', ports }).body.spec.ports?.map(({ nodePort }) => nodePort)).toEqual([
      30_053, 30_053,
    ])
  })
})

describe('deletion', () => {
  it('takes the Endpoints of the same name along', () => {
    const { ask, create } = cluster()
    create('a', { ports: PORTS })
    const endpoints = '/api/v1/namespaces/default/endpoints'
    ask('POST', endpoints, { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'a' } })
    ask('DELETE', `${SERVICES}/a`)
    expect(ask('GET', `${endpoints}/a`).code).toBe(404)
  })
})
