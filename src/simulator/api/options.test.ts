// Queries of reads and writes: field selectors, numbers, flags, options, refused in upstream's words.
import { describe, expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator, type UserInfo } from '../compose.ts'
import { serveWire } from './wire/wire.ts'

const PODS = '/api/v1/namespaces/default/pods'
const pod = (name: string, phase?: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { nodeName: 'n1', containers: [{ name: 'c', image: 'i' }] },
  ...(phase === undefined ? {} : { status: { phase } }),
})
const job = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'j' },
  spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } } },
}

interface Answer {
  readonly code: number
  readonly body: {
    readonly message?: string
    readonly items?: readonly { readonly metadata: { readonly name: string } }[]
    readonly rows?: readonly { readonly cells: readonly unknown[]; readonly conditions?: readonly object[] }[]
    readonly columnDefinitions?: readonly { readonly name: string; readonly type: string; readonly format: string }[]
    readonly metadata: { readonly uid: string }
  }
  readonly warnings: string
}

interface More {
  readonly type?: string
  readonly user?: UserInfo
}

function start(): (method: string, url: string, body?: object, accept?: string, more?: More) => Answer {
  const { server } = new Simulator({ scheduler: false, controllers: [] })
  const ask: ReturnType<typeof start> = (method, url, body, accept = 'application/json', more = {}) => {
    const { type = 'application/json', user = ADMINISTRATOR } = more
    const headers = { accept, 'content-type': type }
    const sent = Buffer.from(body === undefined ? '' : JSON.stringify(body))
    const { code, body: text, headers: got } = serveWire(server, { method, url, headers, body: sent, user })
    return { code, body: JSON.parse(text) as Answer['body'], warnings: [got['warning'] ?? []].flat().join('\n') }
  }
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } }
  ask('POST', '/api/v1/namespaces/default/serviceaccounts', account)
  return ask
}

