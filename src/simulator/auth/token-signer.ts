// What signs the tokens of service accounts, bound ones and those in secrets: one key, by HMAC, since nobody outside is to verify
// them. Upstream: JWTTokenGenerator in pkg/serviceaccount/jwt.go.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { quote } from '../../model/quote.ts'
import type { ParsedToken } from './jwt.ts'

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const HEADER = encode({ alg: 'HS256', typ: 'JWT' })

/** The key of one cluster. */
export class TokenSigner {
  readonly #key: string

  constructor(key: string) {
    this.#key = key
  }

  /** A token that makes these claims. */
  token(claims: object): string {
    const text = `${HEADER}.${encode(claims)}`
    return `${text}.${this.#sign(text)}`
  }

  /** Why a token was not signed here; undefined when it was. */
  problem({ header, signed, signature }: ParsedToken): string | undefined {
    if (header['kid']) return 'invalid signature, no keys found'
    const expected = Buffer.from(this.#sign(signed))
    const given = Buffer.from(signature)
    const good = expected.length === given.length && timingSafeEqual(expected, given)
    return good ? undefined : 'go-jose/go-jose: error in cryptographic primitive'
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url')
  }
}

/** Why a token is for nobody who was asked for. */
export const audienceProblem = (audiences: readonly string[], wanted: readonly string[]): string =>
  `token audiences ${goList(audiences)} is invalid for the target audiences ${goList(wanted)}`

/** A list of texts as Go's %q prints it. */
const goList = (texts: readonly string[]): string => `[${texts.map(quote).join(' ')}]`
