// The shape of a rule for one volume source. A volume may have one source; a second one is refused unseen.
import type { Volume } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import type { PodValidationOptions } from '../options.ts'

/** What a source is judged with besides itself. */
export interface SourceContext {
  readonly options: PodValidationOptions
  /** The volume's name. */
  readonly volume: string
  /** The path of the volume. */
  readonly volumePath: Path
  /** The pod's name where it is known: generic ephemeral volumes name their claims after it. */
  readonly podName: string | undefined
}

/** How one source is judged; `path` is the source's. */
export type SourceCheck<K extends keyof Volume> = (
  source: NonNullable<Volume[K]>,
  path: Path,
  errors: FieldErrors,
  context: SourceContext,
) => void

/** A source's rule, its type forgotten: whether the volume has it, and the check on it. */
export interface SourceRule {
  readonly field: keyof Volume
  /** The name upstream gives the field in its errors (not always its own). */
  readonly at: string
  /** The same when there is a source already. */
  readonly forbiddenAt: string
  check(volume: Volume, path: Path, errors: FieldErrors, context: SourceContext): void
}

/** Makes a rule of a check; `at` and `forbiddenAt` where upstream spells the field otherwise. */
export function sourceRule<K extends keyof Volume>(
  field: K,
  check: SourceCheck<K>,
  { at = field, forbiddenAt = field }: { at?: string; forbiddenAt?: string } = {},
): SourceRule {
  return {
    field,
    at,
    forbiddenAt,
    check(volume, path, errors, context) {
      const source = volume[field]
      if (source !== undefined) check(source as NonNullable<Volume[K]>, path, errors, context)
    },
  }
}
