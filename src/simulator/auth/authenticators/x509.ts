// Client certificates: signed by one of the authorities for clients, for clients, and at this time; who they are of is their subject.
// Upstream: apiserver/pkg/authentication/request/x509/x509.go over crypto/x509. Limit: what is wrong with one is not told to clients,
// and said here without the identifiers upstream's log names it by.
import type { X509Certificate } from 'node:crypto'
import {
  DerReader,
  type DerValue,
  OBJECT_IDENTIFIER,
  objectIdentifier,
  SEQUENCE,
  valuesOf,
} from '../../../model/x509/der.ts'
import type { UserInfo } from '../../api/types.ts'
import type { Unauthenticated } from '../contract.ts'
import { chainProblem, type ReadCertificate, readCertificates } from './certificate-chain.ts'

const COMMON_NAME = '2.5.4.3'
const ORGANIZATION = '2.5.4.10'
const UID = '1.3.6.1.4.1.57683.2'
const CREDENTIAL = 'authentication.kubernetes.io/credential-id'
const VERSION_TAG = 0

/** Knows clients by their certificates. */
export class CertificateAuthenticator {
  readonly #authorities: readonly string[]
  readonly #now: () => number
  #read: readonly ReadCertificate[] | undefined

  /** Authorities in PEM, each text one or several; `now` in epoch milliseconds. */
  constructor(authorities: readonly string[], now: () => number) {
    this.#authorities = authorities
    this.#now = now
  }

  /** Who shows this certificate, those behind it being what may stand between it and an authority; undefined for one that names nobody. */
  authenticate(pem: string): { readonly user: UserInfo } | Unauthenticated | undefined {
    const [leaf, ...between] = readCertificates(pem) ?? []
    if (leaf === undefined) return { error: 'x509: malformed certificate' }
    this.#read ??= this.#authorities.flatMap((text) => readCertificates(text) ?? [])
    const problem = chainProblem(leaf, between, this.#read, this.#now())
    return problem === undefined ? userOf(leaf.certificate) : { error: `verifying certificate failed: ${problem}` }
  }
}

/** CommonNameUserConversion. */
function userOf(certificate: X509Certificate): { readonly user: UserInfo } | Unauthenticated | undefined {
  const subject = subjectOf(certificate.raw)
  const values = (type: string): string[] => subject.filter(([one]) => one === type).map(([, value]) => value)
  const name = values(COMMON_NAME).at(-1) ?? ''
  if (name === '') return undefined
  const uids = values(UID)
  if (uids.length > 1) return { error: `expected 1 UID, but found multiple: [${uids.join(' ')}]` }
  if (uids[0] === '') return { error: 'UID cannot be an empty string' }
  const print = certificate.fingerprint256.replaceAll(':', '').toLowerCase()
  return {
    user: {
      name,
      groups: values(ORGANIZATION),
      ...(uids[0] === undefined ? {} : { uid: uids[0] }),
      extra: { [CREDENTIAL]: [`X509SHA256=${print}`] },
    },
  }
}

/** The attributes of a certificate's subject, in order. */
function subjectOf(raw: Uint8Array): readonly (readonly [type: string, value: string])[] {
  const certificate = new DerReader(raw).take(SEQUENCE)
  const signed = new DerReader(certificate.bytes).take(SEQUENCE)
  const fields = valuesOf(signed).filter(({ class: sort, tag }) => !(sort === 2 && tag === VERSION_TAG))
  // Serial number, algorithm, issuer, validity, subject.
  const subject = fields[4]
  return subject === undefined ? [] : valuesOf(subject).flatMap(valuesOf).map(attribute)
}

function attribute(pair: DerValue): readonly [string, string] {
  const reader = new DerReader(pair.bytes)
  const type = objectIdentifier(reader.take(OBJECT_IDENTIFIER))
  return [type, Buffer.from(reader.next().bytes).toString('utf8')]
}
