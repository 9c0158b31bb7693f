// What every expression can call. Upstream: cel-go common/stdlib/standard.go.
import { OPERATORS } from '../ast.ts'
import { add, divide, itemAt, modulo, multiply, negate, size, subtract } from '../values/arithmetic.ts'
import { toBool, toBytes, toDouble, toDuration, toInt, toText, toTimestamp, toUint } from '../values/convert.ts'
import { compare, equal } from '../values/equality.ts'
import { fail, noSuchOverload } from '../values/failure.ts'
import { type CelValue, ListValue, MapValue, TypeValue, typeName, Uint } from '../values/value.ts'
import { bothTexts, equality, regex, search, shorter, sizeOf, traversal } from './costs.ts'
import type { Declared, Library } from './declaration.ts'
import { compiledPattern } from './patterns.ts'
import { TIME_MEMBERS } from './time.ts'

const ordered =
  (name: string, holds: (order: number) => boolean) =>
  (a: CelValue, b: CelValue): boolean => {
    const order = compare(a, b)
    return order === undefined ? fail(`no such overload: ${name}`) : holds(order)
  }

const ORDERED = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration']
const MIXED = ['int, double', 'int, uint', 'double, int', 'double, uint', 'uint, int', 'uint, double']
const ORDERS: readonly (readonly [string, (order: number) => boolean])[] = [
  [OPERATORS['<'], (order) => order < 0],
  [OPERATORS['<='], (order) => order <= 0],
  [OPERATORS['>'], (order) => order > 0],
  [OPERATORS['>='], (order) => order >= 0],
]
const comparisons: readonly Declared[] = ORDERS.flatMap(([name, holds]) => {
  const run = ordered(name, holds)
  const pairs = [...ORDERED.map((type) => `${type}, ${type}`), ...MIXED]
  return pairs.map((pair): Declared => {
    const walked = pair.startsWith('string') || pair.startsWith('bytes')
    return walked ? [`${name}(${pair}) bool`, run, shorter] : [`${name}(${pair}) bool`, run]
  })
})

function index(container: CelValue, key: CelValue): CelValue {
  if (container instanceof ListValue) return itemAt(container, key)
  if (container instanceof MapValue) return container.get(key) ?? fail(`no such key: ${keyText(key)}`)
  return noSuchOverload()
}

const keyText = (key: CelValue): string => (key instanceof Uint ? String(key.value) : String(key))

function within(item: CelValue, container: CelValue): boolean {
  if (container instanceof MapValue) return container.has(item)
  if (!(container instanceof ListValue)) return noSuchOverload()
  for (const one of container) if (equal(one, item)) return true
  return false
}

const OPERATOR_FUNCTIONS: readonly Declared[] = [
  [`${OPERATORS['?']}(bool, A, A) A`, () => noSuchOverload()],
  [`${OPERATORS['&&']}(bool, bool) bool`, () => noSuchOverload()],
  [`${OPERATORS['||']}(bool, bool) bool`, () => noSuchOverload()],
  [`${OPERATORS['!']}(bool) bool`, (a: CelValue) => (typeof a === 'boolean' ? !a : noSuchOverload())],
  [`${OPERATORS.notStrictlyFalse}(bool) bool`, (a: CelValue) => a],
  [`${OPERATORS['==']}(A, A) bool`, (a: CelValue, b: CelValue) => equal(a, b), equality],
  [`${OPERATORS['!=']}(A, A) bool`, (a: CelValue, b: CelValue) => !equal(a, b), shorter],
  ...['bytes', 'double', 'duration', 'int', 'list<A>', 'string', 'uint'].map(
    (type): Declared => [`${OPERATORS['+']}(${type}, ${type}) ${type}`, add, bothTexts],
  ),
  [`${OPERATORS['+']}(duration, timestamp) timestamp`, add],
  [`${OPERATORS['+']}(timestamp, duration) timestamp`, add],
  ...['double', 'duration', 'int', 'uint'].map(
    (type): Declared => [`${OPERATORS['-']}(${type}, ${type}) ${type}`, subtract],
  ),
  [`${OPERATORS['-']}(timestamp, duration) timestamp`, subtract],
  [`${OPERATORS['-']}(timestamp, timestamp) duration`, subtract],
  ...['double', 'int', 'uint'].flatMap((type): readonly Declared[] => [
    [`${OPERATORS['*']}(${type}, ${type}) ${type}`, multiply],
    [`${OPERATORS['/']}(${type}, ${type}) ${type}`, divide],
  ]),
  [`${OPERATORS['%']}(int, int) int`, modulo],
  [`${OPERATORS['%']}(uint, uint) uint`, modulo],
  [`${OPERATORS['-x']}(double) double`, negate],
  [`${OPERATORS['-x']}(int) int`, negate],
  ...comparisons,
  [`${OPERATORS['[]']}(list<A>, int) A`, index],
  [`${OPERATORS['[]']}(map<A, B>, A) B`, index],
  [`${OPERATORS.in}(A, list<A>) bool`, within, ([, list]) => sizeOf(list!)],
  [`${OPERATORS.in}(A, map<A, B>) bool`, within],
]

const SIZED = ['bytes', 'list<A>', 'map<A, B>', 'string']

const conversion = (name: string, run: Declared[1], result: string, ...from: readonly string[]): readonly Declared[] =>
  from.map((type): Declared => {
    const copied = (name === 'string' && type === 'bytes') || (name === 'bytes' && type === 'string')
    return copied ? [`${name}(${type}) ${result}`, run, traversal] : [`${name}(${type}) ${result}`, run]
  })

const CONVERSIONS: readonly Declared[] = [
  ['type(A) type<A>', (value: CelValue) => new TypeValue(value instanceof TypeValue ? 'type' : typeName(value))],
  ...conversion('bool', toBool, 'bool', 'bool', 'string'),
  ...conversion('bytes', toBytes, 'bytes', 'bytes', 'string'),
  ...conversion('double', toDouble, 'double', 'double', 'int', 'string', 'uint'),
  ...conversion('duration', toDuration, 'duration', 'duration', 'int', 'string'),
  ['dyn(A) dyn', (value: CelValue) => value],
  ...conversion('int', toInt, 'int', 'int', 'double', 'duration', 'string', 'timestamp', 'uint'),
  ...conversion(
    'string',
    toText,
    'string',
    'string',
    'bool',
    'bytes',
    'double',
    'duration',
    'int',
    'timestamp',
    'uint',
  ),
  ...conversion('timestamp', toTimestamp, 'timestamp', 'timestamp', 'int', 'string'),
  ...conversion('uint', toUint, 'uint', 'uint', 'double', 'int', 'string'),
]

const matches = (text: string, pattern: string): boolean => compiledPattern(pattern).test(text)

/** cel-go's standard library. */
export const STANDARD: Library = {
  functions: [
    ...OPERATOR_FUNCTIONS,
    ...SIZED.map((type): Declared => [`size(${type}) int`, size]),
    ...CONVERSIONS,
    ['matches(string, string) bool', matches, regex],
  ],
  members: [
    ...SIZED.map((type): Declared => [`${type}.size() int`, size]),
    ['string.contains(string) bool', (text: string, part: string) => text.includes(part), search],
    ['string.endsWith(string) bool', (text: string, end: string) => text.endsWith(end), traversal],
    ['string.startsWith(string) bool', (text: string, start: string) => text.startsWith(start), traversal],
    ['string.matches(string) bool', matches, regex],
    ...TIME_MEMBERS,
  ],
}
