// Puts the chosen ways to know callers of one cluster together. Upstream: pkg/kubeapiserver/authenticator/config.go.
import type { Secret } from '../../generated/api/core.v1.ts'
import { knownRsaKey } from '../../model/known-rsa-key.ts'
import type { ClusterAuthority } from '../../model/x509/authority.ts'
import type { Lister, UserInfo } from '../api/types.ts'
import { knownAuthority } from '../data/root-ca.ts'
import { AudienceAgnostic } from './authenticators/audience-agnostic.ts'
import { BootstrapTokens } from './authenticators/bootstrap-token.ts'
import { LegacyServiceAccountTokens } from './authenticators/legacy-service-account.ts'
import { OidcAuthenticator } from './authenticators/oidc.ts'
import { ServiceAccountTokens } from './authenticators/service-account.ts'
import { StaticTokens } from './authenticators/static-token.ts'
import { UnionAuthentication } from './authenticators/union.ts'
import { WebhookTokens } from './authenticators/webhook-token.ts'
import { CertificateAuthenticator } from './authenticators/x509.ts'
import type {
  Authentication,
  LegacyTokenIssuer,
  MetadataDocument,
  TokenAuthenticator,
  TokenIssuer,
} from './contract.ts'
import type { AuthenticationConfiguration, JsonWebKey } from './oidc/configuration.ts'
import { openIdMetadata } from './openid-metadata.ts'
import type { Reviewers } from './reviewers.ts'
import { TokenSigner } from './token-signer.ts'

/** What callers of a cluster are known by. */
export interface AuthenticationOptions {
  readonly store: Lister
  /** Epoch milliseconds of cluster time. */
  readonly now: () => number
  /** A static token file's users. */
  readonly tokens?: ReadonlyMap<string, UserInfo> | undefined
  /** Default true. */
  readonly anonymous?: boolean | undefined
  /** Default false. */
  readonly bootstrapTokens?: boolean | undefined
  readonly configuration?: AuthenticationConfiguration | undefined
  /** The signatures that are taken; default all. */
  readonly signingAlgorithms?: readonly string[] | undefined
  /** The keys of issuers, by their URL. */
  readonly issuers?: ReadonlyMap<string, readonly JsonWebKey[]> | undefined
  /** What signs the tokens of service accounts, PEM. */
  readonly tokenKey?: string | undefined
  /** The cluster's own authority: certificates it signed let clients in. */
  readonly authority?: ClusterAuthority | undefined
  /** Authorities for clients' certificates besides the cluster's own, in PEM. */
  readonly clientCa?: string | undefined
  /** How long what a webhook says of a token is remembered. */
  readonly tokenCacheMs?: number | undefined
  /** Webhooks that judge tokens. */
  readonly reviewers: Reviewers
  /** Sets a label of a secret, in the server's own name. */
  readonly label: (secret: Secret, label: string, value: string) => void
}

/** How callers are known, what makes the tokens of service accounts, and what is published of those. */
export function authenticationFor(options: AuthenticationOptions): {
  readonly authentication: Authentication
  readonly issueToken: TokenIssuer
  readonly issueLegacyToken: LegacyTokenIssuer
  readonly openId: (path: string, address: string) => MetadataDocument | undefined
} {
  const { store, now, tokens, anonymous = true, bootstrapTokens = false, configuration = {} } = options
  const signer = new TokenSigner(options.tokenKey ?? knownRsaKey)
  const accounts = new ServiceAccountTokens(store, now, signer)
  const legacy = new LegacyServiceAccountTokens({ lister: store, now, signer, label: options.label })
  const chain: TokenAuthenticator[] = [
    ...(tokens === undefined ? [] : [new AudienceAgnostic(new StaticTokens(tokens))]),
    legacy,
    accounts,
    ...(bootstrapTokens ? [new AudienceAgnostic(new BootstrapTokens(store, now))] : []),
    ...(configuration.jwt ?? []).map(
      (jwt) =>
        new AudienceAgnostic(
          new OidcAuthenticator(jwt, options.issuers?.get(jwt.issuer?.url ?? ''), now, options.signingAlgorithms),
        ),
    ),
    new WebhookTokens(options.reviewers, now, options.tokenCacheMs),
  ]
  const paths = configuration.anonymous?.conditions?.map(({ path }) => path) ?? []
  const enabled = configuration.anonymous === undefined ? anonymous : configuration.anonymous.enabled === true
  const { certificate } = options.authority ?? knownAuthority
  const authorities = [certificate, ...(options.clientCa === undefined ? [] : [options.clientCa])]
  const certificates = new CertificateAuthenticator(authorities, now)
  const known = (pem: string): ReturnType<typeof certificates.authenticate> => certificates.authenticate(pem)
  const parts = { certificates: known, tokens: chain, anonymous: { enabled, paths } }
  const authentication = new UnionAuthentication(parts, now)
  const openId = (path: string, address: string): MetadataDocument | undefined => openIdMetadata(path, signer, address)
  return { authentication, issueToken: accounts.issue, issueLegacyToken: legacy.issue, openId }
}
