// A ValidatingAdmissionPolicy with its expressions compiled; kept as long as the stored object.
// Upstream: compilePolicy in apiserver/pkg/admission/plugin/policy/validating/plugin.go.
import type { ValidatingAdmissionPolicy } from '../../../generated/api/admissionregistration.v1.ts'
import {
  type CompiledConditions,
  type CompiledExpression,
  CompiledExpressions,
  compileConditions,
} from '../lib/policy/evaluate.ts'

/** One policy, ready to run. */
export interface CompiledPolicy {
  readonly conditions: CompiledConditions
  readonly variables: ReadonlyMap<string, CompiledExpression>
  readonly validations: readonly CompiledExpression[]
  /** By validation; undefined where there is none. */
  readonly messages: readonly (CompiledExpression | undefined)[]
  readonly annotations: readonly { readonly key: string; readonly expression: CompiledExpression }[]
}

const known = new WeakMap<ValidatingAdmissionPolicy, CompiledPolicy>()

/** Compiles a policy, once. */
export function compiledPolicy(policy: ValidatingAdmissionPolicy): CompiledPolicy {
  let made = known.get(policy)
  if (made === undefined) {
    made = compile(policy)
    known.set(policy, made)
  }
  return made
}

function compile({ spec }: ValidatingAdmissionPolicy): CompiledPolicy {
  const params = spec.paramKind !== undefined
  const expressions = new CompiledExpressions(params, spec.variables)
  const { validations = [], auditAnnotations = [] } = spec
  return {
    conditions: compileConditions(spec.matchConditions, params),
    variables: expressions.variables,
    validations: validations.map(({ expression }) => expressions.compile(expression, 'validation')),
    messages: validations.map(({ messageExpression }) =>
      messageExpression ? expressions.compile(messageExpression, 'messageExpression') : undefined,
    ),
    annotations: auditAnnotations.map(({ key, valueExpression }) => ({
      key,
      expression: expressions.compile(valueExpression, 'auditAnnotation'),
    })),
  }
}
