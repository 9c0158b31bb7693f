// Values that may be missing. Upstream: cel-go cel/library.go (OptionalTypes), common/types/optional.go.
import { OPERATORS } from '../ast.ts'
import { fail, noSuchOverload } from '../values/failure.ts'
import {
  ArrayList,
  type CelValue,
  Duration,
  ListValue,
  MapValue,
  NONE,
  Optional,
  StructValue,
  Uint,
} from '../values/value.ts'
import type { Library } from './declaration.ts'

function isZero(value: CelValue): boolean {
  if (value instanceof ListValue) return value.length === 0
  if (value instanceof MapValue) return value.size === 0
  if (value instanceof StructValue) return [...value.fields()].length === 0
  if (value instanceof Uint) return value.value === 0n
  if (value instanceof Uint8Array) return value.length === 0
  if (value instanceof Duration) return value.nanos === 0n
  if (value instanceof Optional) return value.value === undefined
  return value === null || value === false || value === '' || value === 0 || value === 0n
}

function unwrapped(list: ListValue): ListValue {
  const values: CelValue[] = []
  for (const item of list) {
    if (!(item instanceof Optional)) return fail(`value ${String(item)} is not optional`)
    if (item.value !== undefined) values.push(item.value)
  }
  return new ArrayList(values)
}

// The operators themselves are planned, see evaluate/calls.
const planned = (): never => noSuchOverload()

/** optional.of, value, orValue, `.?field`, `[?index]` … */
export const OPTIONALS: Library = {
  functions: [
    ['optional.of(V) optional<V>', (value: CelValue) => new Optional(value)],
    ['optional.ofNonZeroValue(V) optional<V>', (value: CelValue) => (isZero(value) ? NONE : new Optional(value))],
    ['optional.none() optional<V>', () => NONE],
    ['optional.unwrap(list<optional<V>>) list<V>', unwrapped],
    [`${OPERATORS['[?]']}(list<V>, int) optional<V>`, planned],
    [`${OPERATORS['[?]']}(optional<list<V>>, int) optional<V>`, planned],
    [`${OPERATORS['[?]']}(map<K, V>, K) optional<V>`, planned],
    [`${OPERATORS['[?]']}(optional<map<K, V>>, K) optional<V>`, planned],
    [`${OPERATORS['[]']}(optional<list<V>>, int) optional<V>`, planned],
    [`${OPERATORS['[]']}(optional<map<K, V>>, K) optional<V>`, planned],
  ],
  members: [
    [
      'optional<V>.value() V',
      ({ value }: Optional) => value ?? (value === null ? null : fail('optional.none() dereference')),
    ],
    ['optional<V>.hasValue() bool', ({ value }: Optional) => value !== undefined],
    ['optional<V>.or(optional<V>) optional<V>', planned],
    ['optional<V>.orValue(V) V', planned],
    ['list<V>.first() optional<V>', (list: ListValue) => (list.length === 0 ? NONE : new Optional(list.at(0)))],
    [
      'list<V>.last() optional<V>',
      (list: ListValue) => (list.length === 0 ? NONE : new Optional(list.at(list.length - 1))),
    ],
    ['list<optional<V>>.unwrapOpt() list<V>', unwrapped],
  ],
}
