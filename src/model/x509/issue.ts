// Certificates issued: what a request asks for, signed by an authority's key. By an Ed25519 one the same request gives the same bytes;
// one of the curve P-256 is understood by more clients.
// Upstream: crypto/x509 CreateCertificate; pkg/controller/certificates/authority/{authority,policies}.go.
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { bits, identifier, integer, octets, sequence, set, TRUE, tagged, time, utf8 } from './der-writer.ts'

/** Who signs. */
export interface Authority {
  readonly commonName: string
  readonly key: KeyObject
  /** The identifier of its key, which what it issues names. */
  readonly keyId: Uint8Array
}

/** What is to be in a certificate. */
export interface CertificateTemplate {
  readonly serial: Uint8Array
  /** Names as DER. */
  readonly subject: Uint8Array
  /** SubjectPublicKeyInfo as DER. */
  readonly publicKey: Uint8Array
  readonly notBefore: number
  readonly notAfter: number
  /** As the certificates API names them: `client auth`, `digital signature`. */
  readonly usages: readonly string[]
  readonly isAuthority?: boolean
  /** Alternative names with their tags: 1 e-mail, 2 DNS, 6 URI, 7 IP address. */
  readonly alternativeNames: readonly { readonly tag: number; readonly bytes: Uint8Array }[]
}

const ED25519 = sequence(identifier('1.3.101.112'))
const ECDSA_WITH_SHA256 = sequence(identifier('1.2.840.10045.4.3.2'))
/** What stands before the 32 bytes of a private key in PKCS#8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Bits of the key usage extension, counted from the first. */
const KEY_USAGES: Readonly<Record<string, number>> = {
  signing: 0,
  'digital signature': 0,
  'content commitment': 1,
  'key encipherment': 2,
  'data encipherment': 3,
  'key agreement': 4,
  'cert sign': 5,
  'crl sign': 6,
  'encipher only': 7,
  'decipher only': 8,
}

/** In the order certificates list them. */
const EXTENDED_USAGES: readonly (readonly [usage: string, id: string])[] = [
  ['any', '2.5.29.37.0'],
  ['server auth', '1.3.6.1.5.5.7.3.1'],
  ['client auth', '1.3.6.1.5.5.7.3.2'],
  ['code signing', '1.3.6.1.5.5.7.3.3'],
  ['email protection', '1.3.6.1.5.5.7.3.4'],
  ['s/mime', '1.3.6.1.5.5.7.3.4'],
  ['ipsec end system', '1.3.6.1.5.5.7.3.5'],
  ['ipsec tunnel', '1.3.6.1.5.5.7.3.6'],
  ['ipsec user', '1.3.6.1.5.5.7.3.7'],
  ['timestamping', '1.3.6.1.5.5.7.3.8'],
  ['ocsp signing', '1.3.6.1.5.5.7.3.9'],
  ['microsoft sgc', '1.3.6.1.4.1.311.10.3.3'],
  ['netscape sgc', '2.16.840.1.113730.4.1'],
]

/** The Ed25519 key made of 32 bytes. */
export function keyFromSeed(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
}

/** The SubjectPublicKeyInfo of a private key. */
export const publicKeyOf = (key: KeyObject): Uint8Array => createPublicKey(key).export({ format: 'der', type: 'spki' })

/** A distinguished name of one common name. */
export const commonNameOf = (name: string): Uint8Array => sequence(set(sequence(identifier('2.5.4.3'), utf8(name))))

/** A signed certificate in PEM. */
export function issueCertificate(authority: Authority, template: CertificateTemplate): string {
  const { serial, subject, publicKey, notBefore, notAfter } = template
  const { key } = authority
  const isCurve = key.asymmetricKeyType === 'ec'
  const algorithm = isCurve ? ECDSA_WITH_SHA256 : ED25519
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    commonNameOf(authority.commonName),
    sequence(time(notBefore), time(notAfter)),
    subject,
    publicKey,
    tagged(0xa3, sequence(...extensionsOf(authority, template))),
  )
  const der = sequence(content, algorithm, bits(sign(isCurve ? 'sha256' : null, content, key)))
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function extensionsOf({ keyId }: Authority, template: CertificateTemplate): Uint8Array[] {
  const { usages, isAuthority = false, alternativeNames } = template
  const extensions: Uint8Array[] = []
  const flags = keyUsage(usages)
  if (flags !== undefined) extensions.push(extension('2.5.29.15', flags, true))
  const ids = new Set(EXTENDED_USAGES.filter(([usage]) => usages.includes(usage)).map(([, id]) => id))
  if (ids.size > 0) extensions.push(extension('2.5.29.37', sequence(...[...ids].map(identifier))))
  extensions.push(extension('2.5.29.19', isAuthority ? sequence(TRUE) : sequence(), true))
  if (isAuthority) extensions.push(extension('2.5.29.14', octets(keyId)))
  else extensions.push(extension('2.5.29.35', sequence(tagged(0x80, keyId))))
  if (alternativeNames.length > 0) {
    const names = alternativeNames.map(({ tag, bytes }) => tagged(0x80 | tag, bytes))
    extensions.push(extension('2.5.29.17', sequence(...names)))
  }
  return extensions
}

const extension = (id: string, value: Uint8Array, critical = false): Uint8Array =>
  critical ? sequence(identifier(id), TRUE, octets(value)) : sequence(identifier(id), octets(value))

/** The bits of the usages, without zeros at their end. */
function keyUsage(usages: readonly string[]): Uint8Array | undefined {
  let flags = 0
  let last = -1
  for (const usage of usages) {
    const bit = KEY_USAGES[usage]
    if (bit === undefined) continue
    flags |= 0x8000 >> bit
    last = Math.max(last, bit)
  }
  if (last < 0) return undefined
  const bytes = last < 8 ? [flags >> 8] : [flags >> 8, flags & 0xff]
  return bits(Buffer.from(bytes), 7 - (last % 8))
}

/** Usages that mean nothing to a certificate. */
export const unknownUsages = (usages: readonly string[]): readonly string[] =>
  usages.filter((usage) => KEY_USAGES[usage] === undefined && !EXTENDED_USAGES.some(([known]) => known === usage))
