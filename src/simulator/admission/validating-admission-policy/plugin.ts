// ValidatingAdmissionPolicy: rules in CEL that requests must keep. Upstream: apiserver/pkg/admission/plugin/policy/validating/dispatcher.go.
import type {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from '../../../generated/api/admissionregistration.v1.ts'
import { StatusError } from '../../api/status/status-error.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from '../contract.ts'
import { requestMatching } from '../lib/policy/equivalent.ts'
import { isExempt } from '../lib/policy/match.ts'
import { collectParams } from '../lib/policy/params.ts'
import { RequestValues } from '../lib/policy/request-values.ts'
import { refuse } from '../lib/refuse.ts'
import { type Denial, validate } from './validate.ts'

const POLICIES = 'validatingadmissionpolicies.admissionregistration.k8s.io'
const FAILURE = 'validation.policy.admission.k8s.io/validation_failure'
const MAX_ANNOTATION = 10 * 1024
const BINDINGS = 'validatingadmissionpolicybindings.admissionregistration.k8s.io'
const CODES: Readonly<Record<string, number>> = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
  Invalid: 422,
}

/** The ValidatingAdmissionPolicy plugin. */
export const plugin: AdmissionPlugin = {
  name: 'ValidatingAdmissionPolicy',
  handles: (attributes) => !isExempt(attributes),
  validate(attributes, context) {
    const policies = context.lister.list<ValidatingAdmissionPolicy>(POLICIES)
    if (policies.length === 0) return
    const bindings = context.lister.list<ValidatingAdmissionPolicyBinding>(BINDINGS)
    let first: Denied | undefined
    for (const policy of policies) {
      const own = bindings.filter(({ spec }) => spec.policyName === policy.metadata.name)
      if (own.length === 0) continue
      const asked = requestMatching(policy.spec.matchConstraints, attributes, context)
      if (asked === undefined) continue
      const annotations = new Map<string, Set<string>>()
      for (const binding of own) first = judge(policy, binding, asked, context, first, annotations)
      for (const [key, values] of annotations) {
        context.annotate(`${policy.metadata.name}/${key}`, [...values].join(', '))
      }
    }
    if (first !== undefined) throw denial(attributes, first)
  },
}

interface Denied extends Omit<Denial, 'index'> {
  readonly policy: string
  readonly binding: string
}

/** Runs a policy as one binding binds it; answers the first denial of all. */
function judge(
  policy: ValidatingAdmissionPolicy,
  binding: ValidatingAdmissionPolicyBinding,
  attributes: AdmissionAttributes,
  context: AdmissionContext,
  first: Denied | undefined,
  annotations: Map<string, Set<string>>,
): Denied | undefined {
  if (requestMatching(binding.spec.matchResources, attributes, context) === undefined) return first
  const named = { policy: policy.metadata.name ?? '', binding: binding.metadata.name ?? '' }
  const params = collectParams(policy.spec.paramKind, binding.spec.paramRef, attributes.namespace, context)
  if ('error' in params) {
    if (policy.spec.failurePolicy === 'Ignore') return first
    return first ?? { ...named, message: `failed to configure binding: ${params.error}`, reason: '' }
  }
  let found = first
  for (const param of params) {
    const outcome = validate(policy, new RequestValues(attributes, context, param))
    for (const one of outcome.denials) {
      for (const action of binding.spec.validationActions ?? []) {
        if (action === 'Deny') found ??= { ...named, message: one.message, reason: one.reason }
        else if (action === 'Audit') context.annotate(FAILURE, failureText(binding, one))
        else if (action === 'Warn') {
          const { policy: name, binding: by } = named
          context.warn(`Validation failed for ValidatingAdmissionPolicy '${name}' with binding '${by}': ${one.message}`)
        }
      }
    }
    for (const { key, value } of outcome.annotations) {
      annotations.set(key, (annotations.get(key) ?? new Set()).add(value.slice(0, MAX_ANNOTATION)))
    }
    for (const message of outcome.annotationErrors) found ??= { ...named, message, reason: '' }
  }
  return found
}

/** What the audit log is told of a denial. */
function failureText({ metadata, spec }: ValidatingAdmissionPolicyBinding, { message, index }: Denial): string {
  const named = { policy: spec.policyName, binding: metadata.name }
  const failure = { message, ...named, expressionIndex: index, validationActions: spec.validationActions }
  return JSON.stringify([failure]).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function denial(attributes: AdmissionAttributes, { policy, binding, message, reason }: Denied): StatusError {
  const why = `ValidatingAdmissionPolicy '${policy}' with binding '${binding}' denied request: ${message}`
  const { status } = refuse(attributes, why)
  const said = reason || 'Invalid'
  const details = { ...status.details, causes: [{ message: why }] }
  return new StatusError(CODES[said] ?? 422, said, status.message ?? '', details)
}
