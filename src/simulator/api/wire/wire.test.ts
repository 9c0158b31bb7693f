// The server as bytes, without a socket: forms of answers, protobuf in and out, watches, refusals, what is no resource.
import { describe, expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'
import { decodeProtobuf, encodeProtobuf, PROTOBUF } from './protobuf/envelope.ts'
import { serveWire, type WireResponse } from './wire.ts'

const simulator = (): Simulator => new Simulator({ scheduler: false, controllers: [] })

interface Sent {
  readonly accept?: string
  readonly type?: string
  readonly body?: string | Uint8Array
  readonly agent?: string
}

function send({ server }: Simulator, line: string, { accept, type, body = '', agent }: Sent = {}): WireResponse {
  const [method = '', url = ''] = line.split(' ', 2)
  const headers = { accept, 'content-type': type, 'user-agent': agent }
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  return serveWire(server, { method, url, headers, body: bytes, user: ADMINISTRATOR })
}

const message = ({ code, body }: WireResponse): string =>
  `${code} ${body.startsWith('{') ? (JSON.parse(body) as { message: string }).message : body}`
const MAPS = '/api/v1/namespaces/default/configmaps'
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v' } }

describe('protobuf', () => {
  it('goes in and comes out', () => {
    const cluster = simulator()
    const made = send(cluster, `POST ${MAPS}`, { type: PROTOBUF, accept: PROTOBUF, body: encodeProtobuf(CONFIG_MAP) })
    expect([made.code, made.headers['content-type']]).toEqual([201, PROTOBUF])
    expect(decodeProtobuf(made.bytes!, CONFIG_MAP)).toMatchObject({ ...CONFIG_MAP, metadata: { namespace: 'default' } })
    const list = send(cluster, `GET ${MAPS}`, { accept: `${PROTOBUF},application/json` })
    expect(decodeProtobuf(list.bytes!, { apiVersion: 'v1', kind: 'ConfigMapList' })).toMatchObject({
      kind: 'ConfigMapList',
      items: [{ data: { k: 'v' } }],
    })
  })

  it('carries refusals and metadata alone, but no tables', () => {
    const cluster = simulator()
    const missing = send(cluster, `GET ${MAPS}/none`, { accept: PROTOBUF })
    expect(decodeProtobuf(missing.bytes!, { apiVersion: 'v1', kind: 'Status' })).toMatchObject({
      kind: 'Status',
      message: 'configmaps "none" not found',
      code: 404,
    })
    const partial = `${PROTOBUF};as=PartialObjectMetadataList;g=meta.k8s.io;v=v1`
    expect(send(cluster, 'GET /api/v1/namespaces', { accept: partial }).headers['content-type']).toBe(PROTOBUF)
    const table = `${PROTOBUF};as=Table;g=meta.k8s.io;v=v1`
    expect(message(send(cluster, `GET ${MAPS}`, { accept: table }))).toMatch(/^406 only the following media types/)
  })

  it('is refused when it cannot be read', () => {
    const refused = send(simulator(), `POST ${MAPS}`, { type: PROTOBUF, body: Buffer.from('k8s\0\x4f') })
    expect(message(refused)).toBe(
      '400 the object provided is unrecognized (must be of type ConfigMap): proto: illegal wireType 7 (6b3873004f)',
    )
  })
})

describe('watches', () => {
  const chunks = (cluster: Simulator, url: string, accept?: string): (string | Uint8Array)[] => {
    const seen: (string | Uint8Array)[] = []
    send(cluster, `GET ${url}`, accept === undefined ? {} : { accept }).stream?.start(
      (chunk) => seen.push(chunk),
      () => seen.push('end'),
    )
    return seen
  }

  it('are still served where they once were', () => {
    const cluster = simulator()
    for (const name of ['a', 'b']) {
      const body = JSON.stringify({ ...CONFIG_MAP, metadata: { name } })
      send(cluster, `POST ${MAPS}`, { type: 'application/json', body })
    }
    const names = (url: string): unknown[] =>
      chunks(cluster, url).map(
        (chunk) => (JSON.parse(String(chunk)) as { object: { metadata: object } }).object.metadata,
      )
    const old = '/api/v1/watch/namespaces/default/configmaps'
    expect(names(old)).toMatchObject([{ name: 'a' }, { name: 'b' }])
    expect(names(`${old}/b`)).toMatchObject([{ name: 'b' }])
    expect(names('/api/v1/watch/configmaps?fieldSelector=metadata.namespace=default')).toHaveLength(2)
    expect(names('/api/v1/watch/namespaces/default')).toMatchObject([{ name: 'default' }])
    expect(send(cluster, 'GET /api/v1/watch/nope').code).toBe(404)
  })

  it('name the columns of a table once', () => {
    const cluster = simulator()
    const table = 'application/json;as=Table;g=meta.k8s.io;v=v1'
    const seen = chunks(cluster, '/api/v1/namespaces?watch=true', table)
    const columns = seen.map((chunk) => JSON.parse(chunk as string).object.columnDefinitions?.length ?? 0)
    expect(columns).toEqual([3, 0, 0, 0])
  })

  it('end what was there at the start, and tell of time passing, with bookmarks', () => {
    const cluster = simulator()
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'
    const seen = chunks(cluster, `${MAPS}?${query}`)
    cluster.clock.runTo(cluster.clock.now() + 60_000)
    const events = seen.map((chunk) => JSON.parse(chunk as string) as { type: string; object: { metadata: object } })
    expect(events.map(({ type }) => type)).toEqual(['BOOKMARK', 'BOOKMARK'])
    expect(events[0]?.object.metadata).toMatchObject({ annotations: { 'k8s.io/initial-events-end': 'true' } })
  })

  it('are over at once when their beginning is forgotten', () => {
    const seen = chunks(simulator(), `${MAPS}?watch=1&resourceVersion=1`)
    expect(seen.map((chunk) => (chunk === 'end' ? chunk : JSON.parse(chunk as string)))).toMatchObject([
      { type: 'ERROR', object: { code: 410, reason: 'Expired' } },
      'end',
    ])
  })

  it('show an object that leaves the selection as it was', () => {
    const cluster = simulator()
    const labelled = (tier: string): string =>
      JSON.stringify({ ...CONFIG_MAP, metadata: { name: 'a', labels: { tier } } })
    send(cluster, `POST ${MAPS}`, { body: labelled('x') })
    const seen = chunks(cluster, `${MAPS}?watch=1&labelSelector=tier%3Dx`)
    send(cluster, `PUT ${MAPS}/a`, { body: labelled('y') })
    const events = seen.map((chunk) => JSON.parse(chunk as string))
    expect(events).toMatchObject([
      { type: 'ADDED', object: { metadata: { labels: { tier: 'x' } } } },
      { type: 'DELETED', object: { metadata: { labels: { tier: 'x' } } } },
    ])
    const versions = events.map(({ object }) => Number(object.metadata.resourceVersion))
    expect(versions[1]).toBe(versions[0]! + 1)
  })
})

describe('answers', () => {
  it('are indented for people and for who asks', () => {
    const cluster = simulator()
    const url = 'GET /api/v1/namespaces/default'
    const lines = (sent: Sent, query = ''): number => send(cluster, url + query, sent).body.split('\n').length
    expect([
      lines({}),
      lines({ agent: 'curl/8' }),
      lines({}, '?pretty=true'),
      lines({ agent: 'curl/8' }, '?pretty=0'),
    ]).toEqual([2, 22, 22, 2])
  })

  it('know methods and paths that lead nowhere, and URLs that are none', () => {
    const cluster = simulator()
    const notAllowed = '405 the server does not allow this method on the requested resource'
    expect(message(send(cluster, `PUT ${MAPS}`))).toBe(notAllowed)
    expect(message(send(cluster, `HEAD ${MAPS}`))).toBe(notAllowed)
    expect(message(send(cluster, 'POST /version'))).toBe(notAllowed)
    expect(message(send(cluster, 'GET /nonsense'))).toBe('404 404 page not found\n')
    expect(message(send(cluster, 'GET /api/v1/namespaces/%zz/pods'))).toBe('400 400 Bad Request')
    expect(message(send(cluster, 'GET //'))).toBe('404 404 page not found\n')
  })

  it('say which flow they came by, and when to come again', () => {
    const cluster = simulator()
    const { headers } = send(cluster, 'GET /api/v1/namespaces')
    expect(Object.keys(headers).sort()).toEqual([
      'content-type',
      'x-kubernetes-pf-flowschema-uid',
      'x-kubernetes-pf-prioritylevel-uid',
    ])
    const future = send(cluster, `GET ${MAPS}?resourceVersion=999999`)
    expect([future.code, future.headers['retry-after']]).toEqual([504, '1'])
  })
})

describe('what is no resource', () => {
  it('is health, as a whole and in parts', () => {
    const cluster = simulator()
    expect(send(cluster, 'GET /livez').body).toBe('ok')
    expect(send(cluster, 'GET /readyz/ping').body).toBe('ok')
    expect(send(cluster, 'GET /readyz/pong').code).toBe(404)
    const lines = send(cluster, 'GET /readyz?verbose&exclude=log&exclude=x').body.trimEnd().split('\n')
    expect([...lines.slice(0, 5), ...lines.slice(-2)]).toEqual([
      '[+]ping ok',
      '[+]log excluded: ok',
      '[+]etcd ok',
      '[+]etcd-readiness ok',
      '[+]informer-sync ok',
      'warn: some health checks cannot be excluded: no matches for "x"',
      'readyz check passed',
    ])
  })

  it('is metrics and an index', () => {
    const cluster = simulator()
    send(cluster, `GET ${MAPS}/none`)
    const line =
      'apiserver_request_total{code="404",component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource="",verb="GET",version="v1"} 1'
    expect(send(cluster, 'GET /metrics').body.split('\n')).toContain(line)
    expect((JSON.parse(send(cluster, 'GET /').body) as { paths: string[] }).paths).toContain('/apis/apps/v1')
  })
})

it('routes a namespace without a name as one; without a namespace nothing is made', () => {
  const type = 'application/json'
  const unnamed = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: '' } }
  const post = (path: string) => message(send(simulator(), `POST ${path}`, { type, body: JSON.stringify(unnamed) }))
  expect(post('/api/v1/namespaces//configmaps')).toBe(
    '422 ConfigMap "a" is invalid: metadata.namespace: Required value',
  )
  expect(post('/api/v1/configmaps')).toBe('405 the server does not allow this method on the requested resource')
})

describe('what is not stored', () => {
  it('is told when asked for, with a warning of its age', () => {
    const cluster = simulator()
    const { code, headers, body } = send(cluster, 'GET /api/v1/componentstatuses')
    expect([code, headers['warning']]).toEqual([200, ['299 - "v1 ComponentStatus is deprecated in v1.19+"']])
    const healthy = (name: string) => ({
      metadata: { name },
      conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
    })
    const items = ['controller-manager', 'scheduler', 'etcd-0'].map(healthy)
    expect(JSON.parse(body)).toEqual({ kind: 'ComponentStatusList', apiVersion: 'v1', metadata: {}, items })
    expect(message(send(cluster, 'GET /api/v1/componentstatuses/nope'))).toBe('404 componentstatus "nope" not found')
    const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }
    const { rows } = JSON.parse(send(cluster, 'GET /api/v1/componentstatuses/scheduler', table).body) as {
      rows: { cells: unknown[] }[]
    }
    expect(rows.map(({ cells }) => cells)).toEqual([['scheduler', 'Healthy', 'ok', '']])
  })
})