describe('field selectors', () => {
  const refusals: readonly (readonly [string, string])[] = [
    ['/api/v1/nodes?fieldSelector=metadata.namespace%3Dx', 'field label not supported: metadata.namespace'],
    ['/api/v1/namespaces?fieldSelector=metadata.namespace%3Dx', 'field label not supported: metadata.namespace'],
    [
      '/api/v1/persistentvolumes?fieldSelector=name%3Dx',
      '"name" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    ['/apis/batch/v1/jobs?fieldSelector=spec.x%3Db', 'field label "spec.x" not supported for Job'],
    [
      '/apis/resource.k8s.io/v1/resourceslices?fieldSelector=a%3Db',
      'field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: a',
    ],
    [
      '/apis/certificates.k8s.io/v1/certificatesigningrequests?fieldSelector=metadata.namespace%3Db',
      'field label not supported: metadata.namespace',
    ],
    [`${PODS}?fieldSelector=b,a%3D1`, "invalid selector: 'b,a=1'; can't understand 'b'"],
    [`${PODS}?fieldSelector=z%3D1,a%3D1`, 'field label not supported: a'],
    [`${PODS}?fieldSelector=a%3Db%3Dc`, 'invalid field selector: unescaped character in value: 61'],
    [`${PODS}?fieldSelector=a%3Db%5Cx`, 'invalid field selector: invalid escape sequence: \\x'],
    [`${PODS}?fieldSelector=a%3Db%5C`, 'invalid field selector: invalid escape sequence: \\'],
  ]
  it.each(refusals)('%s', (url, message) => {
    const { code, body } = start()('GET', url)
    expect([code, body.message]).toEqual([400, message])
  })

  it('take names of old, and fields no object has', () => {
    const ask = start()
    ask('POST', PODS, pod('a'))
    const names = (query: string) =>
      ask('GET', `${PODS}?fieldSelector=${query}`).body.items?.map((o) => o.metadata.name)
    expect([
      names('spec.host%3Dn1'),
      names('spec.host%3Dn2'),
      names('status.podIPs%3D'),
      names('status.podIPs!%3D'),
    ]).toEqual([['a'], [], ['a'], []])
  })
})

describe('queries', () => {
  it.each([
    [`${PODS}?limit=x`, 'strconv.ParseInt: parsing "x": invalid syntax'],
    [`${PODS}?limit=99999999999999999999`, 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
    [`${PODS}?timeoutSeconds=`, 'strconv.ParseInt: parsing "": invalid syntax'],
  ])('%s', (url, message) => {
    const { code, body } = start()('GET', url)
    expect([code, body.message]).toEqual([400, message])
  })

  it('name managers that can be printed', () => {
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' } }
    const { code, body } = start()('POST', '/api/v1/namespaces/default/configmaps?fieldManager=a%07b', map)
    const why = 'fieldManager: Invalid value: "a\\ab": invalid character U+0007 (at position 1)'
    expect([code, body.message]).toEqual([422, `CreateOptions.meta.k8s.io "" is invalid: ${why}`])
  })

  it('read one object whatever they say of watching', () => {
    expect(start()('GET', '/api/v1/namespaces/default?watch=true')).toMatchObject({
      code: 200,
      body: { kind: 'Namespace' },
    })
  })
})

describe('deletions', () => {
  it('look at the query only where there is no body', () => {
    const ask = start()
    ask('POST', PODS, pod('a', 'Succeeded'))
    const dry = ask('DELETE', `${PODS}/a?dryRun=All&gracePeriodSeconds=0`)
    expect([dry.code, ask('GET', `${PODS}/a`).code]).toEqual([200, 200])
    ask('DELETE', `${PODS}/a?dryRun=All`, { gracePeriodSeconds: 0 })
    expect(ask('GET', `${PODS}/a`).code).toBe(404)
    const { code, body } = ask('DELETE', `${PODS}/a?gracePeriodSeconds=soon`)
    expect([code, body.message]).toEqual([400, 'strconv.ParseInt: parsing "soon": invalid syntax'])
  })

  it('of collections are judged though there is nothing in them', () => {
    const { code, body } = start()('DELETE', `${PODS}?propagationPolicy=Nope`)
    const why = 'Unsupported value: "Nope": supported values: "Foreground", "Background", "Orphan", "nil"'
    expect([code, body.message]).toEqual([422, `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: ${why}`])
  })

  it('of jobs warn that their pods stay', () => {
    const ask = start()
    const jobs = '/apis/batch/v1/namespaces/default/jobs'
    ask('POST', jobs, job)
    const warning =
      '299 - "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"'
    expect(ask('DELETE', `${jobs}/j?dryRun=All`).warnings).toBe(warning)
    expect(ask('DELETE', `${jobs}?dryRun=All`).warnings).toBe(warning)
    expect(ask('DELETE', `${jobs}/j?propagationPolicy=Background`).warnings).toBe('')
  })

  it('of namespaces have their own words for what was expected', () => {
    const ask = start()
    const { uid } = ask('GET', '/api/v1/namespaces/default').body.metadata
    const { code, body } = ask('DELETE', '/api/v1/namespaces/default', { preconditions: { uid: 'x' } })
    const why = `Precondition failed: UID in precondition: x, UID in object meta: ${uid}`
    expect([code, body.message]).toEqual([409, `Operation cannot be fulfilled on namespaces "default": ${why}`])
  })
})

describe('updates', () => {
  it('of another object tell where the stored one lies', () => {
    const ask = start()
    const path = '/api/v1/nodes'
    const node = (uid: string): object => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', uid } })
    const { uid } = ask('POST', path, node('')).body.metadata
    const { code, body } = ask('PUT', `${path}/n`, node('x'))
    const why = `Precondition failed: UID in precondition: x, UID in object meta: ${uid}`
    expect([code, body.message]).toEqual([
      409,
      `Operation cannot be fulfilled on nodes "n": StorageError: invalid object, Code: 4, Key: /registry/minions/n, ResourceVersion: 0, AdditionalErrorMsg: ${why}`,
    ])
  })
})

describe('writes', () => {
  const MAPS = '/api/v1/namespaces/default/configmaps'
  const map = (name: string, metadata: object = {}): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...metadata },
  })

  it('by patches do not change a uid', () => {
    const ask = start()
    ask('POST', MAPS, map('a'))
    const patches = ['merge-patch+json', 'strategic-merge-patch+json', 'apply-patch+yaml']
    const why = 'ConfigMap "a" is invalid: metadata.uid: Invalid value: "x": field is immutable'
    for (const type of patches) {
      const { code, body } = ask('PATCH', `${MAPS}/a?fieldManager=m`, map('a', { uid: 'x' }), undefined, {
        type: `application/${type}`,
      })
      expect([type, code, body.message]).toEqual([type, 422, why])
    }
  })

  it('of another version of an object need not name its uid', () => {
    const ask = start()
    const path = '/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers'
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' }
    const scaler = (maxReplicas: number): object => ({
      apiVersion: 'autoscaling/v1',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'h' },
      spec: { maxReplicas, scaleTargetRef },
    })
    const { uid } = ask('POST', path, scaler(2)).body.metadata
    const { code, body } = ask('PUT', `${path}/h`, scaler(3))
    expect([code, body.metadata.uid]).toEqual([200, uid])
  })

  it('that make what is not there need the right to make it', () => {
    const ask = start()
    const rbac = '/apis/rbac.authorization.k8s.io/v1'
    const apiGroup = 'rbac.authorization.k8s.io'
    const head = (kind: string): object => ({ apiVersion: `${apiGroup}/v1`, kind, metadata: { name: 'changer' } })
    const rules = [{ apiGroups: ['*'], resources: ['*'], verbs: ['patch', 'update'] }]
    ask('POST', `${rbac}/clusterroles`, { ...head('ClusterRole'), rules })
    const roleRef = { apiGroup, kind: 'ClusterRole', name: 'changer' }
    const subjects = [{ apiGroup, kind: 'User', name: 'bob' }]
    ask('POST', `${rbac}/clusterrolebindings`, { ...head('ClusterRoleBinding'), roleRef, subjects })
    const user = { name: 'bob', groups: ['system:authenticated'] }
    const applied = ask('PATCH', `${MAPS}/new?fieldManager=m`, map('new'), undefined, {
      type: 'application/apply-patch+yaml',
      user,
    })
    const refused = (what: string, name: string, resource: string, group: string): string =>
      `${what} "${name}" is forbidden: User "bob" cannot create resource "${resource}" in API group "${group}" in the namespace "default"`
    expect([applied.code, applied.body.message]).toEqual([403, refused('configmaps', 'new', 'configmaps', '')])
    const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases'
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l' } }
    const put = ask('PUT', `${leases}/l`, lease, undefined, { user })
    const group = 'coordination.k8s.io'
    expect([put.code, put.body.message]).toEqual([403, refused(`leases.${group}`, 'l', 'leases', group)])
    expect(ask('PUT', `${leases}/l`, lease).code).toBe(201)
  })

  it('to a collection in pages reach the page', () => {
    const ask = start()
    for (const name of ['a', 'b', 'c']) ask('POST', MAPS, map(name))
    const names = (answer: Answer) => answer.body.items?.map((o) => o.metadata.name)
    expect(names(ask('DELETE', `${MAPS}?limit=2`))).toEqual(['a', 'b'])
    expect(names(ask('GET', MAPS))).toEqual(['c'])
  })
})

