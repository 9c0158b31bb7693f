// ValidatingAdmissionPolicy: rules in CEL that judge what is written.
// Upstream: pkg/registry/admissionregistration/validatingadmissionpolicy/strategy.go.
import type { ValidatingAdmissionPolicy } from '../../../../generated/api/admissionregistration.v1.ts'
import type { KindRules } from '../../contract.ts'
import { defaultMatchResources } from '../../lib/admission-policy/match-resources.ts'
import { paramKindProblem } from '../../lib/admission-policy/param-authorization.ts'
import { createWarnings, updateWarnings, validateStaticSuffix } from '../../lib/admission-policy/static-suffix.ts'
import { age } from '../../lib/age.ts'
import { resetMetaForStatus } from '../../lib/status-meta.ts'
import { METADATA, semanticEqual, validateObjectMeta } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { validateSpec, validateStatus } from './validation.ts'

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }

/** ValidatingAdmissionPolicy of admissionregistration.k8s.io/v1. */
export const kind: KindRules<ValidatingAdmissionPolicy> = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  name: nameIsDNSSubdomain,
  metadata: 'generic',
  defaults({ spec }) {
    spec.failurePolicy ??= 'Fail'
    defaultMatchResources(spec.matchConstraints)
  },
  prepareForCreate(object) {
    object.status = {}
    object.metadata.generation = 1
  },
  validate(object, errors, context) {
    validateSpec(object, errors)
    validateStaticSuffix(object, errors, context)
    if (errors.length > 0) return
    const problem = paramKindProblem(object.spec, undefined, context)
    if (problem !== undefined) errors.forbidden('spec.paramKind', problem)
  },
  warningsOnCreate: createWarnings,
  update: {
    prepare(object, old) {
      object.status = old.status
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors, context) {
      validateObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateSpec(object, errors, old.spec)
      if (errors.length > 0) return
      const problem = paramKindProblem(object.spec, old.spec, context)
      if (problem !== undefined) errors.forbidden('spec.paramKind', problem)
    },
    warnings: updateWarnings,
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
        resetMetaForStatus(object.metadata, old.metadata)
      },
      validate: (object, _old, errors) => validateStatus(object, errors),
      warnings: updateWarnings,
    },
  },
  row: ({ metadata, spec: { validations, paramKind } }, now) => [
    metadata.name,
    validations?.length ?? 0,
    paramKind === undefined ? '<unset>' : `${paramKind.apiVersion ?? ''}/${paramKind.kind ?? ''}`,
    age(metadata.creationTimestamp, now),
  ],
}
