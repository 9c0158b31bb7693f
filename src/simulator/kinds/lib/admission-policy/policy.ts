// What validating and mutating policies have in common: parameters, what they match, variables.
// Upstream: validateValidatingAdmissionPolicySpec, validateMutatingAdmissionPolicySpec in pkg/apis/admissionregistration/validation.
import type {
  MatchCondition,
  MatchResources,
  ParamKind,
  Variable,
} from '../../../../generated/api/admissionregistration.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { type ExpressionCompiler, type ExpressionUse, newExpressionCompiler } from '../cel/compile.ts'
import { addExpressionProblem, isCelIdentifier } from '../cel/judge.ts'
import { semanticEqual } from '../validation/metadata.ts'
import { isDNS1035Label, isDNS1123Subdomain } from '../validation/names.ts'
import { FAILURE_POLICIES } from '../webhook/validation.ts'
import { validateMatchConditions } from './match-conditions.ts'
import { validateMatchResources } from './match-resources.ts'

/** What both sorts of policy say. */
export interface PolicySpec {
  readonly failurePolicy?: string | undefined
  readonly paramKind?: ParamKind | undefined
  readonly matchConstraints?: MatchResources | undefined
  readonly matchConditions?: readonly MatchCondition[] | undefined
  readonly variables?: readonly Variable[] | undefined
}

/** spec. */
export const SPEC = Path.of('spec')
const CONSTRAINTS = SPEC.child('matchConstraints')

/** Compiles expressions of one policy, and knows which of them were stored before. */
export interface PolicyExpressions {
  readonly compiler: ExpressionCompiler
  readonly params: boolean
}

/** Judges an expression of a policy; `shown` as the message shows it. */
export function judgeExpression(
  { compiler, params }: PolicyExpressions,
  { text, shown, stored }: { readonly text: string; readonly shown: string; readonly stored: boolean },
  purpose: ExpressionUse['purpose'],
  path: Path,
  errors: FieldErrors,
): void {
  const use = { purpose, params, authorizer: purpose !== 'messageExpression', stored }
  addExpressionProblem(compiler.compile(text, use), shown, path, errors)
}

/** Failure policy, parameters, constraints; what a sort of policy adds about constraints comes right after. */
export function validateHead(spec: PolicySpec, errors: FieldErrors): void {
  const { failurePolicy, paramKind, matchConstraints } = spec
  const at = SPEC.child('failurePolicy')
  if (failurePolicy === undefined) errors.required(at)
  else if (!FAILURE_POLICIES.includes(failurePolicy)) errors.notSupported(at, failurePolicy, FAILURE_POLICIES)
  if (paramKind !== undefined) validateParamKind(paramKind, SPEC.child('paramKind'), errors)
  if (matchConstraints === undefined) errors.required(CONSTRAINTS)
  else {
    validateMatchResources(matchConstraints, CONSTRAINTS, errors)
    if (!matchConstraints.resourceRules?.length) errors.required(CONSTRAINTS.child('resourceRules'))
  }
}

/** Match conditions and variables; answers what the expressions that follow are compiled with. */
export function validateConditionsAndVariables(
  spec: PolicySpec,
  old: PolicySpec | undefined,
  storedValidations: ReadonlySet<string>,
  errors: FieldErrors,
  /** `variables` can be spoken of even when there are none. */
  composed = false,
): PolicyExpressions {
  const params = spec.paramKind !== undefined
  const same =
    old !== undefined &&
    semanticEqual(spec.paramKind, old.paramKind) &&
    semanticEqual(spec.matchConditions, old.matchConditions)
  if (!same) {
    const stored = new Set((old?.matchConditions ?? []).map(({ expression }) => expression))
    validateMatchConditions(spec.matchConditions, SPEC.child('matchConditions'), errors, { params, stored })
  }
  const compiler = newExpressionCompiler(composed || (spec.variables?.length ?? 0) > 0)
  for (const [i, variable] of (spec.variables ?? []).entries()) {
    const path = SPEC.child('variables').index(i)
    validateVariable(variable, { compiler, params }, storedValidations, path, errors)
  }
  return { compiler, params }
}

function validateVariable(
  { name, expression }: Variable,
  { compiler, params }: PolicyExpressions,
  stored: ReadonlySet<string>,
  path: Path,
  errors: FieldErrors,
): void {
  const at = path.child('expression')
  if (name.trim() === '') errors.required(path.child('name'), 'name is not specified')
  else if (!isCelIdentifier(name)) errors.invalid(path.child('name'), name, 'must be a valid CEL identifier')
  if (expression.trim() === '') errors.required(at, 'expression is not specified')
  else {
    const use = { purpose: 'variable', params, authorizer: true, stored: stored.has(expression) } as const
    addExpressionProblem(compiler.define(name, expression, use), expression, at, errors)
  }
}

function validateParamKind({ apiVersion = '', kind = '' }: ParamKind, path: Path, errors: FieldErrors): void {
  const at = path.child('apiVersion')
  const parts = apiVersion.split('/')
  if (apiVersion === '') errors.required(at)
  else if (parts.length > 2) errors.invalid(at, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)
  else {
    const group = parts.length === 2 ? parts[0]! : ''
    const version = parts.at(-1)!
    const wrongGroup = group === '' ? [] : isDNS1123Subdomain(group)
    if (wrongGroup.length > 0) errors.invalid(at, group, wrongGroup.join(','))
    const wrongVersion = version === '' ? [] : isDNS1035Label(version)
    if (version === '') errors.invalid(at, apiVersion, 'version must be specified')
    else if (wrongVersion.length > 0) errors.invalid(at, version, wrongVersion.join(','))
  }
  if (kind === '') errors.required(path.child('kind'))
  else {
    const wrong = isDNS1035Label(kind.toLowerCase())
    const detail = `may have mixed case, but should otherwise match: ${wrong.join(',')}`
    if (wrong.length > 0) errors.invalid(path.child('kind'), kind, detail)
  }
}
