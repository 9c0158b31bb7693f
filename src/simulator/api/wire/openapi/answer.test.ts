// The documents hold together: every reference leads somewhere, kinds are found by path, hashes name what is sent.
import { describe, expect, it } from 'vitest'
import { builtInResources } from '../../resources.ts'
import { openApiResponse } from './answer.ts'
import type { Json } from './schemas.ts'

const resources = builtInResources()
const get = (path: string, hash = ''): Json =>
  JSON.parse(openApiResponse(resources, { path, hash, protobuf: false }).body) as Json

function references(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value !== 'object' || value === null) return found
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref' && typeof inner === 'string') found.add(inner.split('/').at(-1)!)
    else references(inner, found)
  }
  return found
}

describe('OpenAPI v3', () => {
  const index = get('/openapi/v3')['paths'] as Record<string, { serverRelativeURL: string }>

  it.each(Object.keys(index))('%s is complete', (key) => {
    const [path = '', hash = ''] = index[key]!.serverRelativeURL.split('?hash=')
    const sent = openApiResponse(resources, { path, hash, protobuf: false })
    expect(sent.headers['etag']).toBe(`"${hash}"`)
    const document = JSON.parse(sent.body) as { components: { schemas: Json } }
    const missing = [...references(document)].filter((name) => document.components.schemas[name] === undefined)
    expect(missing).toEqual([])
  })

  it('sends clients with an old hash to the new one', () => {
    const { code, headers } = openApiResponse(resources, { path: '/openapi/v3/api/v1', hash: 'OLD', protobuf: false })
    expect([code, headers['location']]).toEqual([301, index['api/v1']!.serverRelativeURL])
  })

  it('names operations as upstream does', () => {
    const paths = get('/openapi/v3/apis/rbac.authorization.k8s.io/v1')['paths'] as Record<string, Json>
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => method !== 'parameters')
        .map(([method, operation]) => `${method} ${path} ${(operation as { operationId: string }).operationId}`),
    )
    const roles = operations.filter((one) => /\/roles|v1\/ /.test(one))
    const root = '/apis/rbac.authorization.k8s.io/v1'
    expect(roles).toEqual([
      `get ${root}/ getRbacAuthorizationV1APIResources`,
      `get ${root}/namespaces/{namespace}/roles listRbacAuthorizationV1NamespacedRole`,
      `post ${root}/namespaces/{namespace}/roles createRbacAuthorizationV1NamespacedRole`,
      `delete ${root}/namespaces/{namespace}/roles deleteRbacAuthorizationV1CollectionNamespacedRole`,
      `get ${root}/namespaces/{namespace}/roles/{name} readRbacAuthorizationV1NamespacedRole`,
      `put ${root}/namespaces/{namespace}/roles/{name} replaceRbacAuthorizationV1NamespacedRole`,
      `patch ${root}/namespaces/{namespace}/roles/{name} patchRbacAuthorizationV1NamespacedRole`,
      `delete ${root}/namespaces/{namespace}/roles/{name} deleteRbacAuthorizationV1NamespacedRole`,
      `get ${root}/roles listRbacAuthorizationV1RoleForAllNamespaces`,
    ])
  })
})

describe('OpenAPI v2', () => {
  it('is complete', () => {
    const document = get('/openapi/v2') as { definitions: Json; paths: Json }
    expect([...references(document)].filter((name) => document.definitions[name] === undefined)).toEqual([])
    expect(document.paths['/api/v1/namespaces/{namespace}/pods/{name}']).toBeDefined()
  })

  it('is smaller as protobuf', () => {
    const { bytes } = openApiResponse(resources, { path: '/openapi/v2', hash: '', protobuf: true })
    expect(bytes?.length).toBeGreaterThan(100_000)
    expect(Buffer.from(bytes!.subarray(0, 5)).toString('latin1')).toBe('\n\x032.0')
  })
})
