// Most sentences of a file differ only in the names they hold. A skeleton is a sentence with its plain names (lower case, as
// the API wants them, or key=value) taken out of the quotes; sentences of one skeleton have one parse, into which the names are put back.
// Sound because no rule of any tongue's grammar looks into a quoted text of that shape; skeleton.test.ts holds it to that.

const PLAIN_NAME = /"([a-z0-9][a-z0-9./-]*)(?:=([a-z0-9][a-z0-9.-]*))?"/g
const MARKS = Array.from({ length: 16 }, (_, i) => `mark${i.toString(16)}z9q`)
const MARK = /mark([0-9a-f])z9q/

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

/** Puts names into what holds their marks. */
type Filling = (names: readonly string[]) => unknown

/** How each parse is filled, found out once; undefined for one without marks. */
const fillings = new WeakMap<object, Filling | { readonly none: true }>()
const NONE = { none: true } as const

/** The parse of a skeleton with the names put back. What holds no name stays the very object it was. */
export function fleshOut<T extends object>(parsed: T, names: readonly string[]): T {
  if (names.length === 0) return parsed
  let filling = fillings.get(parsed)
  if (filling === undefined) {
    filling = fillingOf(parsed) ?? NONE
    fillings.set(parsed, filling)
  }
  return typeof filling === 'function' ? (filling(names) as T) : parsed
}

function fillingOf(value: unknown): Filling | undefined {
  if (typeof value === 'string') return textFilling(value)
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) {
    const fillers = (value as unknown[]).map(fillingOf)
    if (fillers.every((filler) => filler === undefined)) return undefined
    return (names) => (value as unknown[]).map((item, i) => fillers[i]?.(names) ?? item)
  }
  return mapFilling(value as Readonly<Record<string, unknown>>)
}

function textFilling(text: string): Filling | undefined {
  if (!text.includes('z9q')) return undefined
  // Text, digit, text, digit, … text.
  const parts = text.split(MARK)
  const index = Number.parseInt(parts[1] ?? '', 16)
  if (parts.length === 3 && parts[0] === '' && parts[2] === '') return (names) => names[index] ?? ''
  return (names) => parts.map((part, i) => (i % 2 === 0 ? part : (names[Number.parseInt(part, 16)] ?? ''))).join('')
}

function mapFilling(map: Readonly<Record<string, unknown>>): Filling | undefined {
  const entries = Object.entries(map).map(([key, value]) => ({
    key,
    named: textFilling(key),
    filling: fillingOf(value),
  }))
  if (entries.some(({ named }) => named !== undefined))
    return (names) =>
      Object.fromEntries(
        entries.map(({ key, named, filling }) => [named?.(names) ?? key, filling?.(names) ?? map[key]]),
      )
  const filled = entries.filter(({ filling }) => filling !== undefined)
  if (filled.length === 0) return undefined
  return (names) => {
    const copy: Record<string, unknown> = { ...map }
    for (const { key, filling } of filled) copy[key] = filling!(names)
    return copy
  }
}
