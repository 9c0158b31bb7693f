// Tokens of OpenID Connect issuers: verified by the issuer's keys, and mapped to a user by claims or expressions.
// Upstream: apiserver/plugin/pkg/authenticator/token/oidc/oidc.go over github.com/coreos/go-oidc v2. Limits: keys are given and not
// fetched; distributed claims are not resolved.
import { constants, createPublicKey, verify } from 'node:crypto'
import { quote } from '../../../model/quote.ts'
import { formatTime } from '../../../model/time.ts'
import type { UserInfo } from '../../api/types.ts'
import type { CelValue } from '../../cel/values/value.ts'
import type { Authenticated, TokenAuthenticator, Unauthenticated } from '../contract.ts'
import { parseToken } from '../jwt.ts'
import { accessValue, ClaimProblem, type Claims, textClaim, textsClaim, textsOf } from '../oidc/claims.ts'
import {
  expressionOf,
  type JsonWebKey,
  type JwtIssuer,
  type PrefixedClaim,
  type ValidationRule,
} from '../oidc/configuration.ts'
import { SIGNING_ALGORITHMS } from '../oidc/flags.ts'

const NOT_BEFORE_LEEWAY_MS = 60_000
const CREDENTIAL = 'authentication.kubernetes.io/credential-id'

/** Knows the tokens of one issuer. */
export class OidcAuthenticator implements TokenAuthenticator {
  readonly #jwt: JwtIssuer
  readonly #keys: readonly JsonWebKey[] | undefined
  readonly #now: () => number
  readonly #algorithms: readonly string[]

  /** Without keys the issuer has not been reached yet. */
  constructor(
    jwt: JwtIssuer,
    keys: readonly JsonWebKey[] | undefined,
    now: () => number,
    algorithms: readonly string[] = SIGNING_ALGORITHMS,
  ) {
    this.#jwt = jwt
    this.#keys = keys
    this.#now = now
    this.#algorithms = algorithms
  }

