// AuthenticationConfiguration: the issuers whose tokens are taken, who their holders are, and who comes without credentials.
// Upstream: apiserver/pkg/apis/apiserver/{types.go,validation/validation.go}. Limits: certificate authorities and egress selectors are
// not judged, for the issuers' keys are given and not fetched.
import type { CelProgram } from '../../cel/expression.ts'
import { type AccessVariable, compileAccess } from '../../cel/kubernetes/access.ts'

/** Where a user's name or groups come from. */
export interface PrefixedClaim {
  readonly claim?: string
  readonly prefix?: string
  readonly expression?: string
}

/** Something that must hold of a token or of the user it is mapped to. */
export interface ValidationRule {
  readonly claim?: string
  readonly requiredValue?: string
  readonly expression?: string
  readonly message?: string
}

/** One issuer and what its tokens say. */
export interface JwtIssuer {
  readonly issuer?: {
    readonly url?: string
    readonly discoveryURL?: string
    readonly audiences?: readonly string[]
    readonly audienceMatchPolicy?: string
    /** PEM. */
    readonly certificateAuthority?: string
  }
  readonly claimValidationRules?: readonly ValidationRule[]
  readonly claimMappings?: {
    readonly username?: PrefixedClaim
    readonly groups?: PrefixedClaim
    readonly uid?: { readonly claim?: string; readonly expression?: string }
    readonly extra?: readonly { readonly key?: string; readonly valueExpression?: string }[]
  }
  readonly userValidationRules?: readonly ValidationRule[]
}

/** apiserver.config.k8s.io/v1 AuthenticationConfiguration. */
export interface AuthenticationConfiguration {
  readonly apiVersion?: string
  readonly kind?: string
  readonly jwt?: readonly JwtIssuer[]
  readonly anonymous?: { readonly enabled?: boolean; readonly conditions?: readonly { readonly path: string }[] }
}

/** A key as issuers publish it. */
export type JsonWebKey = Readonly<Record<string, unknown>>

const compiled = new Map<string, CelProgram | { readonly problem: string }>()

/** An expression over claims or users, compiled once. */
export function expressionOf(
  text: string,
  variable: AccessVariable,
  yields: 'bool' | 'any',
): ReturnType<typeof compileAccess> {
  const key = `${variable} ${yields} ${text}`
  const known = compiled.get(key) ?? compileAccess(text, variable, yields)
  compiled.set(key, known)
  return known
}
