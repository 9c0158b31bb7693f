// Calls that are not calls: has, all, exists, map, filter …, each expanded to a comprehension or a test.
// Upstream: cel-go parser/macro.go, cel/library.go (optMap), ext/comprehensions.go, ext/lists.go (sortBy).
import { ACCUMULATOR, type Expr, OPERATORS } from '../ast.ts'
import type { CelValue } from '../values/value.ts'

/** A call that may be a macro. */
export interface MacroCall {
  readonly name: string
  readonly target: Expr | undefined
  readonly args: readonly Expr[]
  readonly offset: number
}

/** Where problems of macros go. */
export interface MacroHelper {
  /** cel.bind is one. */
  readonly bindings: boolean
  report(offset: number, message: string): Expr
}

type Expander = (helper: MacroHelper, call: MacroCall, make: Maker) => Expr

/** Makes the parts of an expansion, all at the place of the macro. */
class Maker {
  readonly #offset: number

  constructor(offset: number) {
    this.#offset = offset
  }

  literal(value: CelValue): Expr {
    return { kind: 'literal', value, offset: this.#offset }
  }

  ident(name: string): Expr {
    return { kind: 'ident', name, offset: this.#offset }
  }

  accumulator(): Expr {
    return this.ident(ACCUMULATOR)
  }

  call(name: string, ...args: readonly Expr[]): Expr {
    return { kind: 'call', name, target: undefined, args, offset: this.#offset }
  }

  member(name: string, target: Expr, ...args: readonly Expr[]): Expr {
    return { kind: 'call', name, target, args, offset: this.#offset }
  }

  list(...elements: readonly Expr[]): Expr {
    return { kind: 'list', elements, optional: undefined, offset: this.#offset }
  }

  map(): Expr {
    return { kind: 'map', entries: [], offset: this.#offset }
  }

  fold(
    range: Expr,
    [variable, variable2]: readonly [string, string?],
    parts: { readonly init: Expr; readonly condition: Expr; readonly step: Expr; readonly result: Expr },
    accumulator = ACCUMULATOR,
  ): Expr {
    return { kind: 'comprehension', range, variable, variable2, accumulator, ...parts, offset: this.#offset }
  }
}

const OVERWRITES = 'iteration variable overwrites accumulator variable'
const NOT_A_NAME = 'argument must be a simple name'
const OLD_ACCUMULATOR = '__result__'

/** The names of the iteration variables, or the problem that was reported. */
function variablesOf(
  helper: MacroHelper,
  args: readonly Expr[],
  count: 1 | 2,
  notAName: string,
): readonly [string, string?] | Expr {
  const names: string[] = []
  for (const arg of args.slice(0, count)) {
    if (arg.kind !== 'ident') return helper.report(arg.offset, notAName)
    names.push(arg.name)
  }
  const second = args[1]!
  if (count === 2 && names[0] === names[1]) {
    return helper.report(second.offset, `duplicate variable name: ${names[0]}`)
  }
  const wrong = names.findIndex((name) => name === ACCUMULATOR || name === OLD_ACCUMULATOR)
  if (wrong >= 0) return helper.report(args[wrong]!.offset, OVERWRITES)
  return names as unknown as readonly [string, string?]
}

const isExpr = (made: readonly [string, string?] | Expr): made is Expr => !Array.isArray(made)

/** A fold whose variables are the first arguments. */
function folding(
  count: 1 | 2,
  notAName: string,
  parts: (
    make: Maker,
    args: readonly Expr[],
    names: readonly [string, string?],
  ) => { readonly init: Expr; readonly condition: Expr; readonly step: Expr; readonly result: Expr },
): Expander {
  return (helper, { target, args }, make) => {
    const names = variablesOf(helper, args, count, notAName)
    if (isExpr(names)) return names
    return make.fold(target!, names, parts(make, args, names))
  }
}

const all = (count: 1 | 2): Expander =>
  folding(count, NOT_A_NAME, (make, args) => ({
    init: make.literal(true),
    condition: make.call(OPERATORS.notStrictlyFalse, make.accumulator()),
    step: make.call(OPERATORS['&&'], make.accumulator(), args[count]!),
    result: make.accumulator(),
  }))

const exists = (count: 1 | 2): Expander =>
  folding(count, NOT_A_NAME, (make, args) => ({
    init: make.literal(false),
    condition: make.call(OPERATORS.notStrictlyFalse, make.call(OPERATORS['!'], make.accumulator())),
    step: make.call(OPERATORS['||'], make.accumulator(), args[count]!),
    result: make.accumulator(),
  }))

const existsOne = (count: 1 | 2): Expander =>
  folding(count, NOT_A_NAME, (make, args) => ({
    init: make.literal(0n),
    condition: make.literal(true),
    step: make.call(
      OPERATORS['?'],
      args[count]!,
      make.call(OPERATORS['+'], make.accumulator(), make.literal(1n)),
      make.accumulator(),
    ),
    result: make.call(OPERATORS['=='], make.accumulator(), make.literal(1n)),
  }))

/** Adds something to the accumulator for each item, or for each that a filter lets through. */
function collecting(
  count: 1 | 2,
  notAName: string,
  filtered: boolean,
  init: (make: Maker) => Expr,
  add: (make: Maker, transform: Expr, names: readonly [string, string?]) => Expr,
): Expander {
  return folding(count, notAName, (make, args, names) => {
    const added = add(make, args[filtered ? count + 1 : count]!, names)
    const step = filtered ? make.call(OPERATORS['?'], args[count]!, added, make.accumulator()) : added
    return { init: init(make), condition: make.literal(true), step, result: make.accumulator() }
  })
}

const emptyList = (make: Maker): Expr => make.list()
const emptyMap = (make: Maker): Expr => make.map()
const appended = (make: Maker, item: Expr): Expr => make.call(OPERATORS['+'], make.accumulator(), make.list(item))
const NOT_AN_IDENTIFIER = 'argument is not an identifier'
const map = (filtered: boolean): Expander => collecting(1, NOT_AN_IDENTIFIER, filtered, emptyList, appended)
const transformList = (filtered: boolean): Expander => collecting(2, NOT_A_NAME, filtered, emptyList, appended)
const transformMap = (filtered: boolean): Expander =>
  collecting(2, NOT_A_NAME, filtered, emptyMap, (make, value, names) =>
    make.call('cel.@mapInsert', make.accumulator(), make.ident(names[0]), value),
  )
const transformMapEntry = (filtered: boolean): Expander =>
  collecting(2, NOT_A_NAME, filtered, emptyMap, (make, entry) => make.call('cel.@mapInsert', make.accumulator(), entry))

const filter: Expander = folding(1, NOT_AN_IDENTIFIER, (make, args) => ({
  init: make.list(),
  condition: make.literal(true),
  step: make.call(OPERATORS['?'], args[1]!, appended(make, args[0]!), make.accumulator()),
  result: make.accumulator(),
}))

const has: Expander = (helper, { args, offset }) => {
  const [arg] = args
  if (arg!.kind !== 'select') return helper.report(arg!.offset, 'invalid argument to has() macro')
  return { ...arg!, test: true, offset }
}

/** optMap, optFlatMap: the value, if there is one, bound to a name. */
function optional(name: string, wrap: (make: Maker, result: Expr) => Expr): Expander {
  return (helper, { target, args }, make) => {
    const [variable, transform] = args
    if (variable!.kind !== 'ident') {
      return helper.report(variable!.offset, `${name}() variable name must be a simple identifier`)
    }
    const bound = make.fold(
      make.list(),
      ['#unused'],
      {
        init: make.member('value', structuredCopy(target!)),
        condition: make.literal(false),
        step: make.ident(variable!.name),
        result: transform!,
      },
      variable!.name,
    )
    return make.call(OPERATORS['?'], make.member('hasValue', target!), wrap(make, bound), make.call('optional.none'))
  }
}

/** The checker writes on nodes, so one that is used twice is copied. */
function structuredCopy(expr: Expr): Expr {
  return structuredClone(expr)
}

const SORTED = '@__sortBy_input__'

const sortBy: Expander = (helper, { target, args }, make) => {
  const [variable, key] = args
  if (!['list', 'select', 'ident', 'comprehension', 'call'].includes(target!.kind)) {
    return helper.report(
      target!.offset,
      'sortBy can only be applied to a list, identifier, comprehension, call or select expression',
    )
  }
  if (variable!.kind !== 'ident') return helper.report(variable!.offset, NOT_AN_IDENTIFIER)
  const keys = make.fold(make.ident(SORTED), [variable!.name], {
    init: make.list(),
    condition: make.literal(true),
    step: appended(make, key!),
    result: make.accumulator(),
  })
  return make.fold(
    make.list(),
    ['#unused'],
    {
      init: target!,
      condition: make.literal(false),
      step: make.ident(SORTED),
      result: make.member('@sortByAssociatedKeys', make.ident(SORTED), keys),
    },
    SORTED,
  )
}

const bind: Expander = (helper, { args }, make) => {
  const [variable, value, result] = args
  if (variable!.kind !== 'ident') {
    return helper.report(variable!.offset, 'cel.bind() variable names must be simple identifiers')
  }
  return make.fold(
    make.list(),
    ['#unused'],
    { init: value!, condition: make.literal(false), step: make.ident(variable!.name), result: result! },
    variable!.name,
  )
}

/** By `name:arguments`, `.` before the name of those with a receiver. */
const MACROS: ReadonlyMap<string, Expander> = new Map<string, Expander>([
  ['has:1', has],
  ['.all:2', all(1)],
  ['.all:3', all(2)],
  ['.exists:2', exists(1)],
  ['.exists:3', exists(2)],
  ['.exists_one:2', existsOne(1)],
  ['.existsOne:2', existsOne(1)],
  ['.existsOne:3', existsOne(2)],
  ['.exists_one:3', existsOne(2)],
  ['.map:2', map(false)],
  ['.map:3', map(true)],
  ['.filter:2', filter],
  ['.transformList:3', transformList(false)],
  ['.transformList:4', transformList(true)],
  ['.transformMap:3', transformMap(false)],
  ['.transformMap:4', transformMap(true)],
  ['.transformMapEntry:3', transformMapEntry(false)],
  ['.transformMapEntry:4', transformMapEntry(true)],
  ['.optMap:2', optional('optMap', (make, result) => make.call('optional.of', result))],
  ['.optFlatMap:2', optional('optFlatMap', (_, result) => result)],
  ['.sortBy:2', sortBy],
])

/** What the call stands for, when it is a macro. */
export function expandMacro(helper: MacroHelper, call: MacroCall): Expr | undefined {
  const { name, target, args, offset } = call
  if (helper.bindings && name === 'bind' && args.length === 3 && target?.kind === 'ident' && target.name === 'cel') {
    return bind(helper, call, new Maker(offset))
  }
  const expander = MACROS.get(`${target === undefined ? '' : '.'}${name}:${args.length}`)
  return expander?.(helper, call, new Maker(offset))
}
