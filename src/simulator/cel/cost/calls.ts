// What a call costs by its name and the sizes of what it is given, and how large its result may be.
// Upstream: functionCost in cel-go checker/cost.go, EstimateCallCost in apiserver/pkg/cel/library/cost.go.
import { OPERATORS } from '../ast.ts'
import { selectorCost } from '../library/costs.ts'
import { type CelType, FORMAT } from '../types.ts'
import { type Bounds, exactly, ONE, plus, scaled, times, UNBOUNDED, UNKNOWN } from './size.ts'

/** An operand: its type and size; of lists the size of their items where it is known. */
export interface Operand {
  readonly type: CelType
  readonly size: Bounds
  readonly itemSize: Bounds
  /** Where it is a number that stands there. */
  readonly literal?: bigint | undefined
}

/** A call's own cost, its operands not counted, and its result's size. */
export interface CallEstimate {
  readonly cost: Bounds
  readonly size?: Bounds
}

const TRAVERSAL = 0.1
const REGEX_LENGTH = 0.25
const MAX_FORMAT_REGEX = 128
const AUTHORIZATION = 350_000

type Estimator = (target: Operand | undefined, args: readonly Operand[]) => CallEstimate | undefined

const walk = (size: Bounds): Bounds => scaled(size, TRAVERSAL)
const isText = ({ type: { kind } }: Operand): boolean => kind === 'string' || kind === 'bytes' || kind === 'dyn'

/** Comparing two values: the shorter is walked. */
const compared: Estimator = (_, [a, b]) => {
  const max = Math.min(a!.size.max, b!.size.max)
  return { cost: walk({ min: max > 0 ? 1 : 0, max }) }
}

const MAX_FORMAT = 64
const CONSTANT: ReadonlySet<string> = new Set([
  'net.IP',
  'net.CIDR',
  'kubernetes.Quantity',
  'kubernetes.Semver',
  'kubernetes.authorization.Authorizer',
  'kubernetes.authorization.PathCheck',
  'kubernetes.authorization.GroupCheck',
  'kubernetes.authorization.ResourceCheck',
  'kubernetes.authorization.Decision',
])

/** Equality of two values of Kubernetes' libraries does not depend on how large they are. */
const equated: Estimator = (target, args) => {
  const [a, b] = args
  if (a!.type.name !== b!.type.name) return compared(target, args)
  if (CONSTANT.has(a!.type.name)) return { cost: ONE }
  return a!.type.name === FORMAT.name ? { cost: walk({ min: 1, max: MAX_FORMAT }) } : compared(target, args)
}

const ordered: Estimator = (target, args) => (args.some(isText) ? compared(target, args) : undefined)

const added: Estimator = (_, [a, b]) => {
  const kind = a!.type.kind
  if (kind !== 'string' && kind !== 'bytes' && kind !== 'list' && kind !== 'dyn') return undefined
  const size = plus(a!.size, b!.size)
  return { cost: kind === 'list' ? ONE : walk(size), size }
}

const matched: Estimator = (target, args) => {
  const text = target ?? args[0]!
  const pattern = target === undefined ? args[1]! : args[0]!
  return { cost: times(walk(plus(text.size, ONE)), scaled(pattern.size, REGEX_LENGTH)) }
}

/** Every item of a list is looked at; texts in it are walked. */
const eachItem: Estimator = (target) => {
  if (target === undefined) return undefined
  if (target.type.kind !== 'list') return { cost: walk(target.size) }
  const item = target.type.params[0]!
  const walked = item.kind === 'string' || item.kind === 'bytes'
  return { cost: times(target.size, walked ? plus(ONE, walk(target.itemSize)) : ONE) }
}

const rewritten: Estimator = (target) => target && { cost: walk(target.size), size: target.size }
const parsed: Estimator = (_, [text]) => text && { cost: walk(text.size) }
const fixed =
  (cost: number): Estimator =>
  () => ({ cost: exactly(cost) })

const replaced: Estimator = (target, [old, by]) => {
  if (target === undefined || old === undefined || by === undefined) return undefined
  const { size } = target
  const longest =
    old.size.min === 0
      ? plus(times(plus(size, ONE), by.size), size).max
      : by.size.max <= old.size.min
        ? size.max
        : Math.min(UNBOUNDED, Math.ceil(size.max / old.size.min) * by.size.max)
  const shortest =
    old.size.max === 0
      ? (size.min + 1) * by.size.min + size.min
      : old.size.max <= by.size.min
        ? size.min
        : Math.ceil(size.min / old.size.max) * by.size.min
  return { cost: scaled(size, 2 * TRAVERSAL), size: { min: shortest, max: longest } }
}

const joined: Estimator = (target, [by]) => {
  if (target === undefined) return undefined
  const { size, itemSize } = target
  const separators = { min: Math.max(0, size.min - 1), max: Math.max(0, size.max - 1) }
  const all = plus(times(size, itemSize), by === undefined ? exactly(0) : times(by.size, separators))
  return { cost: walk(all), size: all }
}

const contains: Estimator = (target, [part]) => target && part && { cost: times(walk(target.size), walk(part.size)) }

const converted: Estimator = (_, [value]) => {
  if (value?.type.kind === 'bytes')
    return { cost: walk(value.size), size: { min: Math.floor(value.size.min / 4), max: value.size.max } }
  return undefined
}

const LIST = 10

