import { describe, expect, it } from 'vitest'
import { StatusError } from '../../api/status/status-error.ts'
import { RbacAuthorizer } from '../authorizers/rbac.ts'
import type { GuardedWrite } from '../contract.ts'
import { listerOf } from '../lister.fixture.ts'
import { escalationGuards } from './escalation.ts'
import { RuleResolver } from './rules.ts'

const GROUP = 'rbac.authorization.k8s.io'
const role = (kind: string, name: string) => ({ apiGroup: GROUP, kind, name })
const pods = (...verbs: string[]) => ({ verbs, apiGroups: [''], resources: ['pods'] })
const binders = [{ verbs: ['bind'], apiGroups: [GROUP], resources: ['clusterroles'], resourceNames: ['view'] }]
const resolver = new RuleResolver(
  listerOf({
    [`clusterroles.${GROUP}`]: [
      { metadata: { name: 'view' }, rules: [pods('get', 'list'), pods('watch')] },
      { metadata: { name: 'reader' }, rules: [pods('get')] },
      { metadata: { name: 'binder' }, rules: binders },
    ],
    [`rolebindings.${GROUP}`]: [
      {
        metadata: { name: 'k', namespace: 'a' },
        roleRef: role('ClusterRole', 'reader'),
        subjects: [{ kind: 'User', name: 'kim' }],
      },
      {
        metadata: { name: 'l', namespace: 'a' },
        roleRef: role('ClusterRole', 'binder'),
        subjects: [{ kind: 'User', name: 'lea' }],
      },
    ],
  }),
)
const guards = escalationGuards(new RbacAuthorizer(resolver), resolver)

function refusal(
  resource: string,
  write: Omit<Partial<GuardedWrite>, 'object' | 'old'> & { object: object; old?: object },
): string | undefined {
  const whole = { user: { name: 'kim', groups: ['dev'] }, namespace: 'a', requestName: '', old: undefined, ...write }
  try {
    guards.get(`${resource}.${GROUP}`)?.(whole as GuardedWrite)
    return undefined
  } catch (refused) {
    if (refused instanceof StatusError) return refused.message
    throw refused
  }
}

const viewers = { metadata: { name: 'v' }, roleRef: role('ClusterRole', 'view') }
const HELD_NOT = 'user "kim" (groups=["dev"]) is attempting to grant RBAC permissions not currently held:'

describe('escalation guards', () => {
  it('let pass what the writer has', () => {
    expect(refusal('roles', { object: { metadata: { name: 'r' }, rules: [pods('get')] } })).toBeUndefined()
  })

  it('name what is missing, verbs of one resource together', () => {
    expect(refusal('rolebindings', { object: viewers })).toBe(
      `rolebindings.${GROUP} "v" is forbidden: ${HELD_NOT}\n{APIGroups:[""], Resources:["pods"], Verbs:["list" "watch"]}`,
    )
  })

  it('let pass whom `bind` allows, members of system:masters, and the garbage collector', () => {
    expect(refusal('rolebindings', { object: viewers, user: { name: 'lea', groups: [] } })).toBeUndefined()
    expect(
      refusal('rolebindings', { object: viewers, user: { name: 'x', groups: ['system:masters'] } }),
    ).toBeUndefined()
    const collected = { ...viewers, metadata: { name: 'v', ownerReferences: [] } }
    expect(refusal('rolebindings', { object: collected, old: viewers })).toBeUndefined()
  })

  it('say of a role that is not there that the binding is not found', () => {
    const object = { metadata: { name: 'v' }, roleRef: role('Role', 'gone') }
    expect(refusal('rolebindings', { object })).toBe(`rolebindings.${GROUP} "gone" not found`)
  })

  it('keep aggregation to those who may do everything', () => {
    const object = { metadata: { name: 'sum' }, rules: null, aggregationRule: { clusterRoleSelectors: [{}] } }
    expect(refusal('clusterroles', { object, namespace: '' })).toBe(
      `clusterroles.${GROUP} "sum" is forbidden: must have cluster-admin privileges to use the aggregationRule`,
    )
  })
})
