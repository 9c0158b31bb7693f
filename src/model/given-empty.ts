// Collections that were written, but empty. The API leaves them out of what it stores and answers, yet its validation still tells
// `[]` from nothing at all; this remembers them beside the decoded object, for as long as that very object lives.

/** An empty list or map that was given. */
export type EmptyCollection = readonly never[] | Readonly<Record<string, never>>

const remembered = new WeakMap<object, ReadonlyMap<string, EmptyCollection>>()

/** Remembers the empty fields of a freshly decoded object. */
export function rememberGivenEmpty(object: object, fields: ReadonlyMap<string, EmptyCollection>): void {
  remembered.set(object, fields)
}

/** The field's value, or the empty collection it was given as; undefined when it was not given. */
export function givenOf<T extends object, K extends keyof T & string>(
  object: T,
  field: K,
): T[K] | EmptyCollection | undefined {
  return object[field] ?? remembered.get(object)?.get(field)
}

/** Whether a field that is null now was given as an empty collection. */
export const isGivenEmpty = (object: object, field: string): boolean => remembered.get(object)?.has(field) === true

/** Remembers of a copy what is known of the object. */
export function shareGivenEmpty(object: object, copy: object): void {
  const fields = remembered.get(object)
  if (fields !== undefined) remembered.set(copy, fields)
}

/** A copy with some fields changed that remembers what the object was given empty. */
export function changedWithGiven<T extends object>(object: T, changes: Partial<T>): T {
  const copy = { ...object, ...changes }
  shareGivenEmpty(object, copy)
  return copy
}
