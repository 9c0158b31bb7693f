// A cluster's certificate authority: what kube-root-ca.crt holds and what signs certificate requests.
// Upstream: cmd/kubeadm/app/util/pkiutil.
import { createHash, type KeyObject } from 'node:crypto'
import { type Authority, commonNameOf, issueCertificate, publicKeyOf } from './issue.ts'

const COMMON_NAME = 'kubernetes'

/** The authority of a cluster. */
export interface ClusterAuthority {
  /** Its own certificate, PEM. */
  readonly certificate: string
  /** When it ends; nothing it signs lives longer. */
  readonly notAfter: number
  /** Itself, for those who sign. */
  signer(): Authority
}

/** An authority by the name of Kubernetes' own with this key. */
export function authorityOf(key: KeyObject): Authority {
  // The key itself stands at the end: the 32 bytes of an Ed25519 one, the point of an elliptic curve.
  const size = key.asymmetricKeyType === 'ec' ? 65 : 32
  const keyId = createHash('sha1').update(publicKeyOf(key).subarray(-size)).digest()
  return { commonName: COMMON_NAME, key, keyId }
}

/** An authority's own certificate, signed by itself. */
export function selfSigned(authority: Authority, notBefore: number, notAfter: number): string {
  return issueCertificate(authority, {
    serial: Buffer.from([1]),
    subject: commonNameOf(COMMON_NAME),
    publicKey: publicKeyOf(authority.key),
    notBefore,
    notAfter,
    usages: ['digital signature', 'key encipherment', 'cert sign'],
    isAuthority: true,
    alternativeNames: [{ tag: 2, bytes: Buffer.from(COMMON_NAME) }],
  })
}