  authenticate(token: string, audiences: readonly string[]): Authenticated | Unauthenticated | undefined {
    const parsed = parseToken(token)
    if (parsed === undefined || parsed.claims['iss'] !== this.#jwt.issuer?.url) return undefined
    if (this.#keys === undefined) return { error: 'oidc: authenticator not initialized' }
    const fault = this.#fault(parsed)
    if (fault !== undefined) return { error: `oidc: verify token: ${fault}` }
    try {
      return { user: userOf(this.#jwt, parsed.claims), audiences }
    } catch (problem) {
      if (problem instanceof ClaimProblem) return { error: problem.message }
      throw problem
    }
  }

  #fault({ header, claims, signed, signature }: NonNullable<ReturnType<typeof parseToken>>): string | undefined {
    const wanted = this.#jwt.issuer?.audiences ?? []
    const given = ([] as unknown[]).concat(claims['aud'] ?? []).map(String)
    const shown = `[${given.map(quote).join(' ')}]`
    const matches = wanted.some((one) => given.includes(one))
    if (wanted.length === 1 && !matches) return `oidc: expected audience ${quote(wanted[0]!)} got ${shown}`
    const time = this.#timeFault(Number(claims['exp'] ?? 0) * 1000, claims['nbf'])
    if (time !== undefined) return time
    const algorithm = String(header['alg'])
    if (!this.#algorithms.includes(algorithm)) {
      const all = `[${this.#algorithms.map(quote).join(' ')}]`
      return `oidc: id token signed with unsupported algorithm, expected ${all} got ${quote(algorithm)}`
    }
    if (!this.#keys!.some((key) => isSigned(key, header['kid'], algorithm, signed, signature))) {
      return 'failed to verify signature: failed to verify id token signature'
    }
    if (matches) return undefined
    return `oidc: expected audience in [${[...wanted].sort().map(quote).join(' ')}] got ${shown}`
  }

  #timeFault(expires: number, notBefore: unknown): string | undefined {
    const now = this.#now()
    if (expires < now) return `oidc: token is expired (Token Expiry: ${goTime(expires)})`
    if (typeof notBefore !== 'number' || now + NOT_BEFORE_LEEWAY_MS >= notBefore * 1000) return undefined
    return `oidc: current time ${goTime(now)} before the nbf (not before) time: ${goTime(notBefore * 1000)}`
  }
}

/** A time as Go prints one. */
const goTime = (ms: number): string => `${formatTime(ms).replace('T', ' ').replace('Z', '')} +0000 UTC`

function isSigned(key: JsonWebKey, kid: unknown, algorithm: string, signed: string, signature: string): boolean {
  if (kid !== undefined && key['kid'] !== undefined && key['kid'] !== kid) return false
  const type = algorithm.startsWith('ES') ? 'EC' : 'RSA'
  if (key['kty'] !== type) return false
  const options = {
    key: createPublicKey({ key: key as never, format: 'jwk' }),
    ...(type === 'EC' ? { dsaEncoding: 'ieee-p1363' as const } : {}),
    ...(algorithm.startsWith('PS') ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {}),
  }
  return verify(`sha${algorithm.slice(2)}`, Buffer.from(signed), options, Buffer.from(signature, 'base64url'))
}

/** Who the holder of a verified token is; throws what is wrong with its claims. */
function userOf(jwt: JwtIssuer, claims: Claims): UserInfo {
  const { username = {}, groups = {}, uid = {}, extra = [] } = jwt.claimMappings ?? {}
  const value = accessValue(claims)
  const name = usernameOf(username, claims, value)
  const inGroups = groupsOf(groups, claims, value)
  const id = uidOf(uid, claims, value)
  const more: Record<string, readonly string[]> = {}
  if (typeof claims['jti'] === 'string') more[CREDENTIAL] = [`JTI=${claims['jti']}`]
  for (const { key = '', valueExpression = '' } of extra) {
    const texts = textsOf(evaluated(valueExpression, 'claims', value, ''))
    if (texts === undefined) {
      throw new ClaimProblem(
        `oidc: error evaluating extra claim expression: ${valueExpression}: expression must return a string or a list of strings`,
      )
    }
    if (texts.length > 0) more[key] = texts
  }
  const user = {
    name,
    groups: inGroups,
    ...(id === '' ? {} : { uid: id }),
    ...(Object.keys(more).length === 0 ? {} : { extra: more }),
  }
  checkClaims(jwt.claimValidationRules ?? [], claims, value)
  const seen = accessValue({ username: name, uid: id, groups: inGroups, extra: more })
  checkRules(jwt.userValidationRules ?? [], 'user', seen, 'oidc: error evaluating user info validation rule')
  return user
}

function evaluated(text: string, variable: 'claims' | 'user', value: CelValue, what: string): CelValue {
  const program = expressionOf(text, variable, 'any')
  if ('problem' in program) throw new ClaimProblem(`${what}${program.problem}`)
  const outcome = program.evaluate((name) => (name === variable ? value : undefined))
  if (outcome.error !== undefined)
    throw new ClaimProblem(`${what}expression '${text}' resulted in error: ${outcome.error}`)
  return outcome.value
}

function attempt<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch (problem) {
    throw problem instanceof ClaimProblem ? new ClaimProblem(`${what}: ${problem.message}`) : problem
  }
}

function usernameOf({ claim = '', prefix = '', expression }: PrefixedClaim, claims: Claims, value: CelValue): string {
  if (expression) {
    const what = 'oidc: error evaluating username claim expression: '
    const name = evaluated(expression, 'claims', value, what)
    if (typeof name !== 'string') throw new ClaimProblem(`${what}username claim expression must return a string`)
    if (name === '') throw new ClaimProblem('oidc: empty username via CEL expression is not allowed')
    return name
  }
  const name = attempt(`oidc: parse username claims ${quote(claim)}`, () => textClaim(claims, claim))
  if (claim === 'email' && Object.hasOwn(claims, 'email_verified')) {
    if (typeof claims['email_verified'] !== 'boolean') {
      const kind = typeof claims['email_verified']
      throw new ClaimProblem(
        `oidc: parse 'email_verified' claim: json: cannot unmarshal ${kind} into Go value of type bool`,
      )
    }
    if (!claims['email_verified']) throw new ClaimProblem('oidc: email not verified')
  }
  return prefix + name
}

function groupsOf(
  { claim = '', prefix = '', expression }: PrefixedClaim,
  claims: Claims,
  value: CelValue,
): readonly string[] {
  if (claim !== '' && Object.hasOwn(claims, claim)) {
    const groups = attempt(`oidc: parse groups claim ${quote(claim)}`, () => textsClaim(claims, claim))
    return groups.map((group) => prefix + group)
  }
  if (!expression) return []
  const what = 'oidc: error evaluating group claim expression: '
  const groups = textsOf(evaluated(expression, 'claims', value, what))
  if (groups !== undefined) return groups
  throw new ClaimProblem(`${what}expression must return a string or a list of strings`)
}

function uidOf({ claim, expression }: PrefixedClaim, claims: Claims, value: CelValue): string {
  if (claim) return attempt(`oidc: parse uid claim ${quote(claim)}`, () => textClaim(claims, claim))
  if (!expression) return ''
  const what = 'oidc: error evaluating uid claim expression: '
  const uid = evaluated(expression, 'claims', value, what)
  if (typeof uid !== 'string') throw new ClaimProblem(`${what}uid claim expression must return a string`)
  return uid
}

function checkClaims(rules: readonly ValidationRule[], claims: Claims, value: CelValue): void {
  for (const { claim = '', requiredValue = '' } of rules) {
    if (claim === '') continue
    if (!Object.hasOwn(claims, claim)) throw new ClaimProblem(`oidc: required claim ${claim} not present in ID token`)
    const found = attempt(`oidc: parse claim ${claim}`, () => textClaim(claims, claim))
    if (found === requiredValue) continue
    throw new ClaimProblem(
      `oidc: required claim ${claim} value does not match. Got = ${found}, want = ${requiredValue}`,
    )
  }
  const expressions = rules.filter(({ expression }) => expression)
  checkRules(expressions, 'claims', value, 'oidc: error evaluating claim validation expression')
}

function checkRules(
  rules: readonly ValidationRule[],
  variable: 'claims' | 'user',
  value: CelValue,
  what: string,
): void {
  for (const { expression = '', message = '' } of rules) {
    const holds = evaluated(expression, variable, value, `${what}: `)
    if (typeof holds !== 'boolean') throw new ClaimProblem(`${what}: validation expression must return a boolean`)
    if (!holds) throw new ClaimProblem(`${what}: validation expression '${expression}' failed: ${message}`)
  }
}
