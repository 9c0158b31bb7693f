// Whether two pieces of objects mean the same. Upstream: apimachinery/pkg/api/equality (Semantic.DeepEqual): nil and empty are
// one. Quantities and times are canonical text in decoded objects, so text equality is theirs.

const isEmpty = (value: unknown): boolean => {
  if (value === undefined || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  if (typeof value !== 'object') return false
  for (const field in value) if (!isEmpty((value as Record<string, unknown>)[field])) return false
  return true
}

/** Deep equality in which what is absent equals what is empty. */
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
