// Functions as declared: a text for the types, a function for what they do, a cost where it is not one.
// `string.indexOf(string, int) int` is called on a string; `size(list<A>) int` is not. Upstream: cel-go common/decls.
import {
  ANY,
  AUTHORIZER,
  BOOL,
  BYTES,
  type CelType,
  CIDR,
  DECISION,
  DOUBLE,
  DURATION,
  DYN,
  FORMAT,
  GROUP_CHECK,
  INT,
  IP,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  PATH_CHECK,
  param,
  QUANTITY,
  RESOURCE_CHECK,
  SEMVER,
  STRING,
  TIMESTAMP,
  typeOf,
  UINT,
  URL_TYPE,
} from '../types.ts'
import type { CelValue } from '../values/value.ts'

/** Does what an overload does. */
export type Implementation = (...args: readonly never[]) => CelValue

/** What a call cost, its arguments and its result seen. */
export type RuntimeCost = (args: readonly CelValue[], result: CelValue) => number

/** One way to call a function. */
export interface Overload {
  readonly id: string
  readonly member: boolean
  readonly args: readonly CelType[]
  readonly result: CelType
  readonly params: readonly string[]
  readonly run: Implementation
  readonly cost: RuntimeCost | undefined
}

/** All ways to call one name. */
export interface FunctionDeclaration {
  readonly name: string
  readonly overloads: readonly Overload[]
}

/** Signature and implementation, and what it costs. */
export type Declared = readonly [signature: string, run: Implementation, cost?: RuntimeCost]

const NAMED: Readonly<Record<string, CelType>> = {
  any: ANY,
  bool: BOOL,
  bytes: BYTES,
  double: DOUBLE,
  duration: DURATION,
  dyn: DYN,
  int: INT,
  null: NULL,
  string: STRING,
  timestamp: TIMESTAMP,
  uint: UINT,
  Quantity: QUANTITY,
  IP,
  CIDR,
  URL: URL_TYPE,
  Semver: SEMVER,
  Format: FORMAT,
  Authorizer: AUTHORIZER,
  PathCheck: PATH_CHECK,
  GroupCheck: GROUP_CHECK,
  ResourceCheck: RESOURCE_CHECK,
  Decision: DECISION,
}

const PARAMETER = /^[A-Z]$/

/** Splits at commas that stand outside of `<>`. */
function splitTypes(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '<') depth++
    else if (text[i] === '>') depth--
    else if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(start, i))
      start = i + 1
    }
  }
  if (text !== '') parts.push(text.slice(start))
  return parts.map((part) => part.trim())
}

function typeFrom(text: string, params: Set<string>): CelType {
  if (PARAMETER.test(text)) {
    params.add(text)
    return param(text)
  }
  const open = text.indexOf('<')
  if (open < 0) {
    const named = NAMED[text]
    if (named === undefined) throw new Error(`no type ${text}`)
    return named
  }
  const inner = splitTypes(text.slice(open + 1, -1)).map((part) => typeFrom(part, params))
  switch (text.slice(0, open)) {
    case 'list':
      return listOf(inner[0]!)
    case 'map':
      return mapOf(inner[0]!, inner[1]!)
    case 'optional':
      return optionalOf(inner[0]!)
    case 'type':
      return typeOf(inner[0]!)
    default:
      throw new Error(`no type ${text}`)
  }
}

function overload([signature, run, cost]: Declared, member: boolean): { name: string; overload: Overload } {
  const open = signature.indexOf('(')
  const head = signature.slice(0, open)
  const close = signature.lastIndexOf(')')
  const split = member ? targetEnd(head) : -1
  const params = new Set<string>()
  const target = split < 0 ? [] : [typeFrom(head.slice(0, split), params)]
  const args = [...target, ...splitTypes(signature.slice(open + 1, close)).map((part) => typeFrom(part, params))]
  const result = typeFrom(signature.slice(close + 2), params)
  const id = signature
  return { name: head.slice(split + 1), overload: { id, member, args, result, params: [...params], run, cost } }
}

const targetEnd = (head: string): number => head.lastIndexOf('.')

/** Functions called on a value, and functions called by their name alone. */
export interface Library {
  readonly members?: readonly Declared[]
  readonly functions?: readonly Declared[]
}

/** The functions of these libraries by name, in the order of their declaration. */
export function declare(...libraries: readonly Library[]): Map<string, FunctionDeclaration> {
  const overloads = new Map<string, Overload[]>()
  const add = (declared: Declared, member: boolean): void => {
    const made = overload(declared, member)
    const list = overloads.get(made.name)
    if (list === undefined) overloads.set(made.name, [made.overload])
    else list.push(made.overload)
  }
  for (const { members = [], functions = [] } of libraries) {
    for (const one of functions) add(one, false)
    for (const one of members) add(one, true)
  }
  return new Map([...overloads].map(([name, list]) => [name, { name, overloads: list }]))
}
