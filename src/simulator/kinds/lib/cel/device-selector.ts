// The seam to CEL for selectors of devices. Upstream: dynamic-resource-allocation/cel/compile.go.
import { compileDevice, isTooCostly } from '../../../cel/kubernetes/device.ts'
import type { ExpressionProblem } from './compile.ts'

/** Compiles a selector with `device` declared; `stored`: the stored object has it already. */
export function compileDeviceSelector(expression: string, _stored: boolean): ExpressionProblem | 'costly' | undefined {
  const made = compileDevice(expression)
  if ('problem' in made) return { type: 'invalid', detail: made.problem }
  return isTooCostly(made) ? 'costly' : undefined
}
