// The names of field managers and the managedFields they leave.
// Upstream: ValidateFieldManager and ValidateManagedFields in apimachinery/pkg/apis/meta/v1/validation/validation.go.
import type { ManagedFieldsEntry } from '../../../../generated/api/meta.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { byteLength, longerThan } from './messages.ts'

const MAX_MANAGER = 128
const MAX_SUBRESOURCE = 256
/** Names are nearly always of these. */
const PLAIN = /^[ -~]*$/

/** A field manager's name: 128 bytes of printable characters. */
export function validateFieldManager(manager: string, path: Path, errors: FieldErrors): void {
  if (longerThan(manager, MAX_MANAGER)) errors.tooLong(path, MAX_MANAGER)
  if (PLAIN.test(manager)) return
  for (const match of manager.matchAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu)) {
    const code = match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
    const position = byteLength(manager.slice(0, match.index))
    errors.invalid(path, manager, `invalid character U+${code} (at position ${position})`)
  }
}

/** metadata.managedFields as a client may send it. */
export function validateManagedFields(
  entries: readonly ManagedFieldsEntry[] | undefined,
  path: Path,
  errors: FieldErrors,
): void {
  if (entries === undefined) return
  for (const [i, entry] of entries.entries()) {
    const operation = entry.operation ?? ''
    if (operation !== 'Apply' && operation !== 'Update') {
      errors.invalid(path.index(i).child('operation'), operation, 'must be `Apply` or `Update`')
    }
    if (entry.fieldsType && entry.fieldsType !== 'FieldsV1') {
      errors.invalid(path.index(i).child('fieldsType'), entry.fieldsType, 'must be `FieldsV1`')
    }
    if (entry.manager) validateFieldManager(entry.manager, path.index(i).child('manager'), errors)
    if (longerThan(entry.subresource ?? '', MAX_SUBRESOURCE)) {
      errors.tooLong(path.index(i).child('subresource'), MAX_SUBRESOURCE)
    }
  }
}
