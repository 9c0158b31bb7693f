// Objects as the API writes them: what is empty is left out.

/** Without the fields that are undefined, 0 or '' — but for those in `keep`, which may be 0. */
export function compact<T extends object>(object: T, keep: readonly string[] = []): T {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue
    if (value === 0 && !keep.includes(name)) continue
    out[name] = value
  }
  return out as T
}
