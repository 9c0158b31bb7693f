// Tokens that say nothing of audiences are good for those of the server, and no others.
// Upstream: WrapAudienceAgnosticToken in apiserver/pkg/authentication/authenticator/audagnostic.go.
import type { Authenticated, TokenAuthenticator, Unauthenticated } from '../contract.ts'

/** Whom tokens of this server are for, unless they say otherwise. */
export const API_AUDIENCES: readonly string[] = ['https://kubernetes.default.svc.cluster.local']

/** Asks another only where one of the server's audiences is wanted. */
export class AudienceAgnostic implements TokenAuthenticator {
  readonly #inner: TokenAuthenticator

  constructor(inner: TokenAuthenticator) {
    this.#inner = inner
  }

  authenticate(token: string, audiences: readonly string[]): Authenticated | Unauthenticated | undefined {
    const own = audiences.filter((one) => API_AUDIENCES.includes(one))
    return own.length === 0 ? undefined : this.#inner.authenticate(token, own)
  }
}
