// Lists of bounded length, some without repetitions. Upstream: validateSlice, validateSet in pkg/apis/resource/validation.
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'

type ItemRule<T> = (item: T, path: Path) => void

/** Judges each item; too long a list is not looked into. `max` below zero is no bound. */
export function validateSlice<T>(
  items: readonly T[] | null | undefined,
  max: number,
  rule: ItemRule<T>,
  path: Path,
  errors: FieldErrors,
): boolean {
  if (!items) return false
  if (max >= 0 && items.length > max) {
    errors.tooMany(path, items.length, max)
    return false
  }
  for (const [i, item] of items.entries()) rule(item, path.index(i))
  return true
}

/** The same, and no key may come twice; `shown` is the key as messages show it. */
export function validateSet<T>(
  items: readonly T[] | null | undefined,
  max: number,
  rule: ItemRule<T>,
  key: (item: T) => string,
  path: Path,
  errors: FieldErrors,
  shown: (item: T) => unknown = key,
): void {
  if (!items || !validateSlice(items, max, rule, path, errors)) return
  const seen = new Set<string>()
  for (const [i, item] of items.entries()) {
    if (seen.has(key(item))) errors.duplicate(path.index(i), shown(item))
    seen.add(key(item))
  }
}
