import { describe, expect, it } from 'vitest'
import { attributesOf, refusal } from '../lib/cluster.fixture.ts'
import { plugin } from './plugin.ts'

const user = { name: 'system:node:node-1', groups: ['system:nodes'] }
const owner = { apiVersion: 'v1', kind: 'Node', name: 'node-1', uid: 'n1', controller: true }
const mirror = {
  metadata: {
    name: 'web',
    namespace: 'default',
    annotations: { 'kubernetes.io/config.mirror': 'x' },
    ownerReferences: [owner],
  },
  spec: { nodeName: 'node-1', containers: [{ name: 'app' }] },
}
const cluster = {
  nodes: [{ metadata: { name: 'node-1', uid: 'n1' } }],
  pods: [
    { metadata: { name: 'mine', namespace: 'default', uid: 'p1' }, spec: { nodeName: 'node-1', containers: [] } },
    { metadata: { name: 'other', namespace: 'default', uid: 'p2' }, spec: { nodeName: 'node-2', containers: [] } },
  ],
}
const ask = (key: string, object: object | undefined, rest: Parameters<typeof attributesOf>[2] = {}) =>
  refusal(plugin, attributesOf(key, object, { user, ...rest }), cluster)

describe('NodeRestriction', () => {
  it('judges nodes', () => {
    const node = (labels: object, spec = {}, meta = {}) => ({ metadata: { name: 'node-1', labels, ...meta }, spec })
    const update = (now: object) =>
      ask('nodes', now, { operation: 'UPDATE', oldObject: node({}) as never, name: 'node-1' })
    expect(ask('nodes', node({ 'kubernetes.io/hostname': 'x', team: 'a', 'x.node.kubernetes.io/a': 'b' }))).toBe(
      undefined,
    )
    expect(ask('nodes', node({ 'node-role.kubernetes.io/worker': '', 'a.node-restriction.kubernetes.io/b': '' }))).toBe(
      'nodes "node-1" is forbidden: node "node-1" is not allowed to set the following labels: a.node-restriction.kubernetes.io/b, node-role.kubernetes.io/worker',
    )
    expect(ask('nodes', { metadata: { name: 'node-2' }, spec: {} })).toBe(
      'nodes "node-2" is forbidden: node "node-1" is not allowed to modify node "node-2"',
    )
    expect(update(node({ 'k8s.io/x': 'y' }))).toBe(
      'nodes "node-1" is forbidden: is not allowed to modify labels: k8s.io/x',
    )
    expect(update(node({}, { taints: [{ key: 'a', effect: 'NoExecute' }] }))).toBe(
      'nodes "node-1" is forbidden: node "node-1" is not allowed to modify taints',
    )
    expect(update(node({}, {}, { ownerReferences: [owner] }))).toBe(
      'nodes "node-1" is forbidden: node "node-1" is not allowed to modify ownerReferences',
    )
  })

  it('judges pods', () => {
    expect(ask('pods', mirror)).toBe(undefined)
    expect(ask('pods', { ...mirror, metadata: { name: 'web' } })).toBe(
      'pods "web" is forbidden: pod does not have "kubernetes.io/config.mirror" annotation, node "node-1" can only create mirror pods',
    )
    expect(ask('pods', { ...mirror, spec: { ...mirror.spec, volumes: [{ name: 's', secret: {} }] } })).toBe(
      'pods "web" is forbidden: node "node-1" can not create pods that reference secrets (via secret volumes)',
    )
    const other = { ...mirror.metadata, ownerReferences: [{ ...owner, uid: 'n2' }] }
    expect(ask('pods', { ...mirror, metadata: other })).toBe(
      'pods "web" is forbidden: node node-1 UID mismatch: expected n2 got n1',
    )
    const remove = { operation: 'DELETE' as const }
    expect(ask('pods', undefined, { ...remove, name: 'mine' })).toBe(undefined)
    expect(ask('pods', undefined, { ...remove, name: 'other' })).toBe(
      'pods "other" is forbidden: node "node-1" can only delete pods with spec.nodeName set to itself',
    )
    expect(ask('pods', cluster.pods[0], { subresource: 'binding' })).toBe(
      'pods "mine" is forbidden: unexpected pod subresource "binding", only \'status\' and \'eviction\' are allowed',
    )
    expect(ask('pods', { metadata: { name: 'other' } }, { subresource: 'eviction' })).toBe(
      'pods "other" is forbidden: node node-1 can only evict pods with spec.nodeName set to itself',
    )
  })

  it('judges tokens', () => {
    const token = (spec: object) =>
      ask('serviceaccounts', { metadata: {}, spec }, { subresource: 'token', name: 'default' })
    const bound = (name: string, uid: string) => ({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid } })
    expect(token({})).toBe('serviceaccounts "default" is forbidden: node requested token not bound to a pod')
    expect(token(bound('other', 'p2'))).toBe(
      'serviceaccounts "default" is forbidden: node requested token bound to a pod scheduled on a different node',
    )
    expect(token({ ...bound('mine', 'p1'), audiences: ['a', 'b'] })).toBe(
      'serviceaccounts "default" is forbidden: node may only request 0 or 1 audiences',
    )
    expect(token(bound('mine', 'p1'))).toBe(undefined)
  })

  it('leaves everybody else alone', () => {
    const admin = { user: { name: 'admin', groups: [] } }
    expect(ask('nodes', { metadata: { name: 'node-2' }, spec: {} }, admin)).toBe(undefined)
  })
})
