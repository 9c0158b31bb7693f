// matchLabelKeys and mismatchLabelKeys: keys whose values a new pod's own labels add to a selector.
// Upstream: pkg/apis/core/validation/validation.go (ValidateMatchLabelKeysAndMismatchLabelKeys,
// ValidateMatchLabelKeysInTopologySpread).
import type { LabelSelector } from '../../../../../generated/api/meta.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { validateLabelName } from '../../validation/labels.ts'

type Keys = readonly string[] | undefined

const NEEDS_SELECTOR = 'must not be specified when labelSelector is not set'
const IN_BOTH = 'exists in both matchLabelKeys and labelSelector'

/** The keys of an affinity term or spread constraint at `path`. */
export function validateMatchLabelKeys(
  path: Path,
  matchKeys: Keys,
  mismatchKeys: Keys,
  selector: LabelSelector | undefined,
  errors: FieldErrors,
): void {
  if (matchKeys === undefined && mismatchKeys === undefined) return
  validateKeys(matchKeys, selector, path.child('matchLabelKeys'), errors)
  validateKeys(mismatchKeys, selector, path.child('mismatchLabelKeys'), errors)
  if (selector) validateAgainstSelector(path, matchKeys ?? [], selector, errors)
  for (const [i, key] of (matchKeys ?? []).entries()) {
    if (!mismatchKeys?.includes(key)) continue
    const detail = 'exists in both matchLabelKeys and mismatchLabelKeys'
    errors.invalid(path.child('matchLabelKeys').index(i), key, detail)
  }
}

function validateKeys(keys: Keys, selector: LabelSelector | undefined, path: Path, errors: FieldErrors): void {
  if (!keys?.length) return
  if (selector === undefined) {
    errors.forbidden(path, NEEDS_SELECTOR)
    return
  }
  for (const [i, key] of keys.entries()) validateLabelName(key, path.index(i), errors)
}

/** The keys' own expressions are in the selector by now: a key that is there twice was there before. */
function validateAgainstSelector(
  path: Path,
  matchKeys: readonly string[],
  selector: LabelSelector,
  errors: FieldErrors,
): void {
  const seen = new Set(Object.keys(selector.matchLabels ?? {}))
  for (const { key } of selector.matchExpressions ?? []) {
    if (seen.has(key) && matchKeys.includes(key)) errors.invalid(path.index(matchKeys.lastIndexOf(key)), key, IN_BOTH)
    seen.add(key)
  }
}

/** The older rule for spread constraints, before the keys were merged into the selector; `path` is the keys'. */
export function validateLegacyMatchLabelKeys(
  path: Path,
  keys: Keys,
  selector: LabelSelector | undefined,
  errors: FieldErrors,
): void {
  if (!keys?.length) return
  const inSelector = new Set(Object.keys(selector?.matchLabels ?? {}))
  for (const { key } of selector?.matchExpressions ?? []) inSelector.add(key)
  if (selector === undefined) errors.forbidden(path, NEEDS_SELECTOR)
  for (const [i, key] of keys.entries()) {
    validateLabelName(key, path.index(i), errors)
    if (inSelector.has(key)) errors.invalid(path.index(i), key, IN_BOTH)
  }
}
