// The shapes patches work on.

/** A JSON object, not a list and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A copy that shares nothing. */
export function copyJson<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyJson) as T
  if (!isObject(value)) return value
  const copy: Record<string, unknown> = {}
  for (const key in value) copy[key] = copyJson(value[key])
  return copy as T
}
