// OpenID Connect issuers a scenario plays: each publishes the public half of a key, and signs tokens with the other. All have the one
// that everybody knows, so that the same claims give the same token; what tells them apart is their URL.
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { knownRsaKey } from '../model/known-rsa-key.ts'

const KEY_ID = 'kabuki'
const HOUR_S = 3600
const ALGORITHM = 'RS256'

/** One issuer. */
export class Issuer {
  readonly url: string
  readonly #key: KeyObject
  /** What it publishes. */
  readonly keys: readonly Readonly<Record<string, unknown>>[]

  constructor(url: string) {
    this.url = url
    this.#key = createPrivateKey(knownRsaKey)
    this.keys = [{ ...createPublicKey(this.#key).export({ format: 'jwk' }), kid: KEY_ID, alg: ALGORITHM, use: 'sig' }]
  }

  /** A token with these claims; `now` in epoch milliseconds. */
  mint(claims: Readonly<Record<string, unknown>>, now: number): string {
    const issued = Math.floor(now / 1000)
    const all = { iss: this.url, iat: issued, exp: issued + HOUR_S, ...claims }
    const text = [{ alg: ALGORITHM, kid: KEY_ID, typ: 'JWT' }, all].map(encode).join('.')
    return `${text}.${sign('sha256', Buffer.from(text), this.#key).toString('base64url')}`
  }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
