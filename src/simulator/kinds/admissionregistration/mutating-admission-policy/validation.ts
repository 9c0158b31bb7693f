// Whether a policy says what it changes. Upstream: validateMutatingAdmissionPolicySpec and below in
// pkg/apis/admissionregistration/validation/validation.go.
import type {
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicySpec,
  Mutation,
} from '../../../../generated/api/admissionregistration.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import {
  judgeExpression,
  type PolicyExpressions,
  SPEC,
  validateConditionsAndVariables,
  validateHead,
} from '../../lib/admission-policy/policy.ts'
import { validateMutableOperations } from '../../lib/admission-policy/rules.ts'
import { REINVOCATION_POLICIES } from '../../lib/webhook/validation.ts'

const MUTATIONS = SPEC.child('mutations')
const NONE: ReadonlySet<string> = new Set()
const PATCH_TYPES = ['ApplyConfiguration', 'JSONPatch']

/** The spec; `old` on update. */
export function validateSpec(
  { spec }: MutatingAdmissionPolicy,
  errors: FieldErrors,
  old?: MutatingAdmissionPolicySpec,
): void {
  validateHead(spec, errors)
  const operations = SPEC.child('matchConstraints', 'resourceRules', 'operations')
  validateMutableOperations(spec.matchConstraints?.resourceRules, operations, errors)
  const expressions = validateConditionsAndVariables(spec, old, NONE, errors, true)
  const { mutations = [], reinvocationPolicy = '' } = spec
  if (mutations.length === 0) errors.required(MUTATIONS, 'mutations must contain at least one item')
  const stored = new Set(old?.mutations?.flatMap(({ applyConfiguration }) => applyConfiguration?.expression ?? []))
  for (const [i, mutation] of mutations.entries()) {
    validateMutation(mutation, expressions, stored, MUTATIONS.index(i), errors)
  }
  const at = SPEC.child('reinvocationPolicy')
  if (reinvocationPolicy === '') errors.required(at)
  else if (!REINVOCATION_POLICIES.includes(reinvocationPolicy)) {
    errors.notSupported(at, reinvocationPolicy, REINVOCATION_POLICIES)
  }
}

function validateMutation(
  mutation: Mutation,
  expressions: PolicyExpressions,
  stored: ReadonlySet<string>,
  path: Path,
  errors: FieldErrors,
): void {
  const type = mutation.patchType
  if (type === '') errors.required(path.child('patchType'))
  else if (type !== 'JSONPatch' && type !== 'ApplyConfiguration') {
    errors.notSupported(path.child('patchType'), type, PATCH_TYPES)
  } else {
    const own = type === 'JSONPatch' ? 'jsonPatch' : 'applyConfiguration'
    const other = type === 'JSONPatch' ? 'applyConfiguration' : 'jsonPatch'
    const patch = mutation[own]
    if (patch === undefined) errors.required(path.child(own), `must be specified when patchType is ${type}`)
    else {
      const { expression = '' } = patch
      const text = expression.trim()
      const at = path.child(own, 'expression')
      if (text === '') errors.required(at)
      else judgeExpression(expressions, { text, shown: text, stored: stored.has(expression) }, own, at, errors)
    }
    if (mutation[other] !== undefined) {
      errors.invalid(path.child(other), `{${other}}`, `must not be specified when patchType is ${type}`)
    }
  }
}
