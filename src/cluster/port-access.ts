// The part of the port that says how callers are known, what they may do, and what is written down of it.

import type { OidcFlagValues } from '../model/api-server-flags.ts'

/** How the API server knows its callers, what they may do, what it writes down; documents are those kube-apiserver reads from files. */
export interface AccessSpec {
  /** Lines of a static token file. */
  readonly tokens?: readonly StaticToken[]
  /** Whether who brings no credentials is let in as system:anonymous; so it is unless said. */
  readonly anonymous?: boolean
  readonly bootstrapTokens?: boolean
  /** As kube-apiserver names them: Node, RBAC, AlwaysAllow. */
  readonly authorizationModes?: readonly string[]
  /** What mode ABAC allows: a policy file, by name and text. */
  readonly authorizationPolicy?: { readonly path: string; readonly text: string }
  /** The --oidc-* flags; instead of an AuthenticationConfiguration. */
  readonly oidc?: Readonly<OidcFlagValues>
  /** AuthenticationConfiguration. */
  readonly authentication?: unknown
  /** AuthorizationConfiguration; instead of modes. */
  readonly authorization?: unknown
  /** What stands in the files of the two, as it is; JSON unless said. */
  readonly texts?: { readonly authentication?: string; readonly authorization?: string }
  /** OpenID Connect issuers with the keys they publish. */
  readonly issuers?: readonly { readonly url: string; readonly keys: readonly Readonly<Record<string, unknown>>[] }[]
  /** audit.k8s.io/v1 Policy. */
  readonly auditPolicy?: unknown
}

/** What webhooks that judge tokens or requests answer from now on: the first row that fits. */
export type ReviewerSpec =
  | { readonly is: 'tokens'; readonly answers: readonly TokenReviewAnswer[] }
  /** `name` is the authorizer's in the AuthorizationConfiguration. */
  | { readonly is: 'access'; readonly name: string; readonly answers: readonly AccessReviewAnswer[] }

/** What is said of a token. */
export interface TokenReviewAnswer {
  readonly token: string
  readonly user?: string
  readonly uid?: string
  readonly groups?: readonly string[]
  readonly audiences?: readonly string[]
  readonly error?: string
}

/** What is said of a request; what is left out fits any. */
export interface AccessReviewAnswer {
  readonly user?: string
  readonly group?: string
  readonly verb?: string
  readonly resource?: string
  readonly namespace?: string
  readonly name?: string
  readonly path?: string
  readonly decision: 'allowed' | 'denied' | 'no opinion' | 'error'
  readonly reason?: string
}

/** A line of a static token file. */
export interface StaticToken {
  readonly token: string
  readonly user: string
  readonly uid?: string
  readonly groups?: readonly string[]
}
