// Tokens of service accounts: issued for a time and an audience, perhaps bound to a pod, a node or a secret, good as long as what
// they are bound to exists. JWTs as upstream makes them, but signed with one key by HMAC: nobody outside is to verify them.
// Upstream: pkg/serviceaccount/claims.go, jwt.go; pkg/registry/core/serviceaccount/storage/token.go.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { KubeObject, Lister, UserInfo } from '../../api/types.ts'
import type { TokenAuthenticator, TokenIssuer, TokenSubject } from '../contract.ts'

/** Whom tokens of this server are for, unless they say otherwise. */
export const API_AUDIENCES: readonly string[] = ['https://kubernetes.default.svc.cluster.local']
const ISSUER = 'https://kubernetes.default.svc.cluster.local'
const USER_PREFIX = 'system:serviceaccount:'
const EXTRA = 'authentication.kubernetes.io'

interface Reference {
  readonly name: string
  readonly uid?: string
}

interface Claims {
  readonly aud: readonly string[]
  readonly exp: number
  readonly iat: number
  readonly iss: string
  readonly jti: string
  readonly nbf: number
  readonly sub: string
  readonly 'kubernetes.io': {
    readonly namespace: string
    readonly serviceaccount: Reference
    readonly pod?: Reference
    readonly secret?: Reference
    readonly node?: Reference
    readonly warnafter?: number
  }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const HEADER = encode({ alg: 'HS256', typ: 'JWT' })

/** Issues and recognizes the tokens of one cluster. */
export class ServiceAccountTokens {
  readonly #lister: Lister
  readonly #now: () => number
  readonly #key: string

  /** `now` in epoch milliseconds. */
  constructor(lister: Lister, now: () => number, key: string) {
    this.#lister = lister
    this.#now = now
    this.#key = key
  }

  readonly issue: TokenIssuer = (subject) => {
    const text = `${HEADER}.${encode(this.#claims(subject))}`
    return `${text}.${this.#sign(text)}`
  }

  readonly authenticate: TokenAuthenticator = (token) => {
    const claims = this.#verified(token)
    if (claims === undefined || claims.exp * 1000 <= this.#now()) return undefined
    const { namespace, serviceaccount, pod, secret, node } = claims['kubernetes.io']
    const alive =
      this.#exists('serviceaccounts', namespace, serviceaccount) &&
      (pod === undefined || this.#exists('pods', namespace, pod)) &&
      (secret === undefined || this.#exists('secrets', namespace, secret)) &&
      (node === undefined || pod !== undefined || this.#exists('nodes', '', node))
    return alive ? { user: userOf(claims), audiences: claims.aud } : undefined
  }

  #claims({ namespace, serviceAccount, id, audiences, seconds, warnAfter, ...bound }: TokenSubject): Claims {
    const now = Math.floor(this.#now() / 1000)
    const reference = ({ metadata }: KubeObject): Reference => ({
      name: metadata.name ?? '',
      ...(metadata.uid ? { uid: metadata.uid } : {}),
    })
    return {
      aud: audiences,
      exp: now + seconds,
      iat: now,
      iss: ISSUER,
      jti: id,
      'kubernetes.io': {
        namespace,
        ...(bound.node === undefined ? {} : { node: reference(bound.node) }),
        ...(bound.pod === undefined ? {} : { pod: reference(bound.pod) }),
        ...(bound.secret === undefined ? {} : { secret: reference(bound.secret) }),
        serviceaccount: reference(serviceAccount),
        ...(warnAfter === undefined ? {} : { warnafter: now + warnAfter }),
      },
      nbf: now,
      sub: `${USER_PREFIX}${namespace}:${serviceAccount.metadata.name ?? ''}`,
    }
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url')
  }

  #verified(token: string): Claims | undefined {
    const [header, payload, signature, ...more] = token.split('.')
    if (header !== HEADER || payload === undefined || signature === undefined || more.length > 0) return undefined
    const expected = Buffer.from(this.#sign(`${header}.${payload}`))
    const given = Buffer.from(signature)
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims
  }

  #exists(resource: string, namespace: string, { name, uid }: Reference): boolean {
    const found = this.#lister.get(resource, namespace, name)
    return found !== undefined && (uid === undefined || found.metadata.uid === uid)
  }
}

/** Who a token's holder is. */
function userOf({ sub, jti, 'kubernetes.io': { namespace, serviceaccount, pod, node } }: Claims): UserInfo {
  return {
    name: sub,
    ...(serviceaccount.uid ? { uid: serviceaccount.uid } : {}),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    extra: {
      [`${EXTRA}/credential-id`]: [`JTI=${jti}`],
      ...described('node', node),
      ...described('pod', pod),
    },
  }
}

const described = (what: string, reference: Reference | undefined): Record<string, readonly string[]> =>
  reference === undefined
    ? {}
    : {
        [`${EXTRA}/${what}-name`]: [reference.name],
        ...(reference.uid ? { [`${EXTRA}/${what}-uid`]: [reference.uid] } : {}),
      }
