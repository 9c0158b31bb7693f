// Whether a request is signed by its own key and asks for what can be given; what its doors may change.
// Upstream: pkg/apis/certificates/validation/validation.go.
import type {
  CertificateSigningRequest,
  CertificateSigningRequestCondition as Condition,
} from '../../../../generated/api/certificates.v1.ts'
import { quote } from '../../../../model/quote.ts'
import { parseCertificateRequest } from '../../../../model/x509/certificate-request.ts'
import { certificatesProblem } from '../../../../model/x509/certificates.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateSignerName } from '../../lib/pod-spec/volumes/projected-trust.ts'
import {
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
} from '../../lib/validation/metadata.ts'

/** Which door an update comes through. */
export type Door = 'main' | 'status' | 'approval'

const SPEC = Path.of('spec')
const USAGES_PATH = SPEC.child('usages')
const SIGNER = SPEC.child('signerName')
const CONDITIONS = Path.of('status', 'conditions')
const CERTIFICATE = Path.of('status', 'certificate')
const META_RULES = { namespaced: false, name: () => [] }
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown'
const STATUSES = ['False', 'True', 'Unknown']
const DECISIONS = ['Approved', 'Denied']
const LASTING = [...DECISIONS, 'Failed']
const SHORTEST_SECONDS = 600
const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
]

const fromBase64 = (text: string | null | undefined): string => Buffer.from(text ?? '', 'base64').toString('latin1')

const repeats = (list: readonly string[]): boolean => new Set(list).size < list.length

/** What is let pass because the stored object has it already. */
interface Leniency {
  readonly legacySigner: boolean
  readonly unknownUsages: boolean
  readonly repeatedUsages: boolean
  readonly bothDecisions: boolean
  readonly repeatedTypes: boolean
  readonly emptyTypes: boolean
  readonly anyCertificate: boolean
}

function leniency(object: CertificateSigningRequest, old: CertificateSigningRequest | undefined): Leniency {
  const types = old?.status.conditions?.map(({ type }) => type) ?? []
  const usages = old?.spec.usages ?? []
  const certificate = old?.status.certificate
  return {
    legacySigner: old?.spec.signerName === LEGACY_SIGNER,
    unknownUsages: usages.some((usage) => !USAGES.includes(usage)),
    repeatedUsages: repeats(usages),
    bothDecisions: DECISIONS.every((decision) => types.includes(decision)),
    repeatedTypes: repeats(types),
    emptyTypes: types.includes(''),
    anyCertificate:
      old !== undefined &&
      ((object.status.certificate ?? '') === (certificate ?? '') ||
        (!!certificate && certificatesProblem(fromBase64(certificate)) !== undefined)),
  }
}

/** A new request. */
export function validateNew(object: CertificateSigningRequest, errors: FieldErrors): void {
  validate(object, errors, leniency(object, undefined))
}

/** A changed one: all of it again, then what its door does not open. */
export function validateChanged(
  object: CertificateSigningRequest,
  old: CertificateSigningRequest,
  errors: FieldErrors,
  door: Door,
): void {
  validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
  validate(object, errors, leniency(object, old))
  for (const type of LASTING) {
    if (ofType(object, type).length < ofType(old, type).length) {
      errors.forbidden(CONDITIONS, `updates may not remove a condition of type ${quote(type)}`)
    }
  }
  if (door !== 'approval') for (const type of DECISIONS) validateDecision(object, old, type, errors)
  const before = old.status.certificate ?? ''
  if ((object.status.certificate ?? '') !== before) {
    if (door !== 'status') errors.forbidden(CERTIFICATE, 'updates may not set certificate content')
    else if (before !== '') errors.forbidden(CERTIFICATE, 'updates may not modify existing certificate content')
  }
  validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
}

const ofType = ({ status }: CertificateSigningRequest, type: string): readonly Condition[] =>
  (status.conditions ?? []).filter((condition) => condition.type === type)

function validateDecision(
  object: CertificateSigningRequest,
  old: CertificateSigningRequest,
  type: string,
  errors: FieldErrors,
): void {
  const before = ofType(old, type)
  const after = ofType(object, type)
  if (after.length > before.length) {
    errors.forbidden(CONDITIONS, `updates may not add a condition of type ${quote(type)}`)
  } else if (after.length === before.length && !semanticEqual(after, before)) {
    errors.forbidden(CONDITIONS, `updates may not modify a condition of type ${quote(type)}`)
  }
}

function validate({ spec, status }: CertificateSigningRequest, errors: FieldErrors, allowed: Leniency): void {
  const problem = requestProblem(spec.request)
  if (problem !== undefined) errors.invalid(SPEC.child('request'), spec.request === null ? null : spec.request, problem)
  validateUsages(spec.usages ?? [], errors, allowed)
  if (!allowed.legacySigner && spec.signerName === LEGACY_SIGNER) {
    errors.invalid(SIGNER, spec.signerName, 'the legacy signerName is not allowed via this API version')
  } else validateSignerName(SIGNER, spec.signerName, errors)
  const seconds = spec.expirationSeconds
  if (seconds !== undefined && seconds < SHORTEST_SECONDS) {
    const detail = 'may not specify a duration less than 600 seconds (10 minutes)'
    errors.invalid(SPEC.child('expirationSeconds'), seconds, detail)
  }
  validateConditions(status.conditions ?? [], errors, allowed)
  if (allowed.anyCertificate || !status.certificate) return
  const wrong = certificatesProblem(fromBase64(status.certificate))
  if (wrong !== undefined) errors.invalid(CERTIFICATE, '<certificate data>', wrong)
}

function requestProblem(request: string | null): string | undefined {
  const parsed = parseCertificateRequest(fromBase64(request))
  return 'error' in parsed ? parsed.error : parsed.signatureProblem()
}

function validateUsages(usages: readonly string[], errors: FieldErrors, allowed: Leniency): void {
  if (usages.length === 0) errors.required(USAGES_PATH)
  if (!allowed.unknownUsages) {
    for (const [i, usage] of usages.entries()) {
      if (!USAGES.includes(usage)) errors.notSupported(USAGES_PATH.index(i), usage, USAGES)
    }
  }
  if (allowed.repeatedUsages) return
  for (const [i, usage] of usages.entries()) {
    if (usages.indexOf(usage) < i) errors.duplicate(USAGES_PATH.index(i), usage)
  }
}

function validateConditions(conditions: readonly Condition[], errors: FieldErrors, allowed: Leniency): void {
  const seen = new Set<string>()
  for (const [i, { type, status }] of conditions.entries()) {
    const path = CONDITIONS.index(i)
    if (type === '' && !allowed.emptyTypes) errors.required(path.child('type'))
    const statuses = LASTING.includes(type) ? ['True'] : STATUSES
    if (status === '') errors.required(path.child('status'))
    else if (!statuses.includes(status)) errors.notSupported(path.child('status'), status, statuses)
    const opposite = type === 'Approved' ? 'Denied' : type === 'Denied' ? 'Approved' : undefined
    if (!allowed.bothDecisions && opposite !== undefined && seen.has(opposite)) {
      errors.invalid(CONDITIONS, type, 'Approved and Denied conditions are mutually exclusive')
    }
    if (seen.has(type) && !allowed.repeatedTypes) errors.duplicate(path.child('type'), type)
    seen.add(type)
  }
}
