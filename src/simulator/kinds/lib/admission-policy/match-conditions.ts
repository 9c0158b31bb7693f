// Conditions in CEL that a request must meet before a webhook or policy is asked.
// Upstream: validateMatchConditions in pkg/apis/admissionregistration/validation/validation.go.
import type { MatchCondition } from '../../../../generated/api/admissionregistration.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { newExpressionCompiler } from '../cel/compile.ts'
import { addExpressionProblem } from '../cel/judge.ts'
import { isQualifiedName } from '../validation/names.ts'

const MAX_CONDITIONS = 64

/** Judges the conditions; `params` are declared for policies with parameters, `stored` holds the expressions that were there. */
export function validateMatchConditions(
  conditions: readonly MatchCondition[] | undefined,
  path: Path,
  errors: FieldErrors,
  { params, stored }: { readonly params: boolean; readonly stored: ReadonlySet<string> },
): void {
  const count = conditions?.length ?? 0
  if (count > MAX_CONDITIONS) errors.tooMany(path, count, MAX_CONDITIONS)
  const compiler = newExpressionCompiler(false)
  const names = new Set<string>()
  for (const [i, { name, expression }] of (conditions ?? []).entries()) {
    const at = path.index(i)
    const text = expression.trim()
    if (text === '') errors.required(at.child('expression'))
    else {
      const use = { purpose: 'matchCondition', params, authorizer: true, stored: stored.has(text) } as const
      addExpressionProblem(compiler.compile(text, use), text, at.child('expression'), errors)
    }
    if (name === '') errors.required(at.child('name'))
    else errors.invalidAll(at.child('name'), name, isQualifiedName(name))
    if (name !== '' && names.has(name)) errors.duplicate(at.child('name'), name)
    names.add(name)
  }
}
