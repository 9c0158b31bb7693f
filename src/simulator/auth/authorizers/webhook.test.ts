import { describe, expect, it } from 'vitest'
import { readAuthorization } from '../authorization-configuration.ts'
import type { AuthorizationAttributes } from '../contract.ts'
import { type AccessAnswer, Reviewers } from '../reviewers.ts'
import { WebhookAuthorizer } from './webhook.ts'

const asked: AuthorizationAttributes = {
  user: { name: 'carol', groups: ['dev'] },
  verb: 'get',
  resourceRequest: true,
  apiGroup: '',
  apiVersion: 'v1',
  resource: 'pods',
  subresource: '',
  namespace: 'shop',
  name: 'web',
  path: '',
}
const WEBHOOK = {
  timeout: '3s',
  subjectAccessReviewVersion: 'v1',
  matchConditionSubjectAccessReviewVersion: 'v1',
  failurePolicy: 'Deny',
  connectionInfo: { type: 'InClusterConfig' },
}

function authorizer(more: object = {}) {
  const read = readAuthorization({ authorizers: [{ type: 'Webhook', name: 'opa', webhook: { ...WEBHOOK, ...more } }] })
  if ('problem' in read) throw new Error(read.problem)
  const [one] = read
  if (one?.type !== 'Webhook') throw new Error('no webhook')
  const reviewers = new Reviewers()
  const clock = { now: 0 }
  const made = new WebhookAuthorizer(one.settings, reviewers, () => clock.now)
  return {
    clock,
    ask: () => made.authorize(asked),
    says: (...rows: AccessAnswer[]) => reviewers.access.set('opa', rows),
  }
}

describe('the Webhook authorizer', () => {
  it('remembers what it was answered for its time', () => {
    const { clock, ask, says } = authorizer()
    says({ decision: 'denied', reason: 'not now' })
    expect(ask()).toEqual({ verdict: 'Deny', reason: 'not now' })
    says({ user: 'carol', decision: 'allowed', reason: 'fine' })
    clock.now = 30_000
    expect(ask()).toEqual({ verdict: 'Deny', reason: 'not now' })
    clock.now = 30_001
    expect(ask()).toEqual({ verdict: 'Allow', reason: 'fine' })
    says()
    clock.now = 330_001
    expect(ask()).toEqual({ verdict: 'Allow', reason: 'fine' })
    clock.now = 330_002
    expect(ask()).toEqual({ verdict: 'NoOpinion', reason: '' })
  })

  it('is not asked where a condition does not hold, and fails as its policy says', () => {
    const skipped = authorizer({ matchConditions: [{ expression: "request.resourceAttributes.verb == 'list'" }] })
    skipped.says({ decision: 'denied' })
    expect(skipped.ask()).toEqual({ verdict: 'NoOpinion', reason: '' })
    const broken = authorizer({ matchConditions: [{ expression: "request.extra['a'][0] == 'b'" }] })
    expect(broken.ask()).toEqual({
      verdict: 'Deny',
      reason: '',
      error: "cel evaluation error: expression 'request.extra['a'][0] == 'b'' resulted in error: no such key: a",
    })
    const unreachable = authorizer({ failurePolicy: 'NoOpinion' })
    unreachable.says({ decision: 'error', reason: 'connection refused' })
    expect(unreachable.ask()).toEqual({ verdict: 'NoOpinion', reason: '', error: 'connection refused' })
  })

  it('is configured as upstream allows', () => {
    expect(readAuthorization({})).toEqual({
      problem: 'authorizers: Required value: at least one authorization mode must be defined',
    })
    expect(
      readAuthorization({ authorizers: [{ type: 'Magic' }, { type: 'Webhook', name: 'A' }, { type: 'RBAC' }] }),
    ).toEqual({
      problem:
        '[authorizers[0].type: Unsupported value: "Magic": supported values: "ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook", authorizers[1].name: Invalid value: "A": authorizer name is invalid: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, \'-\' or \'.\', and must start and end with an alphanumeric character (e.g. \'example.com\', regex used for validation is \'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\'), authorizers[1].webhook: Required value: required when type=Webhook, authorizers[2].name: Required value]',
    })
  })
})
