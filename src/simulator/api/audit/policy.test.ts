import { describe, expect, it } from 'vitest'
import type { AuthorizationAttributes } from '../../auth/contract.ts'
import { type AuditPolicy, evaluate, policyProblem } from './policy.ts'

const asked = (what: string, rest: Partial<AuthorizationAttributes> = {}): AuthorizationAttributes => {
  const [resource = '', subresource = ''] = what.split('/')
  return {
    user: { name: 'alice', groups: ['dev'] },
    verb: 'get',
    resourceRequest: true,
    apiGroup: '',
    apiVersion: 'v1',
    resource,
    subresource,
    namespace: 'shop',
    name: 'web',
    path: '',
    ...rest,
  }
}

const policyOf = (rule: object, rest: object = {}): AuditPolicy => ({
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  rules: [rule as never],
  ...rest,
})
const level = (rule: object, of: AuthorizationAttributes): string =>
  evaluate(policyOf({ level: 'Metadata', ...rule }), of).level

describe('an audit policy', () => {
  it('matches resources, subresources and stars', () => {
    const of = (...resources: string[]) => ({ resources: [{ group: '', resources }] })
    expect(level(of('pods'), asked('pods'))).toBe('Metadata')
    expect(level(of('pods'), asked('pods/log'))).toBe('None')
    expect(level(of('pods/*'), asked('pods/log'))).toBe('Metadata')
    expect(level(of('*/log'), asked('pods/log'))).toBe('Metadata')
    expect(level(of('*'), asked('pods/log'))).toBe('Metadata')
    expect(level(of('*'), asked('deployments', { apiGroup: 'apps' }))).toBe('None')
    const named = { resources: [{ group: '', resources: ['pods'], resourceNames: ['db'] }] }
    expect(level(named, asked('pods'))).toBe('None')
  })

  it('matches users, groups, verbs, namespaces and paths', () => {
    expect(level({ users: ['bob'] }, asked('pods'))).toBe('None')
    expect(level({ userGroups: ['ops', 'dev'] }, asked('pods'))).toBe('Metadata')
    expect(level({ verbs: ['list'] }, asked('pods'))).toBe('None')
    expect(level({ namespaces: ['shop'] }, asked('pods'))).toBe('Metadata')
    expect(level({ namespaces: [''] }, asked('nodes', { namespace: '' }))).toBe('Metadata')
    const path = asked('', { resourceRequest: false, path: '/healthz/etcd' })
    expect(level({ nonResourceURLs: ['/healthz*'] }, path)).toBe('Metadata')
    expect(level({ nonResourceURLs: ['/healthz'] }, path)).toBe('None')
    expect(level({ nonResourceURLs: ['*'] }, asked('pods'))).toBe('None')
  })

  it('adds up the stages that are left out, and lets a rule say whether fields are managed', () => {
    const policy = policyOf(
      { level: 'Request', omitStages: ['Panic'], omitManagedFields: false },
      { omitStages: ['RequestReceived'], omitManagedFields: true },
    )
    expect(evaluate(policy, asked('pods'))).toEqual({
      level: 'Request',
      omitStages: ['RequestReceived', 'Panic'],
      omitManagedFields: false,
    })
  })

  it('is refused in the words of the server that would not start', () => {
    expect(policyProblem({ apiVersion: 'v1', kind: 'Policy' })).toBe(
      'unknown group version field v1, Kind=Policy in policy',
    )
    expect(policyProblem(policyOf({}, { rules: [] }))).toBe('loaded illegal policy with 0 rules')
    expect(policyProblem(policyOf({ level: 'All', omitStages: ['Start'], nonResourceURLs: ['x'] }))).toBe(
      '[rules[0].level: Unsupported value: "All": supported values: "None", "Metadata", "Request", "RequestResponse", rules[0].nonResourceURLs[0]: Invalid value: "x": non-resource URL rules must begin with a \'/\' character, rules[0].omitStages[0]: Invalid value: "Start": allowed stages are RequestReceived,ResponseStarted,ResponseComplete,Panic]',
    )
  })
})
