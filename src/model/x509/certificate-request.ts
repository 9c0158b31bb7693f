// PKCS#10 certificate requests: who asks for which names, and whether the signature is that of the key in it.
// Upstream: crypto/x509 ParseCertificateRequest and CheckSignature; certificates.ParseCSR in pkg/apis/certificates/helpers.go.
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import {
  BIT_STRING,
  DerError,
  DerReader,
  type DerValue,
  INTEGER,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  objectIdentifier,
  SEQUENCE,
  SET,
  valuesOf,
} from './der.ts'
import { nextPemBlock } from './pem.ts'

/** What a request says. */
export interface CertificateRequest {
  readonly commonName: string
  readonly organization: readonly string[]
  readonly dnsNames: readonly string[]
  readonly emailAddresses: readonly string[]
  readonly ipAddresses: readonly string[]
  readonly uris: readonly string[]
  /** All of these as certificates hold them: DNS names, e-mail addresses, IP addresses, URIs, with their tags. */
  readonly alternativeNames: readonly { readonly tag: number; readonly bytes: Uint8Array }[]
  /** The subject and the key, as DER. */
  readonly subject: Uint8Array
  readonly publicKey: Uint8Array
  /** What Go says against the signature; undefined when it is right. */
  signatureProblem(): string | undefined
}

const COMMON_NAME = '2.5.4.3'
const ORGANIZATION = '2.5.4.10'
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14'
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17'
const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}
const INSECURE: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'MD5-RSA',
  '1.2.840.113549.1.1.5': 'SHA1-RSA',
  '1.2.840.10045.4.1': 'ECDSA-SHA1',
}
const ED25519 = '1.3.101.112'

/** Reads the first PEM block as a request, or says what is wrong with it. */
export function parseCertificateRequest(pem: string): CertificateRequest | { readonly error: string } {
  const block = nextPemBlock(pem)?.block
  if (block?.type !== 'CERTIFICATE REQUEST') return { error: 'PEM block type must be CERTIFICATE REQUEST' }
  try {
    return parse(block.bytes)
  } catch (error) {
    if (error instanceof DerError) return { error: error.message }
    throw error
  }
}

function parse(bytes: Uint8Array): CertificateRequest {
  const outer = new DerReader(bytes)
  const request = new DerReader(outer.take(SEQUENCE, 'certificateRequest').bytes)
  const info = request.take(SEQUENCE, 'tbsCertificateRequest')
  const algorithm = request.take(SEQUENCE, 'AlgorithmIdentifier')
  const signature = request.take(BIT_STRING, 'BitString')
  if (!outer.empty) throw new DerError('asn1: syntax error: trailing data')
  const inner = new DerReader(info.bytes)
  inner.take(INTEGER, 'int')
  const subject = inner.take(SEQUENCE)
  const key = inner.take(SEQUENCE, 'publicKeyInfo')
  const attributes = inner.empty ? [] : valuesOf(inner.next())
  const names = subjectAlternativeNames(attributes)
  const kind = objectIdentifier(new DerReader(algorithm.bytes).take(OBJECT_IDENTIFIER))
  return {
    commonName: subjectValues(subject, COMMON_NAME).at(-1) ?? '',
    organization: subjectValues(subject, ORGANIZATION),
    dnsNames: names(2).map(text),
    emailAddresses: names(1).map(text),
    uris: names(6).map(text),
    ipAddresses: names(7).map(address),
    alternativeNames: [2, 1, 7, 6].flatMap(names),
    subject: subject.whole,
    publicKey: key.whole,
    signatureProblem: () => checkSignature(kind, key.whole, info.whole, signature.bytes.subarray(1)),
  }
}

function fields(value: DerValue, ...tags: readonly number[]): readonly DerValue[] {
  const reader = new DerReader(value.bytes)
  return tags.map((tag) => reader.take(tag))
}

const text = ({ bytes }: DerValue): string => Buffer.from(bytes).toString('utf8')

function address({ bytes }: DerValue): string {
  if (bytes.length === 4) return bytes.join('.')
  const groups: string[] = []
  for (let i = 0; i + 1 < bytes.length; i += 2) groups.push(((bytes[i]! << 8) | bytes[i + 1]!).toString(16))
  return groups.join(':')
}

function subjectValues(subject: DerValue, attribute: string): readonly string[] {
  return valuesOf(subject)
    .flatMap(valuesOf)
    .flatMap((pair) => {
      const [type, value] = valuesOf(pair)
      return type !== undefined && value !== undefined && objectIdentifier(type) === attribute ? [text(value)] : []
    })
}

/** The names of one sort (by context tag) that the requested extensions hold. */
function subjectAlternativeNames(attributes: readonly DerValue[]): (tag: number) => readonly DerValue[] {
  const names = attributes.flatMap((attribute) => {
    const [type, set] = fields(attribute, OBJECT_IDENTIFIER, SET)
    if (objectIdentifier(type!) !== EXTENSION_REQUEST) return []
    return valuesOf(set!)
      .flatMap(valuesOf)
      .flatMap((extension) => {
        const parts = valuesOf(extension)
        const value = parts.at(-1)
        if (objectIdentifier(parts[0]!) !== SUBJECT_ALTERNATIVE_NAME || value?.tag !== OCTET_STRING) return []
        return valuesOf(new DerReader(value.bytes).take(SEQUENCE))
      })
  })
  return (tag) => names.filter((name) => name.class === 2 && name.tag === tag)
}

function checkSignature(
  algorithm: string,
  key: Uint8Array,
  signed: Uint8Array,
  signature: Uint8Array,
): string | undefined {
  const insecure = INSECURE[algorithm]
  if (insecure !== undefined) return `x509: cannot verify signature: insecure algorithm ${insecure}`
  const hash = HASHES[algorithm]
  if (hash === undefined && algorithm !== ED25519) return 'x509: cannot verify signature: algorithm unimplemented'
  const publicKey = read(key)
  if (publicKey === undefined) return 'x509: unsupported public key'
  if (holds(hash, signed, publicKey, signature)) return undefined
  if (algorithm === ED25519) return 'x509: Ed25519 verification failure'
  return publicKey.asymmetricKeyType === 'ec' ? 'x509: ECDSA verification failure' : 'crypto/rsa: verification error'
}

function read(key: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}

function holds(hash: string | undefined, signed: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  try {
    return verify(hash ?? null, signed, key, signature)
  } catch {
    return false
  }
}
