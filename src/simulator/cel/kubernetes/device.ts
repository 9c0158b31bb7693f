// Selectors of devices: what they may name. Upstream: dynamic-resource-allocation/cel/compile.go.
import type { CelEnvironment } from '../check/environment.ts'
import { type CelProgram, compile, isCompileError } from '../expression.ts'
import { ANY, BOOL, mapOf, QUANTITY, STRING, structOf } from '../types.ts'
import { baseEnvironment, typeText } from './base.ts'

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

let environment: CelEnvironment | undefined

/** Compiles a selector, or says why it is refused. */
export function compileDevice(text: string): CelProgram | { readonly problem: string } {
  environment ??= baseEnvironment().extend({ variables: { device: DEVICE_TYPE }, bindings: true })
  const made = compile(text, environment)
  if (isCompileError(made)) return { problem: `compilation failed: ${made.error}` }
  if (made.type.text === 'bool' || made.type.kind === 'any') return made
  return { problem: `must evaluate to bool or the unknown type, not ${typeText(made.type)}` }
}
