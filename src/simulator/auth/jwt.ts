// JSON web tokens in compact form, taken apart but not believed. Upstream: gopkg.in/go-jose/go-jose.v2/jwt.

type Json = Readonly<Record<string, unknown>>

/** The parts of a token. */
export interface ParsedToken {
  readonly header: Json
  readonly claims: Json
  /** What the signature is of. */
  readonly signed: string
  /** In base64url. */
  readonly signature: string
}

/** Takes a token apart; undefined when it is none. */
export function parseToken(token: string): ParsedToken | undefined {
  const [header, payload, signature, ...more] = token.split('.')
  if (!header || !payload || signature === undefined || more.length > 0) return undefined
  const head = decode(header)
  const claims = decode(payload)
  if (head === undefined || claims === undefined) return undefined
  return { header: head, claims, signed: `${header}.${payload}`, signature }
}

function decode(part: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
  } catch {
    return undefined
  }
}
