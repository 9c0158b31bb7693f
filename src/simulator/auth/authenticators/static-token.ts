// Tokens known from the start. Upstream: apiserver/pkg/authentication/token/tokenfile.
import type { UserInfo } from '../../api/types.ts'
import type { Authenticated, TokenAuthenticator } from '../contract.ts'

/** Knows users by token; good for every audience of the server. */
export class StaticTokens implements TokenAuthenticator {
  readonly #users: ReadonlyMap<string, UserInfo>

  constructor(users: ReadonlyMap<string, UserInfo>) {
    this.#users = users
  }

  authenticate(token: string, audiences: readonly string[]): Authenticated | undefined {
    const user = this.#users.get(token)
    return user === undefined ? undefined : { user, audiences }
  }
}
