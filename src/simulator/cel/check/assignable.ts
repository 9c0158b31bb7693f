// Whether a value of one type may stand where another is wanted, with what type parameters are found to be on the way.
// Upstream: cel-go checker/types.go, checker/mapping.go.
import { type CelType, DYN, listOf, mapOf, opaque, typeOf } from '../types.ts'

/** What type parameters stand for, by their text. */
export type Substitutions = ReadonlyMap<string, CelType>

export const isDyn = ({ kind }: CelType): boolean => kind === 'dyn' || kind === 'any'
export const isDynOrError = (type: CelType): boolean => type.kind === 'error' || isDyn(type)

const NULLABLE: ReadonlySet<string> = new Set(['opaque', 'struct', 'any', 'duration', 'timestamp'])

/** Updated substitutions when each type of `from` is assignable to that of `to`. */
export function assignAll(
  known: Substitutions,
  from: readonly CelType[],
  to: readonly CelType[],
): Substitutions | undefined {
  const copy = new Map(known)
  return assignableLists(copy, from, to) ? copy : undefined
}

/** Updated substitutions when `from` is assignable to `to`. */
export function assign(known: Substitutions, from: CelType, to: CelType): Substitutions | undefined {
  if (from.text === to.text) return known
  return assignAll(known, [from], [to])
}

function assignableLists(m: Map<string, CelType>, from: readonly CelType[], to: readonly CelType[]): boolean {
  return from.length === to.length && from.every((type, i) => assignable(m, type, to[i]!))
}

function assignable(m: Map<string, CelType>, from: CelType, to: CelType): boolean {
  if (to.kind === 'param') {
    const { valid, known } = substitutes(m, from, to)
    if (valid) return true
    if (known) return false
  }
  if (from.kind === 'param') return substitutes(m, to, from).valid
  if (isDynOrError(from) || isDynOrError(to)) return true
  if (from.kind === 'null') return NULLABLE.has(to.kind) || to.kind === 'null'
  if (to.kind === 'null') return NULLABLE.has(from.kind)
  switch (from.kind) {
    case 'type':
      return to.kind === 'type'
    case 'opaque':
    case 'list':
    case 'map':
      return from.kind === to.kind && from.name === to.name && assignableLists(m, from.params, to.params)
    default:
      return from.text === to.text
  }
}

function substitutes(m: Map<string, CelType>, type: CelType, parameter: CelType): { valid: boolean; known: boolean } {
  if (type.text === parameter.text) return { valid: true, known: true }
  const standsFor = m.get(parameter.text)
  if (standsFor !== undefined) {
    if (standsFor.text === type.text) return { valid: true, known: true }
    if (!assignable(m, type, standsFor)) return { valid: false, known: true }
    const general = mostGeneral(type, standsFor)
    if (notWithin(m, parameter, general)) m.set(parameter.text, general)
    return { valid: true, known: true }
  }
  if (!notWithin(m, parameter, type)) return { valid: false, known: false }
  m.set(parameter.text, type)
  return { valid: true, known: false }
}

function notWithin(m: ReadonlyMap<string, CelType>, type: CelType, within: CelType): boolean {
  if (type.text === within.text) return false
  if (within.kind === 'param') {
    const standsFor = m.get(within.text)
    return standsFor === undefined || notWithin(m, type, standsFor)
  }
  return within.params.every((param) => notWithin(m, type, param))
}

/** The more general of two types that go together. */
export const mostGeneral = (a: CelType, b: CelType): CelType => (lessSpecific(a, b) ? a : b)

function lessSpecific(a: CelType, b: CelType): boolean {
  if (isDyn(a) || a.kind === 'param') return true
  if (isDyn(b) || b.kind === 'param' || a.kind !== b.kind) return false
  switch (a.kind) {
    case 'opaque':
    case 'list':
    case 'map':
      return (
        a.name === b.name &&
        a.params.length === b.params.length &&
        a.params.every((p, i) => lessSpecific(p, b.params[i]!))
      )
    case 'type':
      return true
    default:
      return a.text === b.text
  }
}

/** The type with what is known of its parameters; `toDyn`: the unknown ones may be anything. */
export function substitute(m: Substitutions, type: CelType, toDyn: boolean): CelType {
  if (m.size === 0 && !toDyn) return type
  const standsFor = m.get(type.text)
  if (standsFor !== undefined) return substitute(m, standsFor, toDyn)
  if (type.kind === 'param') return toDyn ? DYN : type
  if (type.params.length === 0) return type
  const params = type.params.map((param) => substitute(m, param, toDyn))
  if (params.every((param, i) => param === type.params[i])) return type
  switch (type.kind) {
    case 'list':
      return listOf(params[0]!)
    case 'map':
      return mapOf(params[0]!, params[1]!)
    case 'type':
      return typeOf(params[0]!)
    default:
      return opaque(type.name, ...params)
  }
}
