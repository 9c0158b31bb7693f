// Tokens of service accounts: issued for a time and an audience, perhaps bound to a pod, a node or a secret, good as long as what
// they are bound to exists.
// Upstream: pkg/serviceaccount/claims.go, jwt.go; pkg/registry/core/serviceaccount/storage/token.go.
import { quote } from '../../../model/quote.ts'
import { parseTime } from '../../../model/time.ts'
import type { KubeObject, Lister, UserInfo } from '../../api/types.ts'
import type {
  Authenticated,
  Remarks,
  TokenAuthenticator,
  TokenIssuer,
  TokenSubject,
  Unauthenticated,
} from '../contract.ts'
import { parseToken } from '../jwt.ts'
import { ISSUER } from '../openid-metadata.ts'
import { audienceProblem, type TokenSigner } from '../token-signer.ts'

const USER_PREFIX = 'system:serviceaccount:'
const EXTRA = 'authentication.kubernetes.io'
/** How far clocks may be apart. */
const LEEWAY_MS = 60_000
const INVALIDATED = 'service account token has been invalidated'

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

/** Issues and recognizes the tokens of one cluster. */
export class ServiceAccountTokens implements TokenAuthenticator {
  readonly #lister: Lister
  readonly #now: () => number
  readonly #signer: TokenSigner

  /** `now` in epoch milliseconds. */
  constructor(lister: Lister, now: () => number, signer: TokenSigner) {
    this.#lister = lister
    this.#now = now
    this.#signer = signer
  }

  readonly issue: TokenIssuer = (subject) => this.#signer.token(this.#claims(subject))

  authenticate(token: string, wanted: readonly string[]): Authenticated | Unauthenticated | undefined {
    const parsed = parseToken(token)
    if (parsed === undefined || parsed.claims['iss'] !== ISSUER) return undefined
    const unsigned = this.#signer.problem(parsed)
    if (unsigned !== undefined) return { error: unsigned }
    const claims = parsed.claims as unknown as Claims
    const audiences = claims.aud.filter((one) => wanted.includes(one))
    if (audiences.length === 0) return { error: audienceProblem(claims.aud, wanted) }
    const error = this.#problem(claims)
    return error === undefined ? { user: userOf(claims), audiences, ...this.#staleness(claims) } : { error }
  }

  /** Whether it is used longer than its holder should; it is good for longer, for those who do not read it anew. */
  #staleness({ sub, 'kubernetes.io': { warnafter } }: Claims): { readonly remarks?: Remarks } {
    const seconds = Math.floor(this.#now() / 1000) - (warnafter ?? Number.POSITIVE_INFINITY)
    if (seconds < 0 || this.#now() <= (warnafter ?? 0) * 1000) return {}
    const text = `subject: ${sub}, seconds after warning threshold: ${seconds}`
    return { remarks: { warnings: [], annotations: { 'authentication.k8s.io/stale-token': text } } }
  }

  /** Why a token that is ours is good no more. */
  #problem(claims: Claims): string | undefined {
    const now = this.#now()
    if (now - LEEWAY_MS > claims.exp * 1000) return 'service account token has expired'
    if (now + LEEWAY_MS < claims.nbf * 1000) return 'service account token is not valid yet'
    if (now + LEEWAY_MS < claims.iat * 1000) return 'service account token is issued in the future'
    const { namespace, serviceaccount, pod, secret, node } = claims['kubernetes.io']
    const account = this.#lister.get('serviceaccounts', namespace, serviceaccount.name)
    if (account === undefined) return `serviceaccounts ${quote(serviceaccount.name)} not found`
    if (account.metadata.uid !== serviceaccount.uid) {
      return `service account UID (${account.metadata.uid}) does not match claim (${serviceaccount.uid})`
    }
    if (this.#isDeleted(account)) return `service account ${namespace}/${serviceaccount.name} has been deleted`
    return (
      this.#boundProblem('secret', 'secrets', namespace, secret) ??
      this.#boundProblem('pod', 'pods', namespace, pod) ??
      (pod === undefined ? this.#boundProblem('node', 'nodes', '', node) : undefined)
    )
  }

  /** Whether what a token is bound to is gone. */
  #boundProblem(what: string, resource: string, namespace: string, bound: Reference | undefined): string | undefined {
    if (bound === undefined) return undefined
    const found = this.#lister.get(resource, namespace, bound.name)
    if (found === undefined) return INVALIDATED
    const { uid } = found.metadata
    if (uid !== bound.uid) {
      return `${what} UID (${uid}) does not match service account ${what} ref claim (${bound.uid ?? ''})`
    }
    return this.#isDeleted(found) ? INVALIDATED : undefined
  }

  /** On its way out for longer than clocks may differ. */
  #isDeleted({ metadata }: KubeObject): boolean {
    return !!metadata.deletionTimestamp && parseTime(metadata.deletionTimestamp) < this.#now() - LEEWAY_MS
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
}

/** Who a token's holder is. */
function userOf({ sub, jti, 'kubernetes.io': { namespace, serviceaccount, pod, node } }: Claims): UserInfo {
  return {
    name: sub,
    ...(serviceaccount.uid ? { uid: serviceaccount.uid } : {}),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
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
