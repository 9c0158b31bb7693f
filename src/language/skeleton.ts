// Most sentences of a file differ only in the names they hold. A skeleton is a sentence with its plain names (lower case, as
// the API wants them, or key=value) taken out of the quotes; sentences of one skeleton have one parse, into which the names are put back.
// Sound because no rule of any tongue's grammar looks into a quoted text of that shape; skeleton.test.ts holds it to that.

const PLAIN_NAME = /"([a-z0-9][a-z0-9./-]*)(?:=([a-z0-9][a-z0-9.-]*))?"/g
const MARKS = Array.from({ length: 16 }, (_, i) => `mark${i.toString(16)}z9q`)
const MARK = /mark([0-9a-f])z9q/g

/** A text without its names. */
export interface Skeleton {
  readonly text: string
  readonly names: readonly string[]
}

/** Takes the plain names out of a text; a text with more than there are marks for stays as it is. */
export function skeletonOf(text: string): Skeleton {
  const names: string[] = []
  if (!text.includes('"') || text.includes('z9q')) return { text, names }
  const bare = text.replace(PLAIN_NAME, (all, name: string, value: string | undefined) => {
    const mark = MARKS[names.length]
    const valueMark = MARKS[names.length + 1]
    if (mark === undefined || valueMark === undefined) return all
    names.push(name)
    if (value === undefined) return `"${mark}"`
    names.push(value)
    return `"${mark}=${valueMark}"`
  })
  return { text: bare, names }
}

/** The parse of a skeleton with the names put back. */
export function fleshOut<T>(parsed: T, names: readonly string[]): T {
  return names.length === 0 ? parsed : (fill(parsed, names) as T)
}

function fill(value: unknown, names: readonly string[]): unknown {
  if (typeof value === 'string') {
    return value.includes('z9q')
      ? value.replace(MARK, (_, digit: string) => names[Number.parseInt(digit, 16)] ?? '')
      : value
  }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    let filled: unknown[] | undefined
    for (let i = 0; i < value.length; i++) {
      const item = fill(value[i], names)
      if (item === value[i]) continue
      filled ??= [...(value as unknown[])]
      filled[i] = item
    }
    return filled ?? value
  }
  return fillMap(value as Readonly<Record<string, unknown>>, names)
}

// What holds no name stays the very object it was.
function fillMap(map: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  let filled: Record<string, unknown> | undefined
  for (const key in map) {
    const item = fill(map[key], names)
    const newKey = key.includes('z9q') ? (fill(key, names) as string) : key
    if (newKey !== key) return Object.fromEntries(Object.entries(map).map(([k, v]) => [fill(k, names), fill(v, names)]))
    if (item === map[key]) continue
    filled ??= { ...map }
    filled[key] = item
  }
  return filled ?? map
}
