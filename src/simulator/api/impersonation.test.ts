import { describe, expect, it } from 'vitest'
import type { AuthorizationAttributes, Authorizer } from '../auth/contract.ts'
import { type Headers, impersonated } from './impersonation.ts'
import { StatusError } from './status/status-error.ts'

/** Allows the verbs and resources it is given: `impersonate users`. */
const allowing = (...allowed: readonly string[]): Authorizer => ({
  authorize: ({ verb, resource }: AuthorizationAttributes) => ({
    verdict: allowed.includes(`${verb} ${resource}`) || allowed.includes('*') ? 'Allow' : 'NoOpinion',
    reason: '',
  }),
  rulesFor: () => ({ resourceRules: [], nonResourceRules: [], incomplete: false }),
})

const REQUEST = {
  method: 'GET',
  path: '/api/v1/namespaces/default/pods',
  user: { name: 'alice', groups: ['system:authenticated'] },
}

function outcome(headers: Headers, ...allowed: readonly string[]): unknown {
  try {
    return impersonated(allowing(...allowed), REQUEST, headers).user
  } catch (refused) {
    if (refused instanceof StatusError) return refused.message
    throw refused
  }
}

describe('impersonated', () => {
  it('leaves the requestor alone without headers', () => {
    expect(outcome({ accept: 'x' })).toBe(REQUEST.user)
  })

  it('gives the groups that come with being somebody', () => {
    expect(
      outcome({ 'impersonate-user': 'mia', 'impersonate-uid': '5', 'impersonate-extra-scopes': 'x' }, '*'),
    ).toEqual({
      name: 'mia',
      uid: '5',
      groups: ['system:authenticated'],
      extra: { scopes: ['x'] },
    })
    expect(outcome({ 'impersonate-user': 'system:serviceaccount:a:b' }, '*')).toEqual({
      name: 'system:serviceaccount:a:b',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:a', 'system:authenticated'],
    })
  })

  it('takes the old verb where the constrained ones are not allowed', () => {
    const headers = { 'impersonate-user': 'mia', 'impersonate-group': 'dev, ops' }
    expect(outcome(headers, 'impersonate users', 'impersonate groups')).toEqual({
      name: 'mia',
      groups: ['dev', 'ops', 'system:authenticated'],
    })
  })

  it('refuses with the first mode that fits', () => {
    const cannot = (verb: string): string =>
      `pods is forbidden: User "alice" cannot ${verb} resource "pods" in API group "" in the namespace "default"`
    expect(outcome({ 'impersonate-user': 'mia' })).toBe(cannot('impersonate-on:user-info:list'))
    expect(outcome({ 'impersonate-user': 'system:serviceaccount:a:b' })).toBe(
      cannot('impersonate-on:serviceaccount:list'),
    )
    expect(outcome({ 'impersonate-user': 'system:node:n1' })).toBe(cannot('impersonate-on:arbitrary-node:list'))
  })

  it('wants a user before anything else', () => {
    expect(outcome({ 'impersonate-group': 'dev' })).toBe(
      'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"dev"}, Extra:map[string][]string(nil)} without impersonating a user name',
    )
  })
})
