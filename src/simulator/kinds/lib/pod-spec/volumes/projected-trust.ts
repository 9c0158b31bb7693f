// Projections of trust bundles and pod certificates (off unless their feature gates are on), and the names of signers.
// Upstream: pkg/apis/core/validation/{validation,names}.go.
import type { ClusterTrustBundleProjection, PodCertificateProjection } from '../../../../../generated/api/core.v1.ts'
import { quote } from '../../../../../model/quote.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { validateLabelSelector } from '../../validation/labels.ts'
import { byteLength, isDNS1123Label, isDNS1123Subdomain, isDomainPrefixedKey } from '../../validation/names.ts'
import { internalForm } from '../internal-form.ts'
import { validateLocalNonReservedPath } from './paths.ts'
import type { ProjectedPaths } from './projected.ts'

const MAX_DOMAIN = 253
const MAX_SIGNER = 571

/** A signer's name: a domain of two segments or more, `/`, and a path of subdomains. */
export function validateSignerName(path: Path, name: string, errors: FieldErrors): void {
  if (name === '') {
    errors.required(path)
    return
  }
  const segments = name.split('/')
  const [domain = '', rest = ''] = segments
  if (segments.length !== 2) {
    errors.invalid(path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'")
    return
  }
  if (byteLength(domain) > MAX_DOMAIN) errors.tooLong(path, MAX_DOMAIN)
  const labels = domain.split('.')
  firstBadLabel(labels, domain, isDNS1123Label, path, errors)
  if (labels.length < 2) {
    errors.invalid(path, domain, 'should be a domain with at least two segments separated by dots')
  }
  firstBadLabel(rest.split('.'), rest, isDNS1123Subdomain, path, errors)
  if (byteLength(name) > MAX_SIGNER) errors.tooLong(path, MAX_SIGNER)
}

function firstBadLabel(
  labels: readonly string[],
  segment: string,
  rule: (label: string) => readonly string[],
  path: Path,
  errors: FieldErrors,
): void {
  for (const label of labels) {
    const problems = rule(label)
    if (problems.length === 0) continue
    for (const problem of problems) errors.invalid(path, segment, `validating label ${quote(label)}: ${problem}`)
    return
  }
}

function bundleNameProblems(name: string): readonly string[] {
  const colon = name.lastIndexOf(':')
  return isDNS1123Subdomain(colon === -1 ? name : name.slice(colon + 1))
}

/** A trust bundle, by its name or by its signer. */
export function validateClusterTrustBundle(
  bundle: ClusterTrustBundleProjection,
  path: Path,
  paths: ProjectedPaths,
  errors: FieldErrors,
): void {
  const { name, signerName, labelSelector } = bundle
  if (name !== undefined && signerName !== undefined) {
    const shown = internalForm('ClusterTrustBundleProjection', bundle)
    errors.invalid(path, shown, 'only one of name and signerName may be used')
  } else if (name !== undefined) {
    if (name === '') errors.required(path.child('name'), 'must be a valid object name')
    for (const problem of bundleNameProblems(name)) {
      errors.invalid(path.child('name'), name, `not a valid clustertrustbundlename: ${problem}`)
    }
    if (labelSelector !== undefined) {
      const detail = 'labelSelector must be unset if name is specified'
      errors.invalid(path.child('labelSelector'), labelSelector, detail)
    }
  } else if (signerName !== undefined) {
    if (signerName === '') errors.required(path.child('signerName'), 'must be a valid signer name')
    validateSignerName(path.child('signerName'), signerName, errors)
    validateLabelSelector(labelSelector, path.child('labelSelector'), errors)
  } else errors.required(path, 'either name or signerName must be specified')
  if (bundle.path === '') errors.required(path.child('path'))
  validateLocalNonReservedPath(bundle.path, path.child('path'), errors)
  paths.take(bundle.path, bundle.path)
}

const KEY_TYPES = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519']
const HOUR = 3600
const DAY = 24 * HOUR

/** A certificate issued to the pod. */
export function validatePodCertificate(
  certificate: PodCertificateProjection,
  path: Path,
  paths: ProjectedPaths,
  errors: FieldErrors,
): void {
  const { signerName = '', keyType = '', maxExpirationSeconds: seconds } = certificate
  validateSignerName(path.child('signerName'), signerName, errors)
  for (const key of Object.keys(certificate.userAnnotations ?? {})) {
    isDomainPrefixedKey(path.child('userAnnotations'), key.toLowerCase(), errors)
  }
  if (!KEY_TYPES.includes(keyType)) errors.notSupported(path.child('keyType'), keyType, KEY_TYPES)
  if (seconds !== undefined) {
    const place = path.child('maxExpirationSeconds')
    if (seconds < HOUR) errors.invalid(place, seconds, 'if provided, maxExpirationSeconds must be >= 3600')
    const max = isKubernetesSigner(signerName) ? DAY : 91 * DAY
    if (seconds > max) errors.invalid(place, seconds, `if provided, maxExpirationSeconds must be <= ${max}`)
  }
  const files = ['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const
  for (const field of files) {
    const file = certificate[field]
    if (!file) continue
    validateLocalNonReservedPath(file, path.child(field), errors)
    paths.take(file, file)
  }
  if (files.every((field) => !certificate[field])) {
    errors.required(path, 'specify at least one of credentialBundlePath, keyPath, and certificateChainPath')
  }
}

const isKubernetesSigner = (signer: string): boolean => `.${signer.split('/', 1)[0]}`.endsWith('.kubernetes.io')
