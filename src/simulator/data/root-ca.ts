// The certificate authority of every cluster that is not given one: what kube-root-ca.crt holds and what signs certificate requests. It is
// not secret: its key is derived from a text that everybody can read, so that the same request gives the same certificate everywhere.
// `kabuki serve` has one of its own.
import { createHash } from 'node:crypto'
import { authorityOf, type ClusterAuthority, selfSigned } from '../../model/x509/authority.ts'
import { type Authority, keyFromSeed } from '../../model/x509/issue.ts'

/** From 2000 to 2100: scenarios may set any date. */
const NOT_BEFORE = Date.UTC(2000, 0, 1)
const NOT_AFTER = Date.UTC(2100, 0, 1)

let authority: Authority | undefined

/** The authority of scenarios, for those who sign. */
export function rootCa(): Authority {
  authority ??= authorityOf(keyFromSeed(createHash('sha256').update('Kabuki rehearses Kubernetes').digest()))
  return authority
}

/** Its certificate, made anew: `rootCaCertificate` must be the same. */
export const issueRootCertificate = (): string => selfSigned(rootCa(), NOT_BEFORE, NOT_AFTER)

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

/** The authority that everybody can be, of every cluster that is not given another. */
export const knownAuthority: ClusterAuthority = {
  certificate: rootCaCertificate,
  notAfter: NOT_AFTER,
  signer: rootCa,
}
