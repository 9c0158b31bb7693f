// The certificate authority of every simulated cluster: what kube-root-ca.crt holds and what signs certificate requests. It is not
// secret: its key is derived from a text that everybody can read, so that the same request gives the same certificate everywhere.
import { createHash } from 'node:crypto'
import { type Authority, commonNameOf, issueCertificate, keyFromSeed, publicKeyOf } from '../../model/x509/issue.ts'

const COMMON_NAME = 'kubernetes'
/** From 2000 to 2100: scenarios may set any date. */
const NOT_BEFORE = Date.UTC(2000, 0, 1)

/** When the authority ends; nothing it signs lives longer. */
export const ROOT_CA_NOT_AFTER: number = Date.UTC(2100, 0, 1)

let authority: Authority | undefined

/** The authority, for those who sign. */
export function rootCa(): Authority {
  if (authority !== undefined) return authority
  const key = keyFromSeed(createHash('sha256').update('Kabuki rehearses Kubernetes').digest())
  const keyId = createHash('sha1').update(publicKeyOf(key).subarray(-32)).digest()
  authority = { commonName: COMMON_NAME, key, keyId }
  return authority
}

/** The authority's own certificate, made anew: `rootCaCertificate` must be the same. */
export function issueRootCertificate(): string {
  const { key } = rootCa()
  return issueCertificate(rootCa(), {
    serial: Buffer.from([1]),
    subject: commonNameOf(COMMON_NAME),
    publicKey: publicKeyOf(key),
    notBefore: NOT_BEFORE,
    notAfter: ROOT_CA_NOT_AFTER,
    usages: ['digital signature', 'key encipherment', 'cert sign'],
    isAuthority: true,
    alternativeNames: [{ tag: 2, bytes: Buffer.from(COMMON_NAME) }],
  })
}

/** A self-signed CA certificate, CN=kubernetes. */
export const rootCaCertificate = `-----BEGIN CERTIFICATE-----
MIIBMzCB5qADAgECAgEBMAUGAytlcDAVMRMwEQYDVQQDDAprdWJlcm5ldGVzMCAX
DTAwMDEwMTAwMDAwMFoYDzIxMDAwMTAxMDAwMDAwWjAVMRMwEQYDVQQDDAprdWJl
cm5ldGVzMCowBQYDK2VwAyEAO3bhvaqQUdb/OjCvCpJUxiJkJBkQP5q0xuMmkzec
rDejWTBXMA4GA1UdDwEB/wQEAwICpDAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQW
BBQb/v3snwvyUgpB7BL3effcCAtK5zAVBgNVHREEDjAMggprdWJlcm5ldGVzMAUG
AytlcANBANSY82+r/s5dlrtyZj5C/tBd5pKBpbW87t0hXNzlRXB15n7zsKC0fIET
N52tLwSUQoNV8HGROkmoTAzd8OjdlQ4=
-----END CERTIFICATE-----
`
