// The webhooks a scenario plays that judge tokens and requests: tables of what they answer, the first row that fits.
// Upstream: what stands behind --authentication-token-webhook-config-file and an authorizer of type Webhook.

/** What the token webhook says of a token. */
export interface TokenAnswer {
  readonly token: string
  readonly user?: string
  readonly uid?: string
  readonly groups?: readonly string[]
  readonly audiences?: readonly string[]
  /** Why it is not known. */
  readonly error?: string
}

/** What an authorization webhook says of requests; what is left out fits any. */
export interface AccessAnswer {
  readonly user?: string
  readonly group?: string
  readonly verb?: string
  readonly resource?: string
  readonly namespace?: string
  readonly name?: string
  readonly path?: string
  readonly decision: 'allowed' | 'denied' | 'no opinion' | 'error'
  readonly reason?: string
}

/** Asks a webhook outside of the cluster: the status it sets in a review of this spec, or what went wrong. */
export type AskOutside = (
  spec: Readonly<Record<string, unknown>>,
) => { readonly status: Readonly<Record<string, unknown>> } | { readonly failure: string }

/** Webhooks outside, where there are any. */
export interface OutsideReviewers {
  readonly tokens?: AskOutside | undefined
  /** By the authorizer's name. */
  access(name: string): AskOutside | undefined
}

/** The webhooks of one cluster. */
export class Reviewers {
  outside: OutsideReviewers | undefined
  /** Undefined: there is no token webhook. */
  tokens: readonly TokenAnswer[] | undefined
  /** By the authorizer's name in the AuthorizationConfiguration. */
  readonly access = new Map<string, readonly AccessAnswer[]>()
}
