import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { JwtIssuer } from '../oidc/configuration.ts'
import { configurationProblem } from '../oidc/validate.ts'
import { API_AUDIENCES } from './audience-agnostic.ts'
import { OidcAuthenticator } from './oidc.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const KEYS = [{ ...publicKey.export({ format: 'jwk' }), kid: 'a' }]
const ISSUER = 'https://login.example.com'
const NOW = Date.parse('2026-01-01T00:00:00Z')

function token(claims: object, header: object = { alg: 'RS256', kid: 'a' }): string {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const all = { iss: ISSUER, aud: 'kabuki', exp: NOW / 1000 + 60, sub: 'jane', ...claims }
  const text = `${encode(header)}.${encode(all)}`
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
}

function outcome(jwt: Partial<JwtIssuer>, text: string): unknown {
  const settings: JwtIssuer = {
    issuer: { url: ISSUER, audiences: ['kabuki'] },
    claimMappings: { username: { claim: 'sub', prefix: 'oidc:' }, groups: { claim: 'groups', prefix: '' } },
    ...jwt,
  }
  const found = new OidcAuthenticator(settings, KEYS, () => NOW).authenticate(text, API_AUDIENCES)
  return found === undefined ? undefined : 'user' in found ? found.user : found.error
}

describe('an OpenID Connect issuer', () => {
  it('makes users of claims', () => {
    expect(outcome({}, token({ groups: 'dev', jti: 'j' }))).toEqual({
      name: 'oidc:jane',
      groups: ['dev'],
      extra: { 'authentication.kubernetes.io/credential-id': ['JTI=j'] },
    })
    const claimMappings = {
      username: { expression: "claims.?nick.orValue('nobody')" },
      groups: { expression: "claims.roles.split(',')" },
      uid: { claim: 'sub' },
      extra: [{ key: 'example.org/team', valueExpression: 'claims.example__dot__org.team' }],
    }
    const claims = { roles: 'a,,b', 'example.org': { team: 'web' } }
    expect(outcome({ claimMappings }, token(claims))).toEqual({
      name: 'nobody',
      uid: 'jane',
      groups: ['a', 'b'],
      extra: { 'example.org/team': ['web'] },
    })
  })

  it('does not know the tokens of others, and says what is wrong with its own', () => {
    expect(outcome({}, token({ iss: 'https://other.example.com' }))).toBeUndefined()
    expect(outcome({}, token({ aud: ['x', 'y'] }))).toBe(
      'oidc: verify token: oidc: expected audience "kabuki" got ["x" "y"]',
    )
    expect(outcome({}, token({ exp: NOW / 1000 - 1 }))).toBe(
      'oidc: verify token: oidc: token is expired (Token Expiry: 2025-12-31 23:59:59 +0000 UTC)',
    )
    expect(outcome({}, `${token({}).slice(0, -8)}AAAAAAAA`)).toBe(
      'oidc: verify token: failed to verify signature: failed to verify id token signature',
    )
    expect(outcome({}, token({ sub: 5 }))).toBe(
      'oidc: parse username claims "sub": json: cannot unmarshal number into Go value of type string',
    )
    const email = { claimMappings: { username: { claim: 'email', prefix: '' } } }
    expect(outcome(email, token({}))).toBe('oidc: parse username claims "email": claim not present')
    expect(outcome(email, token({ email: 'a@b.c', email_verified: false }))).toBe('oidc: email not verified')
  })

  it('demands claims and rules', () => {
    const required = { claimValidationRules: [{ claim: 'hd', requiredValue: 'example.com' }] }
    expect(outcome(required, token({}))).toBe('oidc: required claim hd not present in ID token')
    expect(outcome(required, token({ hd: 'x' }))).toBe(
      'oidc: required claim hd value does not match. Got = x, want = example.com',
    )
    const rule = { claimValidationRules: [{ expression: 'claims.level > 2', message: 'too low' }] }
    expect(outcome(rule, token({ level: 1 }))).toBe(
      "oidc: error evaluating claim validation expression: validation expression 'claims.level > 2' failed: too low",
    )
    const user = { userValidationRules: [{ expression: "!user.username.startsWith('oidc:j')", message: 'no' }] }
    expect(outcome(user, token({}))).toBe(
      "oidc: error evaluating user info validation rule: validation expression '!user.username.startsWith('oidc:j')' failed: no",
    )
  })

  it('is configured as upstream allows', () => {
    const problem = (jwt: object): string | undefined => configurationProblem({ jwt: [jwt] })
    expect(problem({ issuer: { url: ISSUER, audiences: ['a'] }, claimMappings: { username: { claim: 'sub' } } })).toBe(
      'jwt[0].claimMappings.username.prefix: Required value: prefix is required when claim is set. It can be set to an empty string to disable prefixing',
    )
    expect(
      problem({
        issuer: { url: 'http://x?a', audiences: ['a', 'b'] },
        claimMappings: { username: { expression: '1 +' } },
      }),
    ).toBe(
      "[jwt[0].issuer.url: Invalid value: \"http://x?a\": URL scheme must be https, jwt[0].issuer.url: Invalid value: \"http://x?a\": URL must not contain a query, jwt[0].issuer.audienceMatchPolicy: Invalid value: \"\": audienceMatchPolicy must be MatchAny for multiple audiences, jwt[0].claimMappings.username.expression: Invalid value: \"1 +\": compilation failed: ERROR: <input>:1:4: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | 1 +\n | ...^]",
    )
    expect(configurationProblem({ anonymous: { enabled: false, conditions: [{ path: '/livez' }] } })).toBe(
      'anonymous.conditions: Invalid value: [{"path":"/livez"}]: enabled should be set to true when conditions are defined',
    )
  })
})
