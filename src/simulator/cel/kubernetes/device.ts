// Selectors of devices: what they may name. Upstream: dynamic-resource-allocation/cel/compile.go.
import type { CelEnvironment } from '../check/environment.ts'
import { estimateCost } from '../cost/estimate.ts'
import { type CelProgram, compile, isCompileError } from '../expression.ts'
import { ANY, BOOL, type CelType, mapOf, QUANTITY, STRING, structOf } from '../types.ts'
import { baseEnvironment, typeText } from './base.ts'
import type { DeclaredType } from './schema-type.ts'

/** The type of `device`. */
export const DEVICE_TYPE = structOf(
  'kubernetes.DRADevice',
  new Map([
    ['driver', STRING],
    ['allowMultipleAllocations', BOOL],
    ['attributes', mapOf(STRING, mapOf(STRING, ANY))],
    ['capacity', mapOf(STRING, mapOf(STRING, QUANTITY))],
  ]),
)

const MAX_COST = 1_000_000
const MAX_DOMAIN = 63
const MAX_ID = 32
const MAX_VALUE = 64
const MAX_ENTRIES = 32

const sized = (type: CelType, maxElements: number, more?: Partial<DeclaredType>): DeclaredType => ({
  type,
  minSize: 0,
  maxElements,
  ...more,
})
const byDomain = (value: DeclaredType): DeclaredType => {
  const inner = sized(mapOf(STRING, value.type), MAX_ENTRIES, { key: sized(STRING, MAX_ID), element: value })
  return sized(mapOf(STRING, inner.type), MAX_ENTRIES, { key: sized(STRING, MAX_DOMAIN), element: inner })
}
const DEVICE = sized(DEVICE_TYPE, 0, {
  fields: new Map([
    ['driver', sized(STRING, MAX_DOMAIN)],
    ['allowMultipleAllocations', sized(BOOL, 1)],
    ['attributes', byDomain(sized(ANY, MAX_VALUE))],
    ['capacity', byDomain(sized(QUANTITY, 1))],
  ]),
})

/** Whether a selector may cost more than any selector may. */
export const isTooCostly = (program: CelProgram): boolean => estimateCost(program.expr, { device: DEVICE }) > MAX_COST

let environment: CelEnvironment | undefined

/** Compiles a selector, or says why it is refused. */
export function compileDevice(text: string): CelProgram | { readonly problem: string } {
  environment ??= baseEnvironment().extend({ variables: { device: DEVICE_TYPE }, bindings: true })
  const made = compile(text, environment)
  if (isCompileError(made)) return { problem: `compilation failed: ${made.error}` }
  if (made.type.text === 'bool' || made.type.kind === 'any') return made
  return { problem: `must evaluate to bool or the unknown type, not ${typeText(made.type)}` }
}