describe('evictions', () => {
  it('of a pod with two budgets fail, though something is made', () => {
    const ask = start()
    ask('POST', PODS, { ...pod('a'), metadata: { name: 'a', labels: { app: 'a' } } })
    ask('PATCH', `${PODS}/a/status`, { status: { phase: 'Running' } }, 'application/json', {
      type: 'application/merge-patch+json',
    })
    for (const name of ['x', 'y'])
      ask('POST', '/apis/policy/v1/namespaces/default/poddisruptionbudgets', {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name },
        spec: { minAvailable: 1, selector: { matchLabels: { app: 'a' } } },
      })
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'a' } }
    const { code, body } = ask('POST', `${PODS}/a/eviction`, eviction)
    const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
    expect({ code, body }).toEqual({
      code: 500,
      body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 },
    })
    expect(ask('GET', `${PODS}/a`)).toMatchObject({ code: 200, body: { status: { phase: 'Running' } } })
  })
})

describe('reads of one object', () => {
  it('may ask for a version', () => {
    const ask = start()
    const at = (version: string) => ask('GET', `/api/v1/namespaces/default?resourceVersion=${version}`)
    expect(at('0').code).toBe(200)
    const { code, body } = at('soon')
    expect([code, body.message]).toEqual([
      500,
      'resourceVersion: Invalid value: "soon": strconv.ParseUint: parsing "soon": invalid syntax',
    ])
    const future = at('999999')
    expect([future.code, future.body.message]).toEqual([
      504,
      expect.stringMatching(/^Timeout: Too large resource version: 999999, current: \d+$/),
    ])
  })
})

