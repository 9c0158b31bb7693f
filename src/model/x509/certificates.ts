// Certificates in PEM: whether a text holds only well-formed ones. Upstream: validateCertificate in pkg/apis/certificates/validation.
// Limit: why one cannot be parsed is said in one sentence where Go has many.
import { X509Certificate } from 'node:crypto'
import { pemBlocks } from './pem.ts'

/** What is wrong with a text of certificates; undefined when nothing is. */
export function certificatesProblem(pem: string): string | undefined {
  let blocks = 0
  for (const { type, headers, bytes } of pemBlocks(pem)) {
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found ${JSON.stringify(type)}`
    if (headers.size > 0) return 'no PEM block headers are permitted'
    blocks++
    if (bytes.length === 0) return 'found CERTIFICATE PEM block containing 0 certificates'
    if (!isCertificate(bytes)) return 'x509: malformed certificate'
  }
  return blocks === 0 ? 'must contain at least one CERTIFICATE PEM block' : undefined
}

/** When a certificate ends, in epoch milliseconds; for ever when it cannot be read. */
export function endOfCertificate(bytes: Uint8Array): number {
  try {
    return Date.parse(new X509Certificate(bytes).validTo)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

function isCertificate(bytes: Uint8Array): boolean {
  try {
    new X509Certificate(bytes)
    return true
  } catch {
    return false
  }
}
