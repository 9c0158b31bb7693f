// Whether a certificate leads to an authority, by way of those its holder showed with it.
// Upstream: crypto/x509 Certificate.Verify, CheckSignatureFrom, isValid. Limits: why an authority was not taken is not added to the
// error, which no client is told; name constraints and critical extensions nobody knows are not looked at.
import { X509Certificate } from 'node:crypto'
import { formatTime } from '../../../model/time.ts'
import {
  BIT_STRING,
  DerReader,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  objectIdentifier,
  SEQUENCE,
  valuesOf,
} from '../../../model/x509/der.ts'
import { pemBlocks } from '../../../model/x509/pem.ts'

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'
const ANY_USAGE = '2.5.29.37.0'
const KEY_USAGE = '2.5.29.15'
const BASIC_CONSTRAINTS = '2.5.29.19'
/** Bit of the usage `cert sign` in the first byte. */
const CERT_SIGN = 0x04
const BOOLEAN = 1
const CONTEXT = 2
const MAX_SIGNATURE_CHECKS = 100

/** What of a certificate says whether it may sign others. */
interface Constraints {
  readonly isAuthority: boolean
  /** How many may stand between it and the certificate itself. */
  readonly pathLength: number | undefined
}

/** A certificate, read. */
export interface ReadCertificate {
  readonly certificate: X509Certificate
  readonly subject: Uint8Array
  readonly issuer: Uint8Array
  readonly version: number
  readonly constraints: Constraints | undefined
  /** The first byte of its key usages. */
  readonly keyUsage: number | undefined
}

/** All certificates of a text; undefined where one of them is none. */
export function readCertificates(pem: string): readonly ReadCertificate[] | undefined {
  try {
    return [...pemBlocks(pem)].map(({ bytes }) => readCertificate(bytes))
  } catch {
    return undefined
  }
}

function readCertificate(bytes: Uint8Array): ReadCertificate {
  const certificate = new X509Certificate(bytes)
  const signed = new DerReader(new DerReader(certificate.raw).take(SEQUENCE).bytes).take(SEQUENCE)
  const fields = [...valuesOf(signed)]
  const tagged = fields[0]?.class === CONTEXT ? fields.shift() : undefined
  // Serial number, algorithm, issuer, validity, subject, key; then what is tagged.
  const [, , issuer, , subject] = fields
  const extensions = fields.find(({ class: sort, tag }) => sort === CONTEXT && tag === 3)
  const values = new Map<string, Uint8Array>()
  for (const extension of extensions === undefined ? [] : valuesOf(valuesOf(extensions)[0]!)) {
    const parts = valuesOf(extension)
    const id = parts.find(({ tag }) => tag === OBJECT_IDENTIFIER)
    const value = parts.find(({ tag }) => tag === OCTET_STRING)
    if (id !== undefined && value !== undefined) values.set(objectIdentifier(id), value.bytes)
  }
  const usage = values.get(KEY_USAGE)
  const basic = values.get(BASIC_CONSTRAINTS)
  return {
    certificate,
    subject: subject?.whole ?? new Uint8Array(),
    issuer: issuer?.whole ?? new Uint8Array(),
    version: tagged === undefined ? 1 : 1 + (valuesOf(tagged)[0]?.bytes[0] ?? 0),
    keyUsage: usage && (new DerReader(usage).take(BIT_STRING).bytes[1] ?? 0),
    constraints: basic && constraintsOf(basic),
  }
}

function constraintsOf(bytes: Uint8Array): Constraints {
  const parts = valuesOf(new DerReader(bytes).take(SEQUENCE))
  const first = parts[0]
  const isAuthority = first?.tag === BOOLEAN && first.bytes[0] !== 0
  const length = first?.tag === BOOLEAN ? parts[1] : first
  return { isAuthority, pathLength: length && Number(`0x${Buffer.from(length.bytes).toString('hex') || '0'}`) }
}

/** What is wrong with the first certificate at this time, `between` it and the authorities may stand the others. */
export function chainProblem(
  leaf: ReadCertificate,
  between: readonly ReadCertificate[],
  authorities: readonly ReadCertificate[],
  now: number,
): string | undefined {
  const time = timeProblem(leaf, now)
  if (time !== undefined) return time
  const search: Search = { between, authorities, now, checks: 0 }
  const chains = isIn(authorities, leaf) ? [[leaf]] : [...chainsOf([leaf], search)]
  if (chains.length === 0) {
    return search.checks > MAX_SIGNATURE_CHECKS
      ? 'x509: signature check attempts limit reached while verifying certificate chain'
      : 'x509: certificate signed by unknown authority'
  }
  const forClients = chains.some((chain) => chain.every(isForClients))
  return forClients ? undefined : 'x509: certificate specifies an incompatible key usage'
}

interface Search {
  readonly between: readonly ReadCertificate[]
  readonly authorities: readonly ReadCertificate[]
  readonly now: number
  checks: number
}

/** Every way from the last of these to an authority. */
function* chainsOf(chain: readonly ReadCertificate[], search: Search): Iterable<readonly ReadCertificate[]> {
  const { between, authorities } = search
  for (const [pool, isRoot] of [
    [authorities, true],
    [between, false],
  ] as const) {
    for (const parent of pool) {
      if (isIn(chain, parent) || !leadsTo(parent, isRoot, chain, search)) continue
      if (isRoot) yield [...chain, parent]
      else yield* chainsOf([...chain, parent], search)
    }
  }
}

/** considerCandidate. */
function leadsTo(parent: ReadCertificate, isRoot: boolean, chain: readonly ReadCertificate[], search: Search): boolean {
  const child = chain.at(-1)!
  if (Buffer.compare(child.issuer, parent.subject) !== 0) return false
  if (++search.checks > MAX_SIGNATURE_CHECKS || !signs(parent, child)) return false
  if (timeProblem(parent, search.now) !== undefined) return false
  const { constraints } = parent
  if (!isRoot && constraints?.isAuthority !== true) return false
  return constraints?.pathLength === undefined || chain.length - 1 <= constraints.pathLength
}

/** CheckSignatureFrom. */
function signs({ certificate, version, constraints, keyUsage }: ReadCertificate, child: ReadCertificate): boolean {
  if (constraints === undefined ? version === 3 : !constraints.isAuthority) return false
  if (keyUsage !== undefined && keyUsage !== 0 && (keyUsage & CERT_SIGN) === 0) return false
  return child.certificate.verify(certificate.publicKey)
}

function isForClients({ certificate }: ReadCertificate): boolean {
  const usages = certificate.keyUsage as readonly string[] | undefined
  return usages === undefined || usages.includes(CLIENT_AUTH) || usages.includes(ANY_USAGE)
}

const isIn = (pool: readonly ReadCertificate[], { certificate }: ReadCertificate): boolean =>
  pool.some((one) => one.certificate.raw.equals(certificate.raw))

function timeProblem({ certificate }: ReadCertificate, now: number): string | undefined {
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
  const wrong = 'x509: certificate has expired or is not yet valid'
  if (now < from) return `${wrong}: current time ${formatTime(now)} is before ${formatTime(from)}`
  return now > to ? `${wrong}: current time ${formatTime(now)} is after ${formatTime(to)}` : undefined
}
