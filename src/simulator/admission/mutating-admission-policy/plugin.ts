// MutatingAdmissionPolicy: changes in CEL to objects on their way in. Upstream: apiserver/pkg/admission/plugin/policy/mutating.
import type {
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
} from '../../../generated/api/admissionregistration.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { StatusError } from '../../api/status/status-error.ts'
import type { KubeObject } from '../../api/types.ts'
import { checkTypeNames, patchOperations } from '../../cel/kubernetes/patch-types.ts'
import { CelFailure } from '../../cel/values/failure.ts'
import { toJson } from '../../cel/values/json.ts'
import type { CelValue, StructValue } from '../../cel/values/value.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from '../contract.ts'
import { requestMatching } from '../lib/policy/equivalent.ts'
import { meetsConditions, OutOfBudget, PolicyRun } from '../lib/policy/evaluate.ts'
import { isExempt } from '../lib/policy/match.ts'
import { collectParams } from '../lib/policy/params.ts'
import { RequestValues } from '../lib/policy/request-values.ts'
import { refuse } from '../lib/refuse.ts'
import { Reinvoked } from '../lib/reinvocation.ts'
import { replaceObject, takeBack } from '../lib/replace-object.ts'
import { type CompiledMutation, type CompiledPolicy, compiledPolicy } from './compiled.ts'

const NAME = 'MutatingAdmissionPolicy'
const POLICIES = 'mutatingadmissionpolicies.admissionregistration.k8s.io'
const BINDINGS = 'mutatingadmissionpolicybindings.admissionregistration.k8s.io'

interface Invocation {
  readonly policy: MutatingAdmissionPolicy
  readonly binding: MutatingAdmissionPolicyBinding
  readonly param: KubeObject | undefined
  /** What tells it from all others. */
  readonly key: string
}

interface Problem {
  readonly policy: string
  readonly binding: string
  readonly message: string
  readonly reason: string
}

/** The MutatingAdmissionPolicy plugin. */
export const plugin: AdmissionPlugin = {
  name: NAME,
  handles: (attributes) => attributes.object !== undefined && !isExempt(attributes),
  admit(attributes, context) {
    const policies = context.lister.list<MutatingAdmissionPolicy>(POLICIES)
    if (policies.length === 0) return
    const problems: Problem[] = []
    const invocations = invocationsFor(policies, attributes, context, problems)
    const reinvoked = Reinvoked.of(NAME, attributes)
    reinvoked.begin()
    for (const invocation of invocations) {
      const { policy, key } = invocation
      if (!reinvoked.isDue(key)) continue
      const asked = requestMatching(policy.spec.matchConstraints, attributes, context) ?? attributes
      const changed = invoke(invocation, asked, context, problems)
      if (changed && asked !== attributes) takeBack(asked, attributes, context)
      reinvoked.asked(key, changed, policy.spec.reinvocationPolicy === 'IfNeeded')
    }
    reinvoked.end()
    if (problems.length > 0) throw denial(attributes, problems)
  },
}

function invocationsFor(
  policies: readonly MutatingAdmissionPolicy[],
  attributes: AdmissionAttributes,
  context: AdmissionContext,
  problems: Problem[],
): readonly Invocation[] {
  const bindings = context.lister.list<MutatingAdmissionPolicyBinding>(BINDINGS)
  const found: Invocation[] = []
  for (const policy of policies) {
    const own = bindings.filter(({ spec }) => spec.policyName === policy.metadata.name)
    if (own.length === 0 || requestMatching(policy.spec.matchConstraints, attributes, context) === undefined) continue
    for (const binding of own) {
      if (requestMatching(binding.spec.matchResources, attributes, context) === undefined) continue
      const params = collectParams(policy.spec.paramKind, binding.spec.paramRef, attributes.namespace, context)
      if ('error' in params) report({ policy, binding }, `failed to configure binding: ${params.error}`, '', problems)
      else for (const param of params) found.push({ policy, binding, param, key: keyOf(policy, binding, param) })
    }
  }
  return found
}

const keyOf = (...parts: readonly (KubeObject | undefined)[]): string =>
  parts.map((part) => `${part?.metadata.namespace ?? ''}/${part?.metadata.name ?? ''}`).join(' ')

/** Notes a problem, unless the policy ignores its failures. */
function report(
  { policy, binding }: Pick<Invocation, 'policy' | 'binding'>,
  message: string,
  reason: string,
  problems: Problem[],
): void {
  if (policy.spec.failurePolicy === 'Ignore') return
  problems.push({ policy: policy.metadata.name ?? '', binding: binding.metadata.name ?? '', message, reason })
}

/** Applies a policy's mutations one after the other; whether the object changed. */
function invoke(
  invocation: Invocation,
  attributes: AdmissionAttributes,
  context: AdmissionContext,
  problems: Problem[],
): boolean {
  const { policy, param } = invocation
  const compiled = compiledPolicy(policy)
  const values = new RequestValues(attributes, context, param)
  const met = meetsConditions(compiled.conditions, values, policy.spec.failurePolicy)
  if (typeof met === 'object') report(invocation, met.error, 'Invalid', problems)
  if (met !== true) return false
  const before = structuredClone(attributes.object)
  for (const mutation of compiled.mutations) {
    const error = mutate(mutation, compiled, attributes, context, new RequestValues(attributes, context, param))
    if (error !== undefined) report(invocation, error, 'Invalid', problems)
  }
  return !deepEqual(before, attributes.object)
}

/** Makes one change; what was wrong with it. */
function mutate(
  { type, expression }: CompiledMutation,
  { variables }: CompiledPolicy,
  attributes: AdmissionAttributes,
  context: AdmissionContext,
  values: RequestValues,
): string | undefined {
  const object = attributes.object
  if (object === undefined) return undefined
  if (expression.problem !== undefined) return expression.problem
  try {
    const result = new PolicyRun(values, variables).evaluate(expression)
    if (result.error !== undefined) return result.error
    const { machinery } = context
    const changed =
      type === 'JSONPatch'
        ? machinery.patch(attributes.resource, object, patchOperations(result.value), 'keep')
        : machinery.apply(attributes.resource, object, configurationOf(result.value))
    if ('error' in changed) return `${type === 'JSONPatch' ? 'JSON Patch' : 'error applying patch'}: ${changed.error}`
    replaceObject(object, changed.object)
    return undefined
  } catch (stop) {
    if (stop instanceof OutOfBudget) return stop.message
    if (stop instanceof CelFailure) return `type mismatch: ${stop.message}`
    throw stop
  }
}

function configurationOf(value: CelValue): unknown {
  checkTypeNames(value as StructValue)
  return toJson(value)
}

function denial(attributes: AdmissionAttributes, problems: readonly Problem[]): StatusError {
  const causes = problems.map(({ policy, binding, message }) => ({
    message: `policy '${policy}' with binding '${binding}' denied request: ${message}`,
  }))
  const { status } = refuse(attributes, 'admission request denied by policy', causes)
  return new StatusError(403, problems[0]!.reason || 'Forbidden', causes[0]!.message, { ...status.details, causes })
}
