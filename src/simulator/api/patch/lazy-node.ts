// A document that is taken apart only where a patch goes: what it opened is written with sorted keys again, the rest stays as it
// was. The order shows in messages that print the patched document. Upstream: gopkg.in/evanphx/json-patch.v4 patch.go (lazyNode).
import { isObject, type Json } from './values.ts'

/** A value and, once something looked inside, its parts. Null inside a document is no node. */
export class LazyNode {
  readonly #raw: unknown
  #doc: Map<string, LazyNode | undefined> | undefined
  #list: (LazyNode | undefined)[] | undefined

  /** `raw` is never changed. */
  constructor(raw: unknown) {
    this.#raw = raw
  }

  /** The fields, when it is an object. */
  doc(): Map<string, LazyNode | undefined> | undefined {
    if (this.#doc === undefined && this.#list === undefined && isObject(this.#raw)) {
      this.#doc = new Map()
      for (const key of Object.keys(this.#raw))
        if (this.#raw[key] !== undefined) this.#doc.set(key, nodeOf(this.#raw[key]))
    }
    return this.#doc
  }

  /** The items, when it is a list. */
  list(): (LazyNode | undefined)[] | undefined {
    if (this.#list === undefined && this.#doc === undefined && Array.isArray(this.#raw))
      this.#list = this.#raw.map(nodeOf)
    return this.#list
  }

  /** The value as it is now. */
  value(): unknown {
    if (this.#doc !== undefined) {
      const object: Json = {}
      for (const key of [...this.#doc.keys()].sort()) object[key] = this.#doc.get(key)?.value() ?? null
      return object
    }
    return this.#list === undefined ? this.#raw : this.#list.map((item) => item?.value() ?? null)
  }
}

const nodeOf = (value: unknown): LazyNode | undefined => (value === null ? undefined : new LazyNode(value))
