// Secrets in kube-system that let new nodes join. Upstream: staging/src/k8s.io/cluster-bootstrap/util/secrets/secrets.go.
import type { Secret } from '../../../../generated/api/core.v1.ts'

/** Where they live. */
export const TOKEN_NAMESPACE = 'kube-system'
const TYPE = 'bootstrap.kubernetes.io/token'
const PREFIX = 'bootstrap-token-'
const ID = /^[a-z0-9]{6}$/
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/

/** Whether a secret is one. */
export const isBootstrapToken = ({ type, metadata }: Secret): boolean =>
  type === TYPE && metadata.namespace === TOKEN_NAMESPACE

/** A field of the secret as text. */
export const field = ({ data }: Secret, name: string): string => Buffer.from(data?.[name] ?? '', 'base64').toString()

/** When it ends in epoch milliseconds: never (Infinity) when nothing is said, long ago when what is said is no time. */
export function expirationOf(secret: Secret): number {
  const text = field(secret, 'expiration')
  if (text === '') return Number.POSITIVE_INFINITY
  return RFC3339.test(text) ? Date.parse(text) : 0
}

/** Id and secret of a token that may sign and has not ended. */
export function signingToken(secret: Secret, now: number): { readonly id: string; readonly key: string } | undefined {
  const id = field(secret, 'token-id')
  const key = field(secret, 'token-secret')
  if (!isBootstrapToken(secret) || secret.metadata.name !== PREFIX + id || !ID.test(id) || key === '') return undefined
  if (field(secret, 'usage-bootstrap-signing') !== 'true' || expirationOf(secret) <= now) return undefined
  return { id, key }
}
