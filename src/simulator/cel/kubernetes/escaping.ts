// Names of properties as identifiers. Upstream: apiserver/pkg/cel/escaping.go.

const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
)
const POSSIBLE = /^[a-zA-Z_.\-/][a-zA-Z0-9_.\-/]*$/
const SPECIAL = /__|[.\-/]/g
const WORDS: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
}

/** The identifier of a property that is named by a keyword; such a property may be asked for by the keyword itself, too. */
export const keywordField = (field: string): string => (RESERVED.has(field) ? `__${field}__` : field)

/** The identifier a property is known by; undefined when there is none. */
export function escapeProperty(name: string): string | undefined {
  if (RESERVED.has(name)) return `__${name}__`
  if (!POSSIBLE.test(name)) return undefined
  return name.replace(SPECIAL, (special) => WORDS[special]!)
}
