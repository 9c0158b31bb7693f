// JSON merge patch, RFC 7396: null removes, objects merge, everything else replaces.
import { isObject } from './values.ts'

/** A new value: `target` with `patch` merged in; neither is changed. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key], value)
  }
  return result
}
