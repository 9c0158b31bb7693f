// Whether two pieces of objects mean the same. Upstream: apimachinery/pkg/api/equality (Semantic.DeepEqual): nil and empty lists
// and maps are one. Quantities and times are canonical text in decoded objects, so text equality is theirs.

/** Decoded objects leave out empty maps: `{}` in one is a pointer to an empty struct, which is not nil. */
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)

/** Deep equality in which what is absent equals an empty list. */
export function semanticEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a === undefined || a === null) return isEmpty(b)
  if (b === undefined || b === null) return isEmpty(a)
  if (typeof a !== 'object' || typeof b !== 'object') return false
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameList(a, b)
  return sameFields(a as Record<string, unknown>, b as Record<string, unknown>)
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => semanticEqual(item, b[i]))
}

function sameFields(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  for (const field in a) if (!semanticEqual(a[field], b[field])) return false
  for (const field in b) if (!(field in a) && !isEmpty(b[field])) return false
  return true
}
