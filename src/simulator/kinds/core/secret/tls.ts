// The warning about a TLS secret whose certificate and key do not go together: the text of the error of Go's tls.X509KeyPair.
// Limits: why a certificate cannot be parsed is said in one sentence where Go has many.
import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { Secret } from '../../../../generated/api/core.v1.ts'

interface Block {
  readonly type: string
  readonly pem: string
}

const PEM = /-----BEGIN ([^\n]*?)-----[ \t]*\r?\n([A-Za-z0-9+/=\s]*?)\n?-----END \1-----/g

const blocksOf = (text: string): readonly Block[] =>
  [...text.matchAll(PEM)].map((match) => ({ type: match[1]!, pem: match[0] }))

const isKey = ({ type }: Block): boolean => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY')

const typesOf = (blocks: readonly Block[]): string => `[${blocks.map(({ type }) => type).join(' ')}]`

/** warningsForSecret: one warning, for TLS secrets only. */
export function tlsWarnings(object: Secret): readonly string[] {
  if (object.type !== 'kubernetes.io/tls') return []
  const text = (key: string): string => Buffer.from(object.data?.[key] ?? '', 'base64').toString('latin1')
  const problem = keyPairProblem(blocksOf(text('tls.crt')), blocksOf(text('tls.key')))
  return problem === undefined ? [] : [problem]
}

function keyPairProblem(certificates: readonly Block[], keys: readonly Block[]): string | undefined {
  const certificate = certificates.find(({ type }) => type === 'CERTIFICATE')
  if (certificate === undefined) return withoutCertificate(certificates)
  const key = keys.find(isKey)
  if (key === undefined) return withoutKey(keys)
  return mismatch(certificate.pem, key.pem)
}

function withoutCertificate(skipped: readonly Block[]): string {
  if (skipped.length === 0) return 'tls: failed to find any PEM data in certificate input'
  if (skipped.length === 1 && skipped[0]!.type.endsWith('PRIVATE KEY')) {
    return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched'
  }
  return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: ${typesOf(skipped)}`
}

function withoutKey(skipped: readonly Block[]): string {
  if (skipped.length === 0) return 'tls: failed to find any PEM data in key input'
  if (skipped.length === 1 && skipped[0]!.type === 'CERTIFICATE') {
    return 'tls: found a certificate rather than a key in the PEM for the private key'
  }
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: ${typesOf(skipped)}`
}

function mismatch(certificatePem: string, keyPem: string): string | undefined {
  const certificate = attempt(() => new X509Certificate(certificatePem))
  if (certificate === undefined) return 'x509: malformed certificate'
  const key = attempt(() => createPrivateKey(keyPem))
  if (key === undefined) return 'tls: failed to parse private key'
  if (key.asymmetricKeyType !== certificate.publicKey.asymmetricKeyType) {
    return 'tls: private key type does not match public key type'
  }
  return certificate.checkPrivateKey(key) ? undefined : 'tls: private key does not match public key'
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
