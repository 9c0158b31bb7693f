import { describe, expect, it } from 'vitest'
import { listerOf } from '../lister.fixture.ts'
import { API_AUDIENCES, ServiceAccountTokens } from './service-account-tokens.ts'

const serviceAccount = { metadata: { name: 'robot', namespace: 'a', uid: 'u1' } }
const pod = { metadata: { name: 'p', namespace: 'a', uid: 'u2' } }

describe('ServiceAccountTokens', () => {
  it('know whose token it is, while it lives', () => {
    let now = 1_000_000
    const objects = { serviceaccounts: [serviceAccount], pods: [pod] }
    const tokens = new ServiceAccountTokens(listerOf(objects), () => now, 'key')
    const token = tokens.issue({ namespace: 'a', serviceAccount, id: 'j', audiences: API_AUDIENCES, seconds: 600, pod })
    expect(tokens.authenticate(token)).toEqual({
      user: {
        name: 'system:serviceaccount:a:robot',
        uid: 'u1',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:a', 'system:authenticated'],
        extra: {
          'authentication.kubernetes.io/credential-id': ['JTI=j'],
          'authentication.kubernetes.io/pod-name': ['p'],
          'authentication.kubernetes.io/pod-uid': ['u2'],
        },
      },
      audiences: API_AUDIENCES,
    })
    expect(tokens.authenticate(`${token}x`)).toBeUndefined()
    now += 600_000
    expect(tokens.authenticate(token)).toBeUndefined()
  })

  it('forget tokens of what is gone', () => {
    const objects = { serviceaccounts: [serviceAccount], pods: [] }
    const tokens = new ServiceAccountTokens(listerOf(objects), () => 0, 'key')
    const subject = { namespace: 'a', serviceAccount, id: 'j', audiences: API_AUDIENCES, seconds: 600 }
    expect(tokens.authenticate(tokens.issue(subject))).toBeDefined()
    expect(tokens.authenticate(tokens.issue({ ...subject, pod }))).toBeUndefined()
  })
})
