// ResourceClaimTemplate: what claims made for pods look like; it never changes.
// Upstream: pkg/registry/resource/resourceclaimtemplate/strategy.go, ValidateResourceClaimTemplate in pkg/apis/resource/validation.
import type { ResourceClaimTemplate } from '../../../../generated/api/resource.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { defaultClaimSpec, dropDisabledClaimFields, validateAdminAccess } from '../../lib/dra/claim-prepare.ts'
import { validateClaimSpec } from '../../lib/dra/claim-spec.ts'
import { goForm } from '../../lib/go-form.ts'
import { validateTemplateMeta } from '../../lib/pod-spec/volumes/claim-template.ts'
import {
  FIELD_IMMUTABLE,
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
} from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { SPEC } from '../../lib/workload/selector.ts'

const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }

function validateWhole({ metadata, spec }: ResourceClaimTemplate, errors: FieldErrors, { gates }: KindContext): void {
  validateCoreObjectMeta(metadata, META_RULES, METADATA, errors)
  validateTemplateMeta(spec.metadata, SPEC.child('metadata'), errors)
  validateClaimSpec(spec.spec, SPEC.child('spec'), errors, gates)
}

/** ResourceClaimTemplate of resource.k8s.io/v1. */
export const kind: KindRules<ResourceClaimTemplate> = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaimTemplate',
  name: nameIsDNSSubdomain,
  metadata: 'own',
  defaults: ({ spec }) => defaultClaimSpec(spec.spec),
  prepareForCreate: ({ spec }, { gates }) => dropDisabledClaimFields(spec.spec, gates),
  validate(object, errors, context) {
    validateAdminAccess(object.spec.spec, object.metadata.namespace ?? '', context.lister, errors)
    validateWhole(object, errors, context)
  },
  update: {
    prepare: ({ spec }, old, { gates }) => dropDisabledClaimFields(spec.spec, gates, old.spec.spec),
    validate(object, old, errors, context) {
      validateWhole(object, errors, context)
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      if (semanticEqual(object.spec, old.spec)) return
      const { metadata, spec } = object.spec
      const shown = { ...metadata, Spec: goForm(spec, 'resource.v1.ResourceClaimSpec') }
      errors.invalid(SPEC, shown, FIELD_IMMUTABLE)
    },
  },
  row: ({ metadata }, now) => [metadata.name, age(metadata.creationTimestamp, now)],
}
