// The claims for devices a pod names for its containers.
// Upstream: pkg/apis/core/validation/validation.go (validatePodResourceClaims).
import type { PodResourceClaim } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isDNS1123Label, isDNS1123Subdomain } from '../validation/names.ts'
import { internalForm } from './internal-form.ts'

const NONE: ReadonlySet<string> = new Set()

/** The names containers can refer to. */
export const claimNames = (claims: readonly PodResourceClaim[] | undefined): ReadonlySet<string> =>
  claims === undefined ? NONE : new Set(claims.map(({ name }) => name).filter((name) => name !== ''))

/** The claims of a pod; a mirror pod can have none. */
export function validateResourceClaims(
  claims: readonly PodResourceClaim[] | undefined,
  isMirror: boolean,
  path: Path,
  errors: FieldErrors,
): void {
  const names = new Set<string>()
  for (const [i, claim] of (claims ?? []).entries()) {
    if (isMirror) errors.forbidden('', 'static pods do not support resource claims')
    else validateClaim(claim, names, path.index(i), errors)
  }
}

function validateClaim(claim: PodResourceClaim, names: Set<string>, path: Path, errors: FieldErrors): void {
  const { name, resourceClaimName, resourceClaimTemplateName } = claim
  if (name === '') errors.required(path.child('name'))
  else if (names.has(name)) errors.duplicate(path.child('name'), name)
  else {
    errors.invalidAll(path.child('name'), name, isDNS1123Label(name))
    names.add(name)
  }
  const complain = (detail: string): void => errors.invalid(path, internalForm('PodResourceClaim', claim), detail)
  if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
    complain('at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified')
  }
  if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
    complain('must specify one of: `resourceClaimName`, `resourceClaimTemplateName`')
  }
  for (const field of ['resourceClaimName', 'resourceClaimTemplateName'] as const) {
    const value = claim[field]
    if (value !== undefined) errors.invalidAll(path.child(field), value, isDNS1123Subdomain(value))
  }
}
