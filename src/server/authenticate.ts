// Who a request comes from, as the cluster knows its callers: a client certificate, a bearer token, or nobody.
// Upstream: apiserver/pkg/authentication/request/bearertoken, pkg/authentication/token/tokenfile.
import type { Remarks, Simulator, UserInfo } from '../simulator/compose.ts'

type Headers = Readonly<Record<string, string | undefined>>

/** What besides its headers tells who sent a request. */
export interface Sender {
  readonly path: string
  /** The certificate the client showed, in PEM. */
  readonly certificate?: string | undefined
}

/** Who asks, and what is to be said of how they are known; nobody is refused with 401. */
export interface Known {
  readonly user?: UserInfo
  readonly remarks?: Remarks
}

/** Says who asks, later where somebody outside knows. */
export type Authenticator = (headers: Headers, sender?: Sender) => Known | Promise<Known>

/** Asks the cluster; who brings nothing is the `administrator` where there is one. Impersonation is the API server's own. */
export function authenticator(simulator: Simulator, administrator: UserInfo | undefined): Authenticator {
  return (headers, { path, certificate } = { path: '/' }) => {
    const token = bearerToken(headers['authorization'])
    if (token === undefined && certificate === undefined && administrator !== undefined) return { user: administrator }
    const credentials = {
      path,
      ...(token === undefined ? {} : { token }),
      ...(certificate === undefined ? {} : { certificate }),
    }
    const { authentication, outside } = simulator.server.parts
    const judge = (): Known => authentication.request(credentials)
    return outside === undefined ? judge() : outside.serve(judge)
  }
}

/** The token of an Authorization header. */
function bearerToken(header: string | undefined): string | undefined {
  const [scheme = '', token] = (header ?? '').trim().split(' ', 2)
  return scheme.toLowerCase() === 'bearer' && token ? token : undefined
}

/** Why a static token file cannot be used. */
export class TokenFileError extends Error {}

const LEAST_COLUMNS = 3

/**
 * Reads a static token file: `token,user,uid[,"group1,group2"]` a line, as kube-apiserver's --token-auth-file; of two lines with the
 * same token the last stands. `path` names it in errors. Limit: quoted fields end with their line.
 */
export function parseTokenFile(path: string, text: string): Map<string, UserInfo> {
  const tokens = new Map<string, UserInfo>()
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue
    const fields = [...`,${line}`.matchAll(FIELD)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2] ?? '')
    if (fields.length < LEAST_COLUMNS) {
      throw new TokenFileError(
        `token file '${path}' must have at least 3 columns (token, user name, user uid), found ${fields.length}`,
      )
    }
    const [token = '', name = '', uid = '', groups = ''] = fields
    if (token === '') continue
    tokens.set(token, { name, ...(uid ? { uid } : {}), groups: groups === '' ? [] : groups.split(',') })
  }
  return tokens
}

/** One field with the comma before it. */
const FIELD = /,(?:"((?:[^"]|"")*)"|([^,]*))/g
