// The --oidc-* flags of kube-apiserver, as the issuer of an AuthenticationConfiguration that they stand for.
// Upstream: ToAuthenticationConfig and validateOIDCOptions in pkg/kubeapiserver/options/authentication.go.
import type { OidcFlagValues } from '../../../model/api-server-flags.ts'
import { quote } from '../../../model/quote.ts'
import type { JwtIssuer } from './configuration.ts'

/** Flags by their names; those that were not given are absent. */
export interface OidcFlags extends Readonly<OidcFlagValues> {
  /** What is in the file of --oidc-ca-file, PEM. */
  readonly certificateAuthority?: string
}

/** Signatures an issuer may be taken with: all of them. */
export const SIGNING_ALGORITHMS: readonly string[] = ['ES', 'PS', 'RS'].flatMap((family) =>
  ['256', '384', '512'].map((size) => family + size),
)

/** What stands for no prefix at all. */
const NO_PREFIX = '-'

/** Why flags cannot be used; undefined when they can. `configured`: there is an AuthenticationConfiguration too. */
export function oidcFlagsProblem(flags: OidcFlags, configured: boolean): string | undefined {
  if (configured) return 'authentication-config file and oidc-* flags are mutually exclusive'
  if (!flags.issuerUrl || !flags.clientId) {
    return 'oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set'
  }
  const unknown = flags.signingAlgorithms?.find((one) => !SIGNING_ALGORITHMS.includes(one))
  return unknown === undefined ? undefined : `oidc: unsupported signing alg: ${quote(unknown)}`
}

/** The issuer the flags speak of. */
export function issuerOfFlags(flags: OidcFlags): JwtIssuer {
  const { issuerUrl = '', clientId = '', usernameClaim = 'sub', usernamePrefix = '', requiredClaims = {} } = flags
  const { groupsClaim = '', groupsPrefix = '', certificateAuthority } = flags
  // Names other than e-mail addresses are the issuer's own.
  const own = usernamePrefix === '' && usernameClaim !== 'email' ? `${issuerUrl}#` : usernamePrefix
  return {
    issuer: { url: issuerUrl, audiences: [clientId], ...(certificateAuthority ? { certificateAuthority } : {}) },
    claimMappings: {
      username: { claim: usernameClaim, prefix: usernamePrefix === NO_PREFIX ? '' : own },
      ...(groupsClaim === '' ? {} : { groups: { claim: groupsClaim, prefix: groupsPrefix } }),
    },
    claimValidationRules: Object.entries(requiredClaims).map(([claim, requiredValue]) => ({ claim, requiredValue })),
  }
}

/** The signatures that are taken. */
export const algorithmsOfFlags = ({ signingAlgorithms = ['RS256'] }: OidcFlags): readonly string[] => signingAlgorithms
