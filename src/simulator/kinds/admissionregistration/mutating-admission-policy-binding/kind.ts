// MutatingAdmissionPolicyBinding: where a policy holds, and with which parameters.
// Upstream: pkg/registry/admissionregistration/mutatingadmissionpolicybinding/strategy.go.
import type {
  MutatingAdmissionPolicyBinding,
  MutatingAdmissionPolicyBindingSpec,
} from '../../../../generated/api/admissionregistration.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { paramCell, validateBinding } from '../../lib/admission-policy/binding.ts'
import { defaultMatchResources } from '../../lib/admission-policy/match-resources.ts'
import { paramRefProblem } from '../../lib/admission-policy/param-authorization.ts'
import { validateMutableOperations } from '../../lib/admission-policy/rules.ts'
import { createWarnings, updateWarnings, validateStaticSuffix } from '../../lib/admission-policy/static-suffix.ts'
import { age } from '../../lib/age.ts'
import { METADATA, semanticEqual, validateObjectMeta } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

type Spec = MutatingAdmissionPolicyBindingSpec

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }
const POLICIES = 'mutatingadmissionpolicies.admissionregistration.k8s.io'
const OPERATIONS = Path.of('spec', 'matchResources', 'resourceRules', 'operations')

function validateSpec(spec: Spec, errors: FieldErrors): void {
  validateBinding(spec, errors)
  validateMutableOperations(spec.matchResources?.resourceRules, OPERATIONS, errors)
}

/** Parameters are only looked at when all else is right. */
function authorize(spec: Spec, old: Spec | undefined, errors: FieldErrors, context: KindContext): void {
  if (errors.length > 0) return
  const problem = paramRefProblem(spec, old, POLICIES, context)
  if (problem !== undefined) errors.forbidden('spec.paramRef', problem)
}

/** MutatingAdmissionPolicyBinding of admissionregistration.k8s.io/v1. */
export const kind: KindRules<MutatingAdmissionPolicyBinding> = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingAdmissionPolicyBinding',
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
