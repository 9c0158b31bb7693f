// All ways to know a caller, in upstream's order: client certificates, then bearer tokens, then anonymous where nothing was brought.
// Who a token was of is remembered for ten seconds: one that is revoked works on for so long.
// Upstream: pkg/kubeapiserver/authenticator/config.go, apiserver/pkg/authentication/{request/union,token/union,token/cache,group}.
import type { UserInfo } from '../../api/types.ts'
import type {
  Authenticated,
  Authentication,
  Credentials,
  Remarks,
  TokenAuthenticator,
  Unauthenticated,
} from '../contract.ts'
import { ExpiringCache } from '../expiring-cache.ts'
import { API_AUDIENCES } from './audience-agnostic.ts'

/** Anonymous requests: none, all, or those to some paths. */
export interface AnonymousAccess {
  readonly enabled: boolean
  /** Empty: all. */
  readonly paths: readonly string[]
}

/** What callers are known by. */
export interface AuthenticationParts {
  /** Knows a client by its certificate, in PEM. */
  readonly certificates?: (pem: string) => { readonly user: UserInfo } | Unauthenticated | undefined
  /** In order. */
  readonly tokens: readonly TokenAuthenticator[]
  readonly anonymous: AnonymousAccess
}

const NOBODY: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] }
const AUTHENTICATED = 'system:authenticated'
/** TokenSuccessCacheTTL; failures are not remembered. */
const SUCCESS_MS = 10_000
const CACHE_SIZE = 131_072
const INVALID = 'invalid bearer token'

/** Asks them all. */
export class UnionAuthentication implements Authentication {
  readonly #parts: AuthenticationParts
  readonly #known: ExpiringCache<Authenticated>

  /** `now` in epoch milliseconds. */
  constructor(parts: AuthenticationParts, now: () => number) {
    this.#parts = parts
    this.#known = new ExpiringCache(CACHE_SIZE, now)
  }

  request({ certificate, token, path }: Credentials): Authenticated | Unauthenticated {
    const errors: string[] = []
    const known = certificate === undefined ? undefined : this.#parts.certificates?.(certificate)
    if (known !== undefined && 'user' in known) return { user: withGroup(known.user), audiences: [] }
    if (known !== undefined) errors.push(known.error)
    if (token !== undefined) {
      const outcome = this.token(token, API_AUDIENCES)
      if ('user' in outcome) return outcome
      errors.push(outcome.error)
      return { error: aggregate(errors), ...(outcome.remarks === undefined ? {} : { remarks: outcome.remarks }) }
    }
    if (errors.length > 0) return { error: aggregate(errors) }
    const { enabled, paths } = this.#parts.anonymous
    if (enabled && (paths.length === 0 || paths.includes(path))) return { user: NOBODY, audiences: API_AUDIENCES }
    return { error: '' }
  }

  token(token: string, audiences: readonly string[]): Authenticated | Unauthenticated {
    const key = `${audiences.join(' ')} ${token}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const outcome = this.#asked(token, audiences)
    if ('user' in outcome) this.#known.set(key, outcome, SUCCESS_MS)
    return outcome
  }

  #asked(token: string, audiences: readonly string[]): Authenticated | Unauthenticated {
    // The server's own token is asked first, and does not know anybody's.
    const errors = [INVALID]
    let remarks: Remarks | undefined
    for (const authenticator of this.#parts.tokens) {
      const outcome = authenticator.authenticate(token, audiences)
      if (outcome === undefined) continue
      remarks = outcome.remarks ?? remarks
      const said = remarks === undefined ? {} : { remarks }
      if ('user' in outcome) return { user: withGroup(outcome.user), audiences: outcome.audiences, ...said }
      errors.push(outcome.error)
    }
    return { error: aggregate(errors), ...(remarks === undefined ? {} : { remarks }) }
  }
}

const aggregate = (errors: readonly string[]): string => {
  const distinct = [...new Set(errors)]
  return distinct.length === 1 ? distinct[0]! : `[${distinct.join(', ')}]`
}

/** Whoever is known is in the group of all who are. */
function withGroup(user: UserInfo): UserInfo {
  const { groups } = user
  if (groups.includes(AUTHENTICATED) || groups.includes('system:unauthenticated')) return user
  return { ...user, groups: [...groups, AUTHENTICATED] }
}
