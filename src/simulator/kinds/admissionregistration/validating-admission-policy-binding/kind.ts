// ValidatingAdmissionPolicyBinding: where a policy holds, and with which parameters.
// Upstream: pkg/registry/admissionregistration/validatingadmissionpolicybinding/strategy.go.
import type {
  ValidatingAdmissionPolicyBinding,
  ValidatingAdmissionPolicyBindingSpec,
} from '../../../../generated/api/admissionregistration.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { paramCell, validateBinding } from '../../lib/admission-policy/binding.ts'
import { defaultMatchResources } from '../../lib/admission-policy/match-resources.ts'
import { paramRefProblem } from '../../lib/admission-policy/param-authorization.ts'
import { createWarnings, updateWarnings, validateStaticSuffix } from '../../lib/admission-policy/static-suffix.ts'
import { age } from '../../lib/age.ts'
import { METADATA, semanticEqual, validateObjectMeta } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

type Spec = ValidatingAdmissionPolicyBindingSpec

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }
const POLICIES = 'validatingadmissionpolicies.admissionregistration.k8s.io'
const ACTIONS_PATH = Path.of('spec', 'validationActions')
const ACTIONS = ['Audit', 'Deny', 'Warn']
const BOTH =
  'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)'

function validateSpec(spec: Spec, errors: FieldErrors): void {
  validateBinding(spec, errors)
  const actions = spec.validationActions ?? []
  for (const [i, action] of actions.entries()) {
    if (!ACTIONS.includes(action)) errors.notSupported(ACTIONS_PATH.index(i), action, ACTIONS)
    if (actions.indexOf(action) < i) errors.duplicate(ACTIONS_PATH.index(i), action)
  }
  if (actions.includes('Deny') && actions.includes('Warn')) errors.invalid(ACTIONS_PATH, actions, BOTH)
  if (actions.length === 0) errors.required(ACTIONS_PATH, 'at least one validation action is required')
}

/** Parameters are only looked at when all else is right. */
function authorize(spec: Spec, old: Spec | undefined, errors: FieldErrors, context: KindContext): void {
  if (errors.length > 0) return
  const problem = paramRefProblem(spec, old, POLICIES, context)
  if (problem !== undefined) errors.forbidden('spec.paramRef', problem)
}

/** ValidatingAdmissionPolicyBinding of admissionregistration.k8s.io/v1. */
export const kind: KindRules<ValidatingAdmissionPolicyBinding> = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  name: nameIsDNSSubdomain,
  metadata: 'generic',
  defaults: ({ spec }) => defaultMatchResources(spec.matchResources),
  prepareForCreate(object) {
    object.metadata.generation = 1
  },
  validate(object, errors, context) {
    validateSpec(object.spec, errors)
    validateStaticSuffix(object, errors, context)
    authorize(object.spec, undefined, errors, context)
  },
  warningsOnCreate: createWarnings,
  update: {
    prepare(object, old) {
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors, context) {
      validateObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateSpec(object.spec, errors)
      authorize(object.spec, old.spec, errors, context)
    },
    warnings: updateWarnings,
  },
  row: ({ metadata, spec }, now) => [
    metadata.name,
    spec.policyName ?? '',
    paramCell(spec),
    age(metadata.creationTimestamp, now),
  ],
}
