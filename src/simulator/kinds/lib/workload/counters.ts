// Counters in the status of workloads: none negative, parts no greater than the whole, collisions only counted up.
// Upstream: Validate*Status in pkg/apis/{apps,core}/validation.
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateNonnegativeField } from '../validation/metadata.ts'

/** `status`. */
export const STATUS = Path.of('status')

type Counters<Field extends string> = { readonly [field in Field]?: number | undefined }

/** None of the named counters may be negative. */
export function validateCounters<Field extends string>(
  status: Counters<Field>,
  fields: readonly Field[],
  errors: FieldErrors,
): void {
  for (const field of fields) validateNonnegativeField(status[field] ?? 0, STATUS.child(field), errors)
}

/** None of the named counters may exceed the whole; `whole` is how the message names it. */
export function validateAtMost<Field extends string>(
  status: Counters<Field>,
  fields: readonly Field[],
  limit: number,
  whole: string,
  errors: FieldErrors,
): void {
  for (const field of fields) {
    const value = status[field] ?? 0
    if (value > limit) errors.invalid(STATUS.child(field), value, `cannot be greater than ${whole}`)
  }
}

/** The count of hash collisions only grows. */
export function validateCollisionCount(
  { collisionCount }: Counters<'collisionCount'>,
  old: Counters<'collisionCount'>,
  errors: FieldErrors,
): void {
  if (old.collisionCount === undefined) return
  if (collisionCount !== undefined && collisionCount >= old.collisionCount) return
  errors.invalid(STATUS.child('collisionCount'), collisionCount ?? 0, 'cannot be decremented')
}
