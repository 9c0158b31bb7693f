// The seam to CEL for selectors of devices. Limit: expressions are not compiled yet, every one is taken as right, and none is
// too complex. Upstream: dynamic-resource-allocation/cel/compile.go.
import type { ExpressionProblem } from './compile.ts'

/** Compiles a selector with `device` declared; `stored`: the stored object has it already. */
export const compileDeviceSelector = (
  _expression: string,
  _stored: boolean,
): ExpressionProblem | 'costly' | undefined => undefined
