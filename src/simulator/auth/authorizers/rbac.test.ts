import { describe, expect, it } from 'vitest'
import type { AuthorizationAttributes } from '../contract.ts'
import { listerOf } from '../lister.fixture.ts'
import { RuleResolver } from '../rbac/rules.ts'
import { RbacAuthorizer } from './rbac.ts'

const GROUP = 'rbac.authorization.k8s.io'
const role = (kind: string, name: string) => ({ apiGroup: GROUP, kind, name })
const resolver = new RuleResolver(
  listerOf({
    [`clusterroles.${GROUP}`]: [
      { metadata: { name: 'paths' }, rules: [{ verbs: ['get'], nonResourceURLs: ['/logs/*', '/healthz'] }] },
      { metadata: { name: 'logs' }, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['*/log'] }] },
    ],
    [`clusterrolebindings.${GROUP}`]: [
      {
        metadata: { name: 'watchers' },
        roleRef: role('ClusterRole', 'paths'),
        subjects: [{ kind: 'Group', name: 'ops' }],
      },
      {
        metadata: { name: 'dangling' },
        roleRef: role('ClusterRole', 'gone'),
        subjects: [{ kind: 'User', name: 'ida' }],
      },
    ],
    [`roles.${GROUP}`]: [
      {
        metadata: { name: 'one', namespace: 'a' },
        rules: [{ verbs: ['*'], apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['web'] }],
      },
    ],
    [`rolebindings.${GROUP}`]: [
      {
        metadata: { name: 'b', namespace: 'a' },
        roleRef: role('Role', 'one'),
        subjects: [{ kind: 'ServiceAccount', name: 'robot' }],
      },
      {
        metadata: { name: 'c', namespace: 'a' },
        roleRef: role('ClusterRole', 'logs'),
        subjects: [{ kind: 'User', name: 'ida' }],
      },
    ],
  }),
)
const authorizer = new RbacAuthorizer(resolver)
const ROBOT = { name: 'system:serviceaccount:a:robot', groups: [] }
const IDA = { name: 'ida', groups: ['ops'] }

const ask = (some: Partial<AuthorizationAttributes>) =>
  authorizer.authorize({
    user: IDA,
    verb: 'get',
    resourceRequest: true,
    apiGroup: '',
    apiVersion: 'v1',
    resource: '',
    subresource: '',
    namespace: 'a',
    name: '',
    path: '',
    ...some,
  })

describe('RbacAuthorizer', () => {
  it('says which binding allows something', () => {
    const decision = ask({ user: ROBOT, verb: 'patch', apiGroup: 'apps', resource: 'deployments', name: 'web' })
    expect([decision.verdict, decision.reason]).toEqual([
      'Allow',
      'RBAC: allowed by RoleBinding "b/a" of Role "one" to ServiceAccount "robot/a"',
    ])
  })

  it('keeps to names, namespaces and groups', () => {
    const web = { user: ROBOT, apiGroup: 'apps', resource: 'deployments', name: 'web' }
    const answers = [
      { name: 'other' },
      { namespace: 'b' },
      { namespace: '' },
      { apiGroup: 'extensions' },
      { subresource: 'scale' },
    ]
    expect(answers.map((change) => ask({ ...web, ...change }).verdict)).toEqual(answers.map(() => 'NoOpinion'))
  })

  it('knows subresources of any resource, and paths with a star', () => {
    expect(ask({ resource: 'pods', subresource: 'log' }).verdict).toBe('Allow')
    expect(ask({ resource: 'pods', subresource: 'exec' }).verdict).toBe('NoOpinion')
    expect(ask({ resourceRequest: false, path: '/logs/a/b' }).verdict).toBe('Allow')
    expect(ask({ resourceRequest: false, path: '/logs' }).verdict).toBe('NoOpinion')
  })

  it('names roles that are not there when it has no opinion', () => {
    expect(ask({ resource: 'secrets' })).toEqual({
      verdict: 'NoOpinion',
      reason: 'RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found',
    })
  })

  it('lists what a user may do, cluster-wide rules first', () => {
    expect(authorizer.rulesFor(IDA, 'a')).toEqual({
      resourceRules: [{ verbs: ['get'], apiGroups: [''], resources: ['*/log'], resourceNames: [] }],
      nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/logs/*', '/healthz'] }],
      incomplete: false,
      error: 'clusterrole.rbac.authorization.k8s.io "gone" not found',
    })
  })
})
