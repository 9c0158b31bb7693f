// Tokens that a webhook knows: a TokenReview is sent, and what it answers is remembered for two minutes.
// Upstream: apiserver/plugin/pkg/authenticator/token/webhook/webhook.go, pkg/authentication/token/cache.
import type { Authenticated, TokenAuthenticator, Unauthenticated } from '../contract.ts'
import { ExpiringCache } from '../expiring-cache.ts'
import type { Reviewers, TokenAnswer } from '../reviewers.ts'
import { API_AUDIENCES } from './audience-agnostic.ts'

type Outcome = Authenticated | Unauthenticated | undefined

const CACHE_TTL_MS = 120_000
const CACHE_SIZE = 4096

/** Asks the webhook, where there is one. */
export class WebhookTokens implements TokenAuthenticator {
  readonly #reviewers: Reviewers
  readonly #cache: ExpiringCache<{ readonly outcome: Outcome }>

  constructor(reviewers: Reviewers, now: () => number) {
    this.#reviewers = reviewers
    this.#cache = new ExpiringCache(CACHE_SIZE, now)
  }

  authenticate(token: string, audiences: readonly string[]): Outcome {
    const { tokens } = this.#reviewers
    if (tokens === undefined) return undefined
    const key = JSON.stringify([token, audiences])
    const known = this.#cache.get(key)
    if (known !== undefined) return known.outcome
    const outcome = judged(
      tokens.find((one) => one.token === token),
      audiences,
    )
    // Errors are not remembered.
    if (outcome === undefined || 'user' in outcome) this.#cache.set(key, { outcome }, CACHE_TTL_MS)
    return outcome
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
