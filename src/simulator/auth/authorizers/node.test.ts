import { describe, expect, it } from 'vitest'
import type { AuthorizationAttributes } from '../contract.ts'
import { listerOf } from '../lister.fixture.ts'
import { NodeAuthorizer } from './node.ts'

const pod = {
  metadata: { name: 'web', namespace: 'shop', uid: '1' },
  spec: {
    nodeName: 'node-1',
    serviceAccountName: 'shopper',
    containers: [{ name: 'app', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'password', key: 'a' } } }] }],
    volumes: [
      { name: 'settings', configMap: { name: 'settings' } },
      { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
      { name: 'scratch', ephemeral: { volumeClaimTemplate: {} } },
    ],
  },
  status: {},
}
const volume = {
  metadata: { name: 'pv-1' },
  spec: {
    claimRef: { namespace: 'shop', name: 'data' },
    csi: {
      nodeStageSecretRef: { namespace: 'storage', name: 'stage' },
      controllerExpandSecretRef: { namespace: 'storage', name: 'expand' },
    },
  },
}

type Listener = (change: { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: { metadata: object } }) => void

function authorizer() {
  const listeners: Listener[] = []
  const source = {
    ...listerOf({ pods: [pod], persistentvolumes: [volume] }),
    listen: (_: string, listener: Listener) => listeners.push(listener),
  }
  const node = new NodeAuthorizer(source, {
    enabled: (gate) => gate === 'KubeletServiceAccountTokenForCredentialProviders',
  })
  const ask = (verb: string, what: string, rest: Partial<AuthorizationAttributes> = {}): string => {
    const [resource = '', name = ''] = what.split(' ')
    const decision = node.authorize({
      user: { name: 'system:node:node-1', groups: ['system:nodes', 'system:authenticated'] },
      verb,
      resourceRequest: true,
      apiGroup: '',
      apiVersion: 'v1',
      resource,
      subresource: '',
      namespace: 'shop',
      name,
      path: '',
      ...rest,
    })
    return decision.verdict === 'Allow' ? 'yes' : decision.reason || 'no'
  }
  const tell: Listener = (change) => {
    for (const listener of listeners) listener(change)
  }
  return { ask, tell }
}

describe('the Node authorizer', () => {
  it('lets a node read what its pods name, and nothing else', () => {
    const { ask } = authorizer()
    const none = "no relationship found between node 'node-1' and this object"
    expect(ask('get', 'secrets password')).toBe('yes')
    expect(ask('watch', 'secrets password')).toBe('yes')
    expect(ask('get', 'secrets other')).toBe(none)
    expect(ask('list', 'secrets')).toBe('No Object name found')
    expect(ask('list', 'secrets', { namespace: '' })).toBe('can only read namespaced object of this type')
    expect(ask('create', 'secrets password')).toBe('can only read resources of this type')
    expect(ask('get', 'configmaps settings')).toBe('yes')
    expect(ask('get', 'persistentvolumeclaims data')).toBe('yes')
    expect(ask('get', 'persistentvolumeclaims web-scratch')).toBe('yes')
    expect(ask('list', 'persistentvolumeclaims')).toBe('can only get individual resources of this type')
    expect(ask('patch', 'persistentvolumeclaims data', { subresource: 'status' })).toBe('yes')
    expect(ask('get', 'persistentvolumes pv-1', { namespace: '' })).toBe('yes')
    expect(ask('get', 'secrets stage', { namespace: 'storage' })).toBe('yes')
    expect(ask('get', 'secrets expand', { namespace: 'storage' })).toBe(none)
    expect(ask('get', 'serviceaccounts shopper')).toBe('yes')
    expect(ask('create', 'serviceaccounts shopper', { subresource: 'token' })).toBe('yes')
    expect(ask('create', 'serviceaccounts default', { subresource: 'token' })).toBe(none)
    expect(ask('create', 'serviceaccounts')).toBe('can only create tokens for individual service accounts')
    expect(ask('get', 'pods web')).toBe('yes')
    const ofNode = { fieldSelector: [{ field: 'spec.nodeName', equal: true, value: 'node-1' }] }
    expect(ask('list', 'pods', { namespace: '', ...ofNode })).toBe('yes')
    expect(ask('list', 'pods')).toBe('can only list/watch pods with spec.nodeName field selector')
    expect(ask('get', 'nodes node-2')).toBe("node 'node-1' cannot read 'node-2', only its own Node object")
    expect(ask('list', 'nodes')).toBe("node 'node-1' cannot read all nodes, only its own Node object")
    expect(ask('list', 'services')).toBe('yes')
    expect(ask('create', 'services')).toBe('no')
  })

  it('forgets what a pod named when the pod is gone', () => {
    const { ask, tell } = authorizer()
    expect(ask('get', 'secrets password')).toBe('yes')
    tell({ type: 'DELETED', object: pod })
    expect(ask('get', 'secrets password')).toBe("no relationship found between node 'node-1' and this object")
    tell({ type: 'ADDED', object: { ...pod, spec: { ...pod.spec, nodeName: 'node-2' } } as never })
    expect(ask('get', 'secrets password')).toBe("no relationship found between node 'node-1' and this object")
  })

  it('does not know users that are no nodes', () => {
    const { ask } = authorizer()
    const user = { name: 'system:node:', groups: ['system:nodes'] }
    expect(ask('get', 'pods web', { user })).toBe('unknown node for user "system:node:"')
    expect(ask('get', 'pods web', { user: { name: 'system:node:node-1', groups: [] } })).toBe('no')
  })
})
