// Files made of fields and resources of the pod.
// Upstream: pkg/apis/core/validation/validation.go (validateDownwardAPIVolumeSource, validateDownwardAPIVolumeFile).
import type { DownwardAPIVolumeFile } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { VOLUME_FIELDS, validateFieldRef, validateResourceFieldRef } from '../containers/field-references.ts'
import { validateFileMode, validateLocalNonReservedPath } from './paths.ts'
import type { SourceCheck } from './source-rule.ts'

/** One file; upstream tells its problems at the volume source. */
export function validateDownwardAPIFile(file: DownwardAPIVolumeFile, path: Path, errors: FieldErrors): void {
  if (file.path === '') errors.required(path.child('path'))
  validateLocalNonReservedPath(file.path, path.child('path'), errors)
  if (file.fieldRef) {
    validateFieldRef(file.fieldRef, VOLUME_FIELDS, path.child('fieldRef'), errors)
    if (file.resourceFieldRef) {
      errors.invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')
    }
  } else if (file.resourceFieldRef) {
    validateResourceFieldRef(file.resourceFieldRef, path.child('resourceFieldRef'), errors, { volume: true })
  } else errors.required(path, 'one of fieldRef and resourceFieldRef is required')
  validateFileMode(file.mode, path.child('mode'), errors)
}

/** A downward API volume. */
export const validateDownwardAPI: SourceCheck<'downwardAPI'> = (source, path, errors) => {
  validateFileMode(source.defaultMode, path.child('defaultMode'), errors)
  for (const file of source.items ?? []) validateDownwardAPIFile(file, path, errors)
}
