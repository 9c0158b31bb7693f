// A MutatingAdmissionPolicy with its expressions compiled; kept as long as the stored object.
// Upstream: apiserver/pkg/admission/plugin/policy/mutating/compilation.go.
import type { MutatingAdmissionPolicy } from '../../../generated/api/admissionregistration.v1.ts'
import {
  type CompiledConditions,
  type CompiledExpression,
  CompiledExpressions,
  compileConditions,
} from '../lib/policy/evaluate.ts'

/** One change a policy makes. */
export interface CompiledMutation {
  readonly type: 'ApplyConfiguration' | 'JSONPatch'
  readonly expression: CompiledExpression
}

/** One policy, ready to run. */
export interface CompiledPolicy {
  readonly conditions: CompiledConditions
  readonly variables: ReadonlyMap<string, CompiledExpression>
  readonly mutations: readonly CompiledMutation[]
}

const known = new WeakMap<MutatingAdmissionPolicy, CompiledPolicy>()

/** Compiles a policy, once. */
export function compiledPolicy(policy: MutatingAdmissionPolicy): CompiledPolicy {
  let made = known.get(policy)
  if (made === undefined) {
    made = compile(policy)
    known.set(policy, made)
  }
  return made
}

function compile({ spec }: MutatingAdmissionPolicy): CompiledPolicy {
  const params = spec.paramKind !== undefined
  const expressions = new CompiledExpressions(params, spec.variables)
  return {
    conditions: compileConditions(spec.matchConditions, params),
    variables: expressions.variables,
    mutations: (spec.mutations ?? []).map(({ patchType, applyConfiguration, jsonPatch }) =>
      patchType === 'JSONPatch'
        ? { type: 'JSONPatch', expression: expressions.compile(jsonPatch?.expression ?? '', 'jsonPatch') }
        : {
            type: 'ApplyConfiguration',
            expression: expressions.compile(applyConfiguration?.expression ?? '', 'applyConfiguration'),
          },
    ),
  }
}
