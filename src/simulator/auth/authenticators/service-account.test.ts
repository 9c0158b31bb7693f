import { describe, expect, it } from 'vitest'
import { knownRsaKey } from '../../../model/known-rsa-key.ts'
import { listerOf } from '../lister.fixture.ts'
import { TokenSigner } from '../token-signer.ts'
import { API_AUDIENCES } from './audience-agnostic.ts'
import { ServiceAccountTokens } from './service-account.ts'

const serviceAccount = { metadata: { name: 'robot', namespace: 'a', uid: 'u1' } }
const pod = { metadata: { name: 'p', namespace: 'a', uid: 'u2' } }

describe('ServiceAccountTokens', () => {
  it('know whose token it is, while it lives', () => {
    let now = 1_000_000
    const objects = { serviceaccounts: [serviceAccount], pods: [pod] }
    const tokens = new ServiceAccountTokens(listerOf(objects), () => now, new TokenSigner(knownRsaKey))
    const token = tokens.issue({ namespace: 'a', serviceAccount, id: 'j', audiences: API_AUDIENCES, seconds: 600, pod })
    expect(tokens.authenticate(token, API_AUDIENCES)).toEqual({
      user: {
        name: 'system:serviceaccount:a:robot',
        uid: 'u1',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:a'],
        extra: {
          'authentication.kubernetes.io/credential-id': ['JTI=j'],
          'authentication.kubernetes.io/pod-name': ['p'],
          'authentication.kubernetes.io/pod-uid': ['u2'],
        },
      },
      audiences: API_AUDIENCES,
    })
    const refused = (text: string, audiences = API_AUDIENCES): unknown => tokens.authenticate(text, audiences)
    const [header = '', payload = '', signature = ''] = token.split('.')
    const forged = Buffer.from(signature, 'base64url').reverse().toString('base64url')
    expect(refused(`${header}.${payload}.${forged}`)).toEqual({
      error: 'go-jose/go-jose: error in cryptographic primitive',
    })
    const other = Buffer.from('{"alg":"RS256","kid":"other"}').toString('base64url')
    expect(refused(`${other}.${payload}.${signature}`)).toEqual({ error: 'invalid signature, no keys found' })
    expect(refused('some.other.token')).toBeUndefined()
    expect(refused(token, ['vault'])).toEqual({
      error:
        'token audiences ["https://kubernetes.default.svc.cluster.local"] is invalid for the target audiences ["vault"]',
    })
    now += 660_000
    expect(refused(token)).toHaveProperty('user')
    now += 1000
    expect(refused(token)).toEqual({ error: 'service account token has expired' })
  })

  it('forget tokens of what is gone', () => {
    const objects = { serviceaccounts: [serviceAccount], pods: [], nodes: [{ metadata: { name: 'p', uid: 'u9' } }] }
    const tokens = new ServiceAccountTokens(listerOf(objects), () => 0, new TokenSigner(knownRsaKey))
    const subject = { namespace: 'a', serviceAccount, id: 'j', audiences: API_AUDIENCES, seconds: 600 }
    const outcome = (more: object): unknown => tokens.authenticate(tokens.issue({ ...subject, ...more }), API_AUDIENCES)
    expect(outcome({})).toHaveProperty('user')
    expect(outcome({ pod })).toEqual({ error: 'service account token has been invalidated' })
    expect(outcome({ node: pod })).toEqual({
      error: 'node UID (u9) does not match service account node ref claim (u2)',
    })
    expect(outcome({ serviceAccount: { metadata: { name: 'x', namespace: 'a', uid: 'u3' } } })).toEqual({
      error: 'serviceaccounts "x" not found',
    })
  })
})