describe('pages', () => {
  const MAPS = '/api/v1/namespaces/default/configmaps'
  const token = (start: string, rv: number): string =>
    Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv, start })).toString('base64url')
  const three = (): ReturnType<typeof start> => {
    const ask = start()
    for (const name of ['a', 'b', 'c'])
      ask('POST', MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { is: name } } })
    return ask
  }
  const read = (ask: ReturnType<typeof start>, query: string): object => {
    const { body } = ask('GET', `${MAPS}?${query}`)
    const { resourceVersion: _, continue: more, ...rest } = body.metadata as unknown as Record<string, string>
    const start = more && (JSON.parse(Buffer.from(more, 'base64url').toString()) as { start: string }).start
    return { names: body.items?.map(({ metadata }) => metadata.name).join() ?? body.message, start, ...rest }
  }

  it.each([
    ['limit=2', { names: 'a,b', start: '/b\0', remainingItemCount: 1 }],
    ['limit=3', { names: 'a,b,c' }],
    ['limit=2&resourceVersion=0', { names: 'a,b,c' }],
    ['limit=1&labelSelector=is%3Db', { names: 'b', start: '/b\0' }],
    ['limit=1&labelSelector=is%3Dc', { names: 'c' }],
    ['limit=1&labelSelector=is%3Dx', { names: '' }],
    ['limit=1&fieldSelector=metadata.name%3Db', { names: 'b' }],
    ['limit=1&fieldSelector=metadata.name!%3Da', { names: 'b', start: '/b\0' }],
    [`limit=1&continue=${token('/a\0', -1)}`, { names: 'b', start: '/b\0', remainingItemCount: 1 }],
    [
      `continue=${token('/../x\0', -1)}`,
      { names: 'invalid continue token: continue key is not valid: /../x\0', status: undefined },
    ],
    [
      `continue=${token('/a\0', -1)}&resourceVersion=1`,
      { names: 'specifying resource version is not allowed when using continue' },
    ],
    ['labelSelector=%3D&resourceVersionMatch=x', { names: "found '=', expected: !, identifier, or 'end of string'" }],
  ])('of %s', (query, expected) => {
    expect(read(three(), query)).toEqual(expected)
  })

  it('begin where a version was named', () => {
    const ask = three()
    const { resourceVersion } = ask('GET', MAPS).body.metadata as unknown as { resourceVersion: string }
    ask('DELETE', `${MAPS}/b`)
    expect(read(ask, `limit=2&resourceVersion=${resourceVersion}`)).toMatchObject({ names: 'a,b' })
    expect(read(ask, `resourceVersion=${resourceVersion}`)).toMatchObject({ names: 'a,c' })
  })
})

describe('tables', () => {
  it('know what their rows may carry', () => {
    expect(
      start()('GET', `${PODS}?includeObject=x`, undefined, 'application/json;as=Table;v=v1;g=meta.k8s.io'),
    ).toMatchObject({
      code: 400,
      body: {
        message:
          "Unable to convert to Table as requested: includeObject: Invalid value: \"x\": must be 'Metadata', 'Object', 'None', or empty",
      },
    })
  })

  const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io'

  it('say of a pod that it is done', () => {
    const ask = start()
    ask('POST', PODS, pod('a'))
    const path = `${PODS}/a/status`
    ask('PUT', path, pod('a', 'Failed'))
    expect(ask('GET', `${PODS}/a`, undefined, TABLE).body.rows?.[0]?.conditions).toEqual([
      { type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' },
    ])
  })

  it('show a scale as a scale', () => {
    const ask = start()
    const path = '/apis/apps/v1/namespaces/default/deployments'
    const labels = { app: 'web' }
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } }
    const spec = { replicas: 3, selector: { matchLabels: labels }, template }
    ask('POST', path, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec })
    const { columnDefinitions, rows } = ask('GET', `${path}/d/scale`, undefined, TABLE).body
    expect(columnDefinitions?.map(({ name, type, format }) => [name, type, format])).toEqual([
      ['Name', 'string', ''],
      ['Desired', 'integer', ''],
      ['Available', 'integer', ''],
      ['Age', 'string', ''],
    ])
    expect(rows?.[0]?.cells).toEqual(['d', 3, 0, '0s'])
  })
})
