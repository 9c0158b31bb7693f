// Tokens that a webhook knows: a TokenReview is sent, and what it answers is remembered for two minutes, unless it is to be another time.
// Upstream: apiserver/plugin/pkg/authenticator/token/webhook/webhook.go, pkg/authentication/token/cache.
import type { Authenticated, TokenAuthenticator, Unauthenticated } from '../contract.ts'
import { ExpiringCache } from '../expiring-cache.ts'
import type { AskOutside, Reviewers, TokenAnswer } from '../reviewers.ts'
import { API_AUDIENCES } from './audience-agnostic.ts'

type Outcome = Authenticated | Unauthenticated | undefined

/** --authentication-token-webhook-cache-ttl. */
const CACHE_TTL_MS = 120_000
const CACHE_SIZE = 4096

/** Asks the webhook, where there is one. */
export class WebhookTokens implements TokenAuthenticator {
  readonly #reviewers: Reviewers
  readonly #cache: ExpiringCache<{ readonly outcome: Outcome }>
  readonly #cacheMs: number

  constructor(reviewers: Reviewers, now: () => number, cacheMs: number = CACHE_TTL_MS) {
    this.#reviewers = reviewers
    this.#cacheMs = cacheMs
    this.#cache = new ExpiringCache(CACHE_SIZE, now)
  }

  authenticate(token: string, audiences: readonly string[]): Outcome {
    const { tokens, outside } = this.#reviewers
    if (tokens === undefined && outside?.tokens === undefined) return undefined
    const key = JSON.stringify([token, audiences])
    const known = this.#cache.get(key)
    if (known !== undefined) return known.outcome
    const answer = outside?.tokens?.({ token, audiences })
    const outcome = answer === undefined ? judged(played(tokens, token), audiences) : judgedBy(answer, audiences)
    // Errors are not remembered.
    const remembered = outcome === undefined || 'user' in outcome
    if (remembered && this.#cacheMs > 0) this.#cache.set(key, { outcome }, this.#cacheMs)
    return outcome
  }
}

const played = (answers: readonly TokenAnswer[] = [], token: string): TokenAnswer | undefined =>
  answers.find((one) => one.token === token)

/** What the status of a review means. */
function judgedBy(answer: ReturnType<AskOutside>, wanted: readonly string[]): Outcome {
  if ('failure' in answer) return { error: answer.failure }
  const { authenticated, error, user = {}, audiences = [] } = answer.status as Partial<ReviewedToken>
  const good = wanted.filter((one) => (audiences.length > 0 ? audiences : API_AUDIENCES).includes(one))
  if (good.length === 0) return undefined
  if (authenticated !== true) return error ? { error } : undefined
  const { username = '', uid, groups = [], extra } = user
  return { user: { name: username, groups, ...(uid ? { uid } : {}), ...(extra ? { extra } : {}) }, audiences: good }
}

/** TokenReviewStatus. */
interface ReviewedToken {
  readonly authenticated: boolean
  readonly error: string
  readonly audiences: readonly string[]
  readonly user: {
    readonly username?: string
    readonly uid?: string
    readonly groups?: readonly string[]
    readonly extra?: Readonly<Record<string, readonly string[]>>
  }
}

function judged(answer: TokenAnswer | undefined, wanted: readonly string[]): Outcome {
  if (answer === undefined) return undefined
  const { user = '', uid, groups = [], error } = answer
  const audiences = wanted.filter((one) => (answer.audiences ?? API_AUDIENCES).includes(one))
  if (audiences.length === 0) return undefined
  if (error !== undefined) return { error }
  return { user: { name: user, groups, ...(uid === undefined ? {} : { uid }) }, audiences }
}
