// How a problem of an expression becomes a problem of a field.
// Upstream: convertCELErrorToValidationError in pkg/apis/admissionregistration/validation/validation.go.
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { ExpressionProblem } from './compile.ts'

/** Adds the problem, if there is one; `shown` is the expression as the message shows it. */
export function addExpressionProblem(
  problem: ExpressionProblem | undefined,
  shown: string,
  path: Path,
  errors: FieldErrors,
): void {
  if (problem === undefined) return
  if (problem.type === 'required') errors.required(path, problem.detail)
  else if (problem.type === 'invalid') errors.invalid(path, shown, problem.detail)
  else errors.internal(path, problem.detail)
}

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/
const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
)

/** A name CEL can call something by. */
export const isCelIdentifier = (name: string): boolean => IDENTIFIER.test(name) && !RESERVED.has(name)
