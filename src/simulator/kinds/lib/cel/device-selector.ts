// The seam to CEL for selectors of devices. Upstream: dynamic-resource-allocation/cel/compile.go. Limit: the worst case of what a
// selector may cost is not estimated, so none is too complex.
import { compileDevice } from '../../../cel/kubernetes/device.ts'
import type { ExpressionProblem } from './compile.ts'

/** Compiles a selector with `device` declared; `stored`: the stored object has it already. */
export function compileDeviceSelector(expression: string, _stored: boolean): ExpressionProblem | 'costly' | undefined {
  const made = compileDevice(expression)
  return 'problem' in made ? { type: 'invalid', detail: made.problem } : undefined
}
