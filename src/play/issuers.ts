// OpenID Connect issuers a scenario plays: each has a key, publishes its public half, and signs tokens with the other.
// Limit: a signature is made with chance of its own, so that tokens differ from run to run; nothing shows them.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

const KEY_ID = 'kabuki'
const HOUR_S = 3600

/** One issuer. */
export class Issuer {
  readonly url: string
  readonly #key: KeyObject
  /** What it publishes. */
  readonly keys: readonly Readonly<Record<string, unknown>>[]

  constructor(url: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.url = url
    this.#key = privateKey
    this.keys = [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'ES256', use: 'sig' }]
  }

  /** A token with these claims; `now` in epoch milliseconds. */
  mint(claims: Readonly<Record<string, unknown>>, now: number): string {
    const issued = Math.floor(now / 1000)
    const all = { iss: this.url, iat: issued, exp: issued + HOUR_S, ...claims }
    const text = [{ alg: 'ES256', kid: KEY_ID, typ: 'JWT' }, all].map(encode).join('.')
    const signature = sign('sha256', Buffer.from(text), { key: this.#key, dsaEncoding: 'ieee-p1363' })
    return `${text}.${signature.toString('base64url')}`
  }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