/** A number that stands there, none below zero. */
function numberOr(operand: Operand | undefined, otherwise: number): number {
  const literal = operand?.literal
  return literal === undefined ? otherwise : Number(literal < 0n ? 0n : literal)
}

/** A list of that many items is made. */
const listMade = (factor: number, size: Bounds): CallEstimate => ({
  cost: plus(scaled(size, factor), exactly(1 + LIST)),
  size,
})

const split: Estimator = (target, [, limit]) =>
  target && { cost: scaled(target.size, 2 * TRAVERSAL), size: { min: 0, max: numberOr(limit, target.size.max) } }

const sets =
  (factor: number): Estimator =>
  (_, [a, b]) =>
    a && b && { cost: plus(scaled(times(a.size, b.size), factor), ONE) }

const sliced: Estimator = (target, [start, end]) => {
  if (target === undefined) return undefined
  const length = numberOr(end, target.size.max) - numberOr(start, 0)
  // Numbers below zero are very large ones.
  return listMade(1, exactly(length < 0 ? UNBOUNDED : length))
}

/** Every item is compared with every other; texts are walked. */
function sorted({ type, size }: Operand): CallEstimate {
  const kind = type.params[0]?.kind
  const walked = kind === 'string' || kind === 'bytes' || kind === 'dyn' || kind === undefined
  return listMade(walked ? 2 + TRAVERSAL : 2, times(size, size))
}

const selected: Estimator = (_, [text]) =>
  text && { cost: { min: selectorCost(text.size.min), max: Math.min(UNBOUNDED, selectorCost(text.size.max)) } }

const BUILT: readonly (readonly [Estimator, string])[] = [
  [equated, OPERATORS['==']],
  [compared, OPERATORS['!=']],
  [ordered, `${OPERATORS['<']} ${OPERATORS['<=']} ${OPERATORS['>']} ${OPERATORS['>=']}`],
  [added, OPERATORS['+']],
  [matched, 'matches'],
  [contains, 'contains'],
  [(_, [text]) => text && { cost: walk(text.size) }, 'startsWith endsWith'],
  [(_, [, list]) => (list?.type.kind === 'map' ? undefined : list && { cost: list.size }), OPERATORS.in],
  [converted, 'string'],
  [
    (_, [text]) =>
      text?.type.kind === 'string'
        ? { cost: walk(text.size), size: { min: text.size.min, max: Math.min(UNBOUNDED, text.size.max * 4) } }
        : undefined,
    'bytes',
  ],
  [(target) => target && { cost: walk(target.size) }, 'format'],
  [
    (_, [text]) => text && { cost: walk(text.size), size: plus(times(text.size, { min: 1, max: 2 }), exactly(2)) },
    'strings.quote',
  ],
  [fixed(AUTHORIZATION), 'check'],
  [eachItem, 'isSorted sum max min indexOf lastIndexOf'],
  [(_, [text]) => text && { cost: walk(text.size), size: text.size }, 'url jsonpatch.escapeKey'],
  [rewritten, 'lowerAscii upperAscii substring trim'],
  [replaced, 'replace'],
  [split, 'split'],
  [joined, 'join'],
  [
    (target, args) => ({ ...matched(target, args)!, size: { min: 0, max: target?.size.max ?? UNBOUNDED } }),
    'find findAll',
  ],
  [parsed, 'cidr isIP isCIDR quantity isQuantity semver isSemver'],
  [(target, args) => (target === undefined ? parsed(target, args) : { cost: ONE }), 'ip'],
  [(_, [text]) => text && { cost: scaled(text.size, 2 * TRAVERSAL) }, 'ip.isCanonical'],
  [
    (_, [other]) => ({ cost: plus({ min: 1, max: 4 }, other?.type.kind === 'string' ? walk(other.size) : exactly(0)) }),
    'containsIP',
  ],
  [
    (_, [other]) => ({ cost: plus({ min: 3, max: 7 }, other?.type.kind === 'string' ? walk(other.size) : exactly(0)) }),
    'containsCIDR',
  ],
  [(_, [text]) => text && { cost: scaled(walk(text.size), MAX_FORMAT_REGEX * REGEX_LENGTH) }, 'validate'],
  [sets(1), 'sets.contains sets.intersects'],
  [sets(2), 'sets.equivalent'],
  [sliced, 'slice'],
  [(_, [count]) => listMade(1, exactly(numberOr(count, UNBOUNDED))), 'lists.range'],
  [(target) => target && listMade(1, target.size), 'reverse'],
  [
    (target, [depth]) => target && listMade(depth === undefined ? 1 : numberOr(depth, UNBOUNDED), target.size),
    'flatten',
  ],
  [(target) => target && listMade(2, times(target.size, target.size)), 'distinct'],
  [(target) => target && sorted(target), 'sort'],
  [(_, [keys]) => keys && sorted(keys), '@sortByAssociatedKeys'],
  [selected, 'fieldSelector labelSelector'],
]

const ESTIMATORS: ReadonlyMap<string, Estimator> = new Map(
  BUILT.flatMap(([estimator, names]) => names.split(' ').map((name) => [name, estimator] as const)),
)

/** The estimate of a call. */
export function estimateCall(name: string, target: Operand | undefined, args: readonly Operand[]): CallEstimate {
  return ESTIMATORS.get(name)?.(target, args) ?? { cost: ONE }
}

/** What nothing is known of. */
export const unknownOperand = (type: CelType): Operand => ({ type, size: UNKNOWN, itemSize: UNKNOWN })
