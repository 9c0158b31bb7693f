// What a served cluster vouches by: a certificate authority of its own, and the certificate of its API server that this one signed.
// Both are made for one run; clients get the authority with their kubeconfig, pods in kube-root-ca.crt.
// Upstream: cmd/kubeadm/app/phases/certs, with keys of the curve P-256 (encryptionAlgorithm ECDSA-P256).
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { isIP, isIPv4 } from 'node:net'
import { authorityOf, type ClusterAuthority, selfSigned } from '../model/x509/authority.ts'
import { type Authority, commonNameOf, issueCertificate, publicKeyOf } from '../model/x509/issue.ts'

/** PEM texts. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS
const AUTHORITY_YEARS = 10
/** Certificates are valid from a little before now. */
const BACKDATE_MS = 300_000
const DNS_NAME = 2
const IP_ADDRESS = 7
const OWN_NAMES = [
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  'localhost',
  '127.0.0.1',
  '::1',
  '10.96.0.1',
]

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

/** A private key, PEM. */
export const newKeyText = (): string => textOf(newKey())

const textOf = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }) as string

/** An authority nobody else can be; `now` in epoch milliseconds. */
export function makeAuthority(now: number): ClusterAuthority {
  const authority: Authority = authorityOf(newKey())
  const notAfter = now + AUTHORITY_YEARS * YEAR_MS
  return { certificate: selfSigned(authority, now - BACKDATE_MS, notAfter), notAfter, signer: () => authority }
}

/** A key and a certificate for the API server at this host, at localhost and as pods call it. */
export function makeCertificate(authority: ClusterAuthority, host: string, now: number): Certificate {
  const key = newKey()
  const names = [...new Set([host, ...OWN_NAMES])]
  const cert = issueCertificate(authority.signer(), {
    serial: randomBytes(8),
    subject: commonNameOf('kube-apiserver'),
    publicKey: publicKeyOf(key),
    notBefore: now - BACKDATE_MS,
    notAfter: now + YEAR_MS,
    usages: ['digital signature', 'key encipherment', 'server auth'],
    alternativeNames: names.map((name) =>
      isIP(name) === 0
        ? { tag: DNS_NAME, bytes: Buffer.from(name) }
        : { tag: IP_ADDRESS, bytes: Buffer.from(addressBytes(name)) },
    ),
  })
  return { key: textOf(key), cert }
}

/** A key and a certificate for a client of this name. */
export function issueClientCertificate(authority: ClusterAuthority, name: string, now: number): Certificate {
  const key = newKey()
  const cert = issueCertificate(authority.signer(), {
    serial: randomBytes(8),
    subject: commonNameOf(name),
    publicKey: publicKeyOf(key),
    notBefore: now - BACKDATE_MS,
    notAfter: now + YEAR_MS,
    usages: ['digital signature', 'key encipherment', 'client auth'],
    alternativeNames: [],
  })
  return { key: textOf(key), cert }
}

/** The bytes of an IP address. */
function addressBytes(text: string): readonly number[] {
  if (isIPv4(text)) return text.split('.').map(Number)
  const [head = '', tail] = new URL(`http://[${text.split('%', 1)[0]}]`).hostname.slice(1, -1).split('::')
  const groups = (part: string | undefined): number[] =>
    part === undefined || part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
  const [first, last] = [groups(head), groups(tail)]
  const zeros = Array<number>(8 - first.length - last.length).fill(0)
  return [...first, ...zeros, ...last].flatMap((group) => [group >> 8, group & 0xff])
}
