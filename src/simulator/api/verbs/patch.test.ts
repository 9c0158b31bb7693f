import { describe, expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'
import type { KubeObject } from '../types.ts'

interface Asked {
  readonly code: number
  readonly body: KubeObject & { message?: string; data?: Record<string, string> }
}

const PATH = '/api/v1/namespaces/default/configmaps/c'
const config = (data?: Record<string, unknown>, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', ...more },
  ...(data ? { data } : {}),
})

function start(): {
  ask(method: string, body: unknown, query?: Record<string, string>, contentType?: string, path?: string): Asked
  apply(body: unknown, fieldManager: string, query?: Record<string, string>): Asked
} {
  const simulator = new Simulator({ scheduler: false, controllers: [] })
  const ask = (
    method: string,
    body: unknown,
    query: Record<string, string> = {},
    contentType = 'application/json',
    path = PATH,
  ): Asked =>
    simulator.server.handle({
      method,
      path: method === 'POST' ? path.slice(0, path.lastIndexOf('/')) : path,
      body,
      query,
      contentType,
      user: ADMINISTRATOR,
    }) as unknown as Asked
  return {
    ask,
    apply: (body, fieldManager, query = {}) =>
      ask('PATCH', body, { fieldManager, ...query }, 'application/apply-patch+yaml'),
  }
}

const owners = ({ body }: Asked): string[] =>
  (body.metadata.managedFields ?? []).map((e) => `${e.manager} ${e.operation} ${JSON.stringify(e.fieldsV1)}`)

describe('server-side apply', () => {
  it('refuses what is no configuration of the kind', () => {
    const { apply } = start()
    expect(apply({ ...config({}), spec: 1 }, 'm').body).toMatchObject({
      code: 500,
      message: 'failed to create typed patch object (/c; /v1, Kind=ConfigMap): .spec: field not declared in schema',
    })
    expect(apply({ ...config({}), kind: 'Secret' }, 'm').body).toMatchObject({
      code: 400,
      message: 'invalid object type: /v1, Kind=Secret',
    })
    expect(apply(config({}, { managedFields: [] }), 'm').body).toMatchObject({
      code: 400,
      message: 'metadata.managedFields must be nil',
    })
    expect(apply(config({}, { uid: 'x' }), 'm').body).toMatchObject({
      code: 409,
      message:
        'Operation cannot be fulfilled on configmaps "c": uid mismatch: the provided object specified uid x, and no existing object was found',
    })
  })

  it('removes what its manager no longer names, but not what others own', () => {
    const { ask, apply } = start()
    expect(apply(config({ a: '1', b: '2' }), 'm').code).toBe(201)
    expect(
      ask('PATCH', { data: { b: '3', c: '4' } }, { fieldManager: 'hand' }, 'application/merge-patch+json').code,
    ).toBe(200)
    const answer = apply(config({}), 'm')
    expect(answer.body.data).toEqual({ b: '3', c: '4' })
    expect(owners(answer)).toEqual(['m Apply {"f:data":{}}', 'hand Update {"f:data":{"f:b":{},"f:c":{}}}'])
  })

  it('gives kubectl what its client-side apply has written', () => {
    const { ask, apply } = start()
    const annotations = {
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'c' },
        data: { a: '1' },
      }),
    }
    ask('POST', config({ a: '1' }, { annotations }), { fieldManager: 'kubectl-client-side-apply' })
    expect(apply(config({ a: '2' }), 'other').code).toBe(409)
    const answer = apply(config({ a: '2' }), 'kubectl')
    expect(answer.body.data).toEqual({ a: '2' })
    expect(answer.body.metadata.annotations).toEqual({
      'kubectl.kubernetes.io/last-applied-configuration':
        '{"apiVersion":"v1","data":{"a":"2"},"kind":"ConfigMap","metadata":{"name":"c"}}\n',
    })
  })
})

describe('managed fields', () => {
  it('keeps ten updaters apart and puts older ones together', () => {
    const { ask } = start()
    ask('POST', config({ k: 'v' }), { fieldManager: 'm00' })
    let answer: Asked | undefined
    for (let i = 1; i <= 11; i++)
      answer = ask(
        'PATCH',
        { data: { [`k${i}`]: 'v' } },
        { fieldManager: `m${String(i).padStart(2, '0')}` },
        'application/merge-patch+json',
      )
    expect(owners(answer as Asked).map((line) => line.split(' ')[0])).toEqual([
      'ancient-changes',
      'm03',
      'm04',
      'm05',
      'm06',
      'm07',
      'm08',
      'm09',
      'm10',
      'm11',
    ])
    expect(owners(answer as Asked)[0]).toBe('ancient-changes Update {"f:data":{".":{},"f:k":{},"f:k1":{},"f:k2":{}}}')
  })

  it('forgets all when the client asks for it, and stays so', () => {
    const { ask } = start()
    ask('POST', config({ a: '1' }))
    expect(owners(ask('PUT', config({ a: '1' }, { managedFields: [{}] })))).toEqual([])
    expect(owners(ask('PUT', config({ a: '2' })))).toEqual([])
  })

  it('writes nothing when nothing changes', () => {
    const { ask, apply } = start()
    const first = apply(config({ a: '1' }), 'm').body.metadata.resourceVersion
    expect(apply(config({ a: '1' }), 'm').body.metadata.resourceVersion).toBe(first)
    expect(
      ask('PATCH', { data: { a: '1' } }, { fieldManager: 'x' }, 'application/merge-patch+json').body.metadata
        .resourceVersion,
    ).toBe(first)
  })
})

describe('patches', () => {
  it('words decoding problems of a strategic merge patch as its converter does', () => {
    const { ask } = start()
    ask('POST', config({ a: '1' }))
    const type = 'application/strategic-merge-patch+json'
    expect(ask('PATCH', { data: { a: 1 } }, {}, type).body.message).toBe(
      ' "" is invalid: patch: Invalid value: "map[data:map[a:1]]": cannot convert int64 to string',
    )
    expect(ask('PATCH', { data: { a: true } }, {}, type).body.message).toBe(
      ' "" is invalid: patch: Invalid value: "map[data:map[a:true]]": unrecognized type: string',
    )
    expect(ask('PATCH', { immutable: 'x' }, {}, type).body.message).toBe(
      ' "" is invalid: patch: Invalid value: "map[immutable:x]": unrecognized type: bool',
    )
  })
})
