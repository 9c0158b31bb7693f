import { expect, it } from 'vitest'
import type { KubeObject } from '../../api/types.ts'
import type { Review } from '../../webhooks/contract.ts'
import { attributesOf, contextOf } from '../lib/cluster.fixture.ts'
import { plugin } from './plugin.ts'

const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['*'] }]
const hookOf = (name: string, reinvocationPolicy: string) => ({
  name,
  rules,
  clientConfig: { url: `https://${name}` },
  sideEffects: 'None',
  timeoutSeconds: 5,
  admissionReviewVersions: ['v1'],
  failurePolicy: 'Fail',
  reinvocationPolicy,
})

it('asks those that want it again once another webhook changed the object, and nobody else', () => {
  const webhooks = [hookOf('first', 'IfNeeded'), hookOf('second', 'Never'), hookOf('third', 'IfNeeded')]
  const configuration = { metadata: { name: 'w' }, webhooks } as unknown as KubeObject
  const called: string[] = []
  const backend =
    (url: string) =>
    ({ apiVersion, kind, request }: Review): Review => {
      called.push(url)
      const changes = url === 'https://second' ? [{ op: 'add', path: '/data', value: {} }] : []
      const patch = changes.length === 0 ? {} : { patchType: 'JSONPatch', patch: btoa(JSON.stringify(changes)) }
      return { apiVersion, kind, response: { uid: request?.['uid'], allowed: true, ...patch } }
    }
  const context = {
    ...contextOf({ 'mutatingwebhookconfigurations.admissionregistration.k8s.io': [configuration] }),
    webhooks: backend,
    machinery: {
      ...contextOf({}).machinery,
      apply: (_: unknown, object: KubeObject) => ({ object }),
      patch: (_: unknown, object: KubeObject) => ({ object: { ...object, data: {} } as KubeObject }),
    },
  }
  const info = {
    key: 'configmaps',
    group: '',
    version: 'v1',
    apiVersion: 'v1',
    resource: 'configmaps',
    kind: 'ConfigMap',
  }
  const attributes = attributesOf('configmaps', { metadata: { name: 'c' } }, { resource: info as never })
  plugin.admit?.(attributes, context)
  expect([called, attributes.reinvocation.wanted]).toEqual([['https://first', 'https://second', 'https://third'], true])
  attributes.reinvocation.again = true
  plugin.admit?.(attributes, context)
  expect(called.slice(3)).toEqual(['https://first'])
})
