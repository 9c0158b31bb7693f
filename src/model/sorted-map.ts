// Maps of texts keep their keys sorted, as the API prints them; these put entries in without breaking that.

/** A copy of a map with its keys sorted. */
export const sortedMap = <V>(map: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))

/** A copy of a JSON value with the keys of all its objects sorted. */
export function sortedJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(sortedMap(value as Record<string, unknown>)).map(([k, v]) => [k, sortedJson(v)]),
  )
}

/** A copy of a map with one entry set. */
export const withEntry = <V>(map: Readonly<Record<string, V>> | undefined, key: string, value: V): Record<string, V> =>
  map && key in map ? { ...map, [key]: value } : sortedMap({ ...map, [key]: value })
