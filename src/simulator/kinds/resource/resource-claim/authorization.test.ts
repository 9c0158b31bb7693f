// Who may bind claims and speak for devices.
import { describe, expect, it } from 'vitest'
import type { UserInfo } from '../../../api/types.ts'
import { ADMINISTRATOR, Simulator } from '../../../compose.ts'

const GROUP = 'resource.k8s.io'
const claims = `/apis/${GROUP}/v1/namespaces/default/resourceclaims`
const driver = (extra?: Record<string, string[]>): UserInfo => ({
  name: 'system:serviceaccount:default:driver',
  groups: ['system:serviceaccounts', 'system:authenticated'],
  ...(extra === undefined ? {} : { extra }),
})
const onNode = (name: string) => driver({ 'authentication.kubernetes.io/node-name': [name] })
const results = [{ request: 'r', driver: 'gpu.example.com', pool: 'p', device: 'x' }]
const field = { key: 'metadata.name', operator: 'In', values: ['node-1'] }
const allocation = { devices: { results }, nodeSelector: { nodeSelectorTerms: [{ matchFields: [field] }] } }
const devices = [{ driver: 'gpu.example.com', pool: 'p', device: 'x', conditions: [] }]

/** A cluster with a claim, and a driver that may change the status of claims and what else is given. */
function make(rules: readonly object[]) {
  const { server } = new Simulator({ controllers: [], disableAdmissionPlugins: ['ServiceAccount'] })
  const send = (user: UserInfo, method: string, path: string, body: unknown): string => {
    const contentType = method === 'PATCH' ? { contentType: 'application/merge-patch+json' } : {}
    const { code, body: answer } = server.handle({ method, path, user, body, ...contentType })
    return code < 300 ? 'OK' : ((answer as { message?: string }).message ?? '')
  }
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  const status = { apiGroups: [GROUP], resources: ['resourceclaims/status'], verbs: ['patch'] }
  const account = { kind: 'ServiceAccount', name: 'driver', namespace: 'default' }
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'driver' }
  const made = [
    send(ADMINISTRATOR, 'POST', `${rbac}/clusterroles`, { metadata: { name: 'driver' }, rules: [status, ...rules] }),
    send(ADMINISTRATOR, 'POST', `${rbac}/clusterrolebindings`, {
      metadata: { name: 'driver' },
      roleRef,
      subjects: [account],
    }),
    send(ADMINISTRATOR, 'POST', claims, {
      metadata: { name: 'gpu' },
      spec: { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'gpu' } }] } },
    }),
  ]
  expect(made).toEqual(['OK', 'OK', 'OK'])
  return (user: UserInfo, change: object): string => send(user, 'PATCH', `${claims}/gpu/status`, { status: change })
}

const rule = (resource: string, verbs: string[], resourceNames?: string[]) => ({
  apiGroups: [GROUP],
  resources: [`resourceclaims/${resource}`],
  verbs,
  ...(resourceNames === undefined ? {} : { resourceNames }),
})
const name = 'ResourceClaim.resource.k8s.io "gpu" is invalid: '
const user = 'User "system:serviceaccount:default:driver" cannot'

describe('the status of a claim', () => {
  it('is bound by those who may bind', () => {
    const denied = `resourceclaims.resource.k8s.io is forbidden: ${user} patch resource "resourceclaims/binding" in API group "resource.k8s.io" at the cluster scope`
    const needed = 'resource="resourceclaims/binding", verb="patch" permission'
    expect(make([])(driver(), { allocation })).toBe(
      `${name}status.allocation: Forbidden: changing status.allocation or status.reservedFor requires ${needed}: ${denied}`,
    )
    expect(make([rule('binding', ['patch'])])(driver(), { allocation })).toBe('OK')
  })

  it('tells of devices what their driver says: anywhere, or on the node of the claim', () => {
    const anywhere = make([rule('driver', ['arbitrary-node:patch'], ['gpu.example.com'])])
    expect([anywhere(ADMINISTRATOR, { allocation }), anywhere(driver(), { devices })]).toEqual(['OK', 'OK'])
    const here = make([rule('driver', ['associated-node:patch'], ['gpu.example.com'])])
    expect(here(ADMINISTRATOR, { allocation })).toBe('OK')
    const denied = (verb: string) =>
      `resourceclaims.resource.k8s.io "gpu.example.com" is forbidden: ${user} ${verb} resource "resourceclaims/driver" in API group "resource.k8s.io" in the namespace "default"`
    const needed =
      'changing status.devices requires resource="resourceclaims/driver", verb="[arbitrary-node:patch]" permission'
    expect(here(onNode('node-2'), { devices })).toBe(
      `${name}status.devices: Forbidden: ${needed}: ${denied('arbitrary-node:patch')}`,
    )
    expect(here(onNode('node-1'), { devices })).toBe('OK')
  })
})
