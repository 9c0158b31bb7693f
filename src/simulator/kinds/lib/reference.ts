// References to objects of any kind: group, kind and name. Upstream: validateIngressTypedLocalObjectReference in
// pkg/apis/networking/validation/validation.go.
import type { FieldErrors } from '../../api/status/field-errors.ts'
import type { Path } from '../../api/status/path.ts'
import { isDNS1123Subdomain, isPathSegmentName } from './validation/names.ts'

/** The group a DNS name where it is given, kind and name given and fit for a path. */
export function validateReferenceParts(
  reference: { readonly apiGroup?: string | null | undefined; readonly kind: string; readonly name: string },
  path: Path,
  errors: FieldErrors,
): void {
  const { apiGroup } = reference
  if (apiGroup !== undefined && apiGroup !== null) {
    errors.invalidAll(path.child('apiGroup'), apiGroup, isDNS1123Subdomain(apiGroup))
  }
  validateSegment(reference.kind, path.child('kind'), errors)
  validateSegment(reference.name, path.child('name'), errors)
}

/** A text that must be there and can be one segment of a path. */
export function validateSegment(text: string, path: Path, errors: FieldErrors): void {
  if (text === '') errors.required(path)
  else errors.invalidAll(path, text, isPathSegmentName(text))
}
