// What signs the tokens of service accounts, bound ones and those in secrets, and what others verify them by: RS256 or ES256 by the
// sort of the key, which is named by the hash of its public half. Upstream: pkg/serviceaccount/jwt.go, openidmetadata.go over gopkg.in/go-jose/go-jose.v2.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { quote } from '../../model/quote.ts'
import type { ParsedToken } from './jwt.ts'

interface KeyPair {
  readonly secret: KeyObject
  readonly open: KeyObject
  readonly algorithm: 'RS256' | 'ES256'
  readonly id: string
}

/** What is published: first what kind of key it is, as go-jose writes it. */
export type PublishedKey = Readonly<Record<string, string>>

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The key of one cluster. */
export class TokenSigner {
  readonly #pem: string
  #read: KeyPair | undefined

  /** A private key, RSA or of the curve P-256; read when it is first needed. */
  constructor(pem: string) {
    this.#pem = pem
  }

  /** A token that makes these claims. */
  token(claims: object): string {
    const { secret, algorithm: alg, id: kid } = this.#pair
    const text = `${encode({ alg, kid })}.${encode(claims)}`
    return `${text}.${sign('sha256', Buffer.from(text), withEncoding(secret)).toString('base64url')}`
  }

  /** Why a token was not signed here; undefined when it was. */
  problem({ header, signed, signature }: ParsedToken): string | undefined {
    const { open, id } = this.#pair
    if (header['kid'] && header['kid'] !== id) return 'invalid signature, no keys found'
    const good = verify('sha256', Buffer.from(signed), withEncoding(open), Buffer.from(signature, 'base64url'))
    return good ? undefined : 'go-jose/go-jose: error in cryptographic primitive'
  }

  /** The algorithm of its signatures. */
  get algorithm(): string {
    return this.#pair.algorithm
  }

  /** Its public half. */
  get published(): PublishedKey {
    const { open, algorithm, id } = this.#pair
    const { kty, crv, x, y, n, e } = open.export({ format: 'jwk' })
    const fields = { use: 'sig', kty, kid: id, crv, alg: algorithm, x, y, n, e }
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as PublishedKey
  }

  get #pair(): KeyPair {
    this.#read ??= read(this.#pem)
    return this.#read
  }
}

function read(pem: string): KeyPair {
  const secret = createPrivateKey(pem)
  const open = createPublicKey(secret)
  const id = createHash('sha256')
    .update(open.export({ format: 'der', type: 'spki' }))
    .digest('base64url')
  return { secret, open, algorithm: secret.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256', id }
}

/** JSON web signatures have their two numbers side by side. */
const withEncoding = (key: KeyObject): { readonly key: KeyObject; readonly dsaEncoding: 'ieee-p1363' } => ({
  key,
  dsaEncoding: 'ieee-p1363',
})

/** Why a token is for nobody who was asked for. */
export const audienceProblem = (audiences: readonly string[], wanted: readonly string[]): string =>
  `token audiences ${goList(audiences)} is invalid for the target audiences ${goList(wanted)}`

/** A list of texts as Go's %q prints it. */
const goList = (texts: readonly string[]): string => `[${texts.map(quote).join(' ')}]`
