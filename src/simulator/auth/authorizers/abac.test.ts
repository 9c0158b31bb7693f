import { describe, expect, it } from 'vitest'
import { readPolicies } from '../../abac-policy-file.ts'
import type { AuthorizationAttributes } from '../contract.ts'
import { AbacAuthorizer, type AbacPolicy } from './abac.ts'

const FILE = `# Alice may do anything, Bob may look at pods of one namespace
{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"alice","namespace":"*","resource":"*","apiGroup":"*"}}

{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"bob","namespace":"shop","resource":"pods","readonly":true}}
{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"group":"*","readonly":true,"nonResourcePath":"/healthz*"}}
{"user":"carol","resource":"services"}
`

const policies = (text: string): readonly AbacPolicy[] => {
  const read = readPolicies({ path: 'policy.jsonl', text })
  if ('problem' in read) throw new Error(read.problem)
  return read
}
const authorizer = new AbacAuthorizer(policies(FILE))

function verdict(name: string, verb: string, what: Partial<AuthorizationAttributes>, groups: string[] = []): unknown {
  return authorizer.authorize({
    user: { name, groups },
    verb,
    resourceRequest: what.path === undefined,
    apiGroup: '',
    apiVersion: 'v1',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    path: '',
    ...what,
  })
}

const allowed = { verdict: 'Allow', reason: '' }
const unmatched = { verdict: 'NoOpinion', reason: 'No policy matched.' }

describe('AbacAuthorizer', () => {
  it('allows what a line allows', () => {
    expect(verdict('alice', 'delete', { resource: 'secrets', namespace: 'a', apiGroup: 'x' })).toEqual(allowed)
    expect(verdict('alice', 'get', { path: '/metrics' })).toEqual(unmatched)
    expect(verdict('bob', 'list', { resource: 'pods', namespace: 'shop' })).toEqual(allowed)
    expect(verdict('bob', 'delete', { resource: 'pods', namespace: 'shop' })).toEqual(unmatched)
    expect(verdict('bob', 'get', { resource: 'pods', namespace: 'other' })).toEqual(unmatched)
    expect(verdict('bob', 'get', { resource: 'pods', namespace: 'shop', apiGroup: 'x' })).toEqual(unmatched)
    expect(verdict('eve', 'get', { path: '/healthz/ping' }, ['system:authenticated'])).toEqual(allowed)
    expect(verdict('eve', 'get', { path: '/healthz/ping' })).toEqual(unmatched)
    expect(verdict('eve', 'post', { path: '/healthz' }, ['system:authenticated'])).toEqual(unmatched)
  })

  it('takes what a line without a version does not say for all', () => {
    expect(verdict('carol', 'create', { resource: 'services', namespace: 'a', apiGroup: 'x' })).toEqual(allowed)
    expect(verdict('carol', 'get', { path: '/metrics' })).toEqual(unmatched)
    expect(policies('{}')).toEqual([
      {
        user: '',
        group: 'system:authenticated',
        readonly: false,
        apiGroup: '*',
        resource: '*',
        namespace: '*',
        nonResourcePath: '*',
      },
    ])
  })

  it('tells what somebody may do', () => {
    expect(authorizer.rulesFor({ name: 'bob', groups: ['system:authenticated'] }, 'shop')).toEqual({
      resourceRules: [{ verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['pods'], resourceNames: [] }],
      nonResourceRules: [],
      incomplete: false,
    })
  })
})

describe('readPolicies', () => {
  it.each([
    ['{"user":', "couldn't get version/kind; json parse error: unexpected end of JSON input"],
    [
      '{"apiVersion":"v1","kind":"Pod"}',
      'no kind "Pod" is registered for version "v1" in scheme "k8s.io/kubernetes/pkg/apis/abac/register.go:33"',
    ],
    ['{"user":1}', 'json: cannot unmarshal number into Go struct field Policy.user of type string'],
    [
      '{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"readonly":"yes"}}',
      'json: cannot unmarshal string into Go struct field PolicySpec.spec.readonly of type bool',
    ],
  ])('%s', (line, why) => {
    const problem = `error reading policy file policy.jsonl, line 2: ${line}: ${why}`
    expect(readPolicies({ path: 'policy.jsonl', text: `# first\n${line}\n` })).toEqual({ problem })
  })
})
