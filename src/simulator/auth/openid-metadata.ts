// What the server publishes of the issuer of service accounts' tokens: its discovery document and its keys.
// Upstream: pkg/serviceaccount/openidmetadata.go, pkg/routes/openidmetadata.go.
import type { MetadataDocument } from './contract.ts'
import type { TokenSigner } from './token-signer.ts'

/** Who issues the tokens of service accounts. */
export const ISSUER = 'https://kubernetes.default.svc.cluster.local'

const JWKS_PATH = '/openid/v1/jwks'
const CONFIGURATION_PATH = '/.well-known/openid-configuration'
const LASTING = 'public, max-age=3600'

/** The document at a path, for clients that find the server at this address; undefined where there is none. */
export function openIdMetadata(path: string, key: TokenSigner, address: string): MetadataDocument | undefined {
  if (path === JWKS_PATH) {
    return documentOf('application/jwk-set+json', { keys: [key.published] })
  }
  if (path !== CONFIGURATION_PATH) return undefined
  return documentOf('application/json', {
    issuer: ISSUER,
    jwks_uri: `https://${address}${JWKS_PATH}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [key.algorithm],
  })
}

const documentOf = (contentType: string, document: MetadataDocument['document']): MetadataDocument => ({
  contentType,
  cacheControl: LASTING,
  document,
})
