// Who a request comes from: bearer tokens known to the server; without one, nobody (or anonymous where that is allowed).
import { timingSafeEqual } from 'node:crypto'
import type { UserInfo } from '../simulator/compose.ts'

/** Says who asks, from the headers; undefined refuses with 401. */
export type Authenticator = (headers: Readonly<Record<string, string | undefined>>) => UserInfo | undefined

/**
 * Knows users by token, and asks `more` about others (the tokens of service accounts); who brings none is `anonymous`, or
 * refused. Impersonation is the API server's own.
 */
export function tokenAuthenticator(
  tokens: ReadonlyMap<string, UserInfo>,
  anonymous: UserInfo | undefined,
  more?: (token: string) => UserInfo | undefined,
): Authenticator {
  const known = [...tokens].map(([token, user]) => ({ token: Buffer.from(token), user }))
  return (headers) => {
    const given = /^Bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1]
    const user = given === undefined ? undefined : find(known, Buffer.from(given))
    return user ?? (given === undefined ? anonymous : more?.(given))
  }
}

function find(
  known: readonly { readonly token: Buffer; readonly user: UserInfo }[],
  given: Buffer,
): UserInfo | undefined {
  return known.find(({ token }) => token.length === given.length && timingSafeEqual(token, given))?.user
}

/** Reads a static token file: `token,user,uid[,"group1,group2"]` a line, as kube-apiserver's --token-auth-file. */
export function parseTokenFile(text: string): Map<string, UserInfo> {
  const tokens = new Map<string, UserInfo>()
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const fields = [...line.matchAll(/"([^"]*)"|([^,]+)/g)].map((m) => (m[1] ?? m[2] ?? '').trim())
    const [token, name, uid, groups] = fields
    if (!token || !name) continue
    tokens.set(token, {
      name,
      ...(uid ? { uid } : {}),
      groups: [...(groups ?? '').split(',').filter((g) => g !== ''), 'system:authenticated'],
    })
  }
  return tokens
}
