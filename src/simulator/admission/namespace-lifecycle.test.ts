import { expect, it } from 'vitest'
import type { StatusError } from '../api/status/status-error.ts'
import { attributesOf, type Cluster, contextOf, refusal } from './lib/cluster.fixture.ts'
import { plugin } from './namespace-lifecycle.ts'

const cluster: Cluster = {
  namespaces: [
    { metadata: { name: 'default' }, status: { phase: 'Active' } } as never,
    { metadata: { name: 'old' }, status: { phase: 'Terminating' } } as never,
  ],
}
const object = { metadata: { generateName: 'c-' } }

it('lets things be made where there is a place for them', () => {
  expect(refusal(plugin, attributesOf('configmaps', object), cluster)).toBeUndefined()
  expect(refusal(plugin, attributesOf('configmaps', object, { namespace: 'none' }), cluster)).toBe(
    'namespaces "none" not found',
  )
  const review = attributesOf('localsubjectaccessreviews.authorization.k8s.io', object, { namespace: 'none' })
  expect(refusal(plugin, review, cluster)).toBeUndefined()
})

it('says why nothing is made in a namespace that is going away', () => {
  const attributes = attributesOf('configmaps', object, { namespace: 'old' })
  try {
    plugin.admit?.(attributes, contextOf(cluster))
    expect.unreachable()
  } catch (refused) {
    expect((refused as StatusError).status).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message:
        'configmaps "c-" is forbidden: unable to create new content in namespace old because it is being terminated',
      reason: 'Forbidden',
      details: {
        name: 'c-',
        kind: 'configmaps',
        causes: [
          {
            reason: 'NamespaceTerminating',
            message: 'namespace old is being terminated',
            field: 'metadata.namespace',
          },
        ],
      },
      code: 403,
    })
  }
  expect(refusal(plugin, { ...attributes, operation: 'UPDATE' }, cluster)).toBeUndefined()
})

it('keeps three namespaces forever', () => {
  const remove = (name: string): string | undefined =>
    refusal(plugin, attributesOf('namespaces', undefined, { operation: 'DELETE', namespace: name, name }), cluster)
  expect([remove('kube-system'), remove('old')]).toEqual([
    'namespaces "kube-system" is forbidden: this namespace may not be deleted',
    undefined,
  ])
})
