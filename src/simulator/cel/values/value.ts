// What expressions yield. Ints are bigint and doubles number, so that 1 and 1.0 stay apart; texts, booleans and null are JavaScript's
// own; the rest are small classes. Values never change. Upstream: cel-go common/types.
import type { CelType } from '../types.ts'

/** An unsigned int. */
export class Uint {
  readonly value: bigint
  constructor(value: bigint) {
    this.value = value
  }
}

/** A moment, in nanoseconds since 1970. */
export class Timestamp {
  readonly nanos: bigint
  /** Minutes east of UTC that it was written with; as text it keeps them. */
  readonly offset: number
  constructor(nanos: bigint, offset = 0) {
    this.nanos = nanos
    this.offset = offset
  }
}

/** A span, in nanoseconds. */
export class Duration {
  readonly nanos: bigint
  constructor(nanos: bigint) {
    this.nanos = nanos
  }
}

/** The name of a type. */
export class TypeValue {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** A value or none. */
export class Optional {
  readonly value: CelValue | undefined
  constructor(value: CelValue | undefined) {
    this.value = value
  }
}

/** A list; items may be made when they are asked for. */
export abstract class ListValue {
  abstract readonly length: number
  abstract at(index: number): CelValue
  *[Symbol.iterator](): Iterator<CelValue> {
    for (let i = 0; i < this.length; i++) yield this.at(i)
  }
  /** What it was made from, for going back to JSON. */
  get source(): unknown {
    return undefined
  }
  /** Whether two lists say the same, where that is not item by item. */
  sameAs(_other: ListValue): boolean | undefined
  sameAs(): boolean | undefined {
    return undefined
  }
  /** The items of both, where that is not one after the other. */
  plus(_other: ListValue): readonly CelValue[] | undefined
  plus(): readonly CelValue[] | undefined {
    return undefined
  }
}

/** A map. */
export abstract class MapValue {
  abstract readonly size: number
  abstract get(key: CelValue): CelValue | undefined
  abstract has(key: CelValue): boolean
  abstract keys(): Iterable<CelValue>
  get source(): unknown {
    return undefined
  }
}

/** An object with declared fields. */
export abstract class StructValue {
  abstract readonly typeName: string
  /** Undefined where the field is not set. */
  abstract get(field: string): CelValue | undefined
  abstract fields(): Iterable<string>
  get source(): unknown {
    return undefined
  }
  /** Whether two structs say the same, when their classes know better than comparing fields. */
  sameAs(_other: StructValue): boolean | undefined
  sameAs(): boolean | undefined {
    return undefined
  }
}

/** A value of one of Kubernetes' libraries. */
export abstract class OpaqueValue {
  abstract readonly type: CelType
  abstract equals(other: OpaqueValue): boolean
  /** How large it is, for what it costs to walk it. */
  get size(): number {
    return 1
  }
}

export type CelValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint
  | Uint8Array
  | Timestamp
  | Duration
  | TypeValue
  | Optional
  | ListValue
  | MapValue
  | StructValue
  | OpaqueValue

/** A list of values that are there. */
export class ArrayList extends ListValue {
  readonly items: readonly CelValue[]
  constructor(items: readonly CelValue[]) {
    super()
    this.items = items
  }
  get length(): number {
    return this.items.length
  }
  at(index: number): CelValue {
    return this.items[index]!
  }
  override [Symbol.iterator](): Iterator<CelValue> {
    return this.items[Symbol.iterator]()
  }
}

/** Keys that are equal have the same text: ints, uints and whole doubles are one kind of key. */
export function mapKey(key: CelValue): string | undefined {
  if (typeof key === 'string') return `s${key}`
  if (typeof key === 'bigint') return `n${key}`
  if (typeof key === 'boolean') return `b${key}`
  if (key instanceof Uint) return `n${key.value}`
  if (typeof key === 'number') return Number.isInteger(key) ? `n${BigInt(key)}` : `d${key}`
  return undefined
}

/** A map of values that are there. */
export class EntryMap extends MapValue {
  readonly #entries: ReadonlyMap<string, readonly [CelValue, CelValue]>
  constructor(entries: ReadonlyMap<string, readonly [CelValue, CelValue]>) {
    super()
    this.#entries = entries
  }
  get size(): number {
    return this.#entries.size
  }
  get entries(): ReadonlyMap<string, readonly [CelValue, CelValue]> {
    return this.#entries
  }
  get(key: CelValue): CelValue | undefined {
    const text = mapKey(key)
    return text === undefined ? undefined : this.#entries.get(text)?.[1]
  }
  has(key: CelValue): boolean {
    const text = mapKey(key)
    return text !== undefined && this.#entries.has(text)
  }
  *keys(): Iterable<CelValue> {
    for (const [key] of this.#entries.values()) yield key
  }
}

/** No value. */
export const NONE = new Optional(undefined)
/** The empty list. */
export const EMPTY_LIST = new ArrayList([])

/** The name of a value's type, as `type()` answers it. */
export function typeName(value: CelValue): string {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'bigint':
      return 'int'
    case 'boolean':
      return 'bool'
    case 'number':
      return 'double'
    default:
  }
  if (value === null) return 'null_type'
  if (value instanceof ListValue) return 'list'
  if (value instanceof MapValue) return 'map'
  if (value instanceof StructValue) return value.typeName
  if (value instanceof OpaqueValue) return value.type.name
  if (value instanceof Optional) return 'optional_type'
  if (value instanceof Uint) return 'uint'
  if (value instanceof Uint8Array) return 'bytes'
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp'
  if (value instanceof Duration) return 'google.protobuf.Duration'
  return 'type'
}
