// ResourceClaim: devices asked for and, in its status, given. Upstream: pkg/registry/resource/resourceclaim/strategy.go,
// printResourceClaim in the printers.
import type { ResourceClaim } from '../../../../generated/api/resource.v1.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { defaultClaimSpec, dropDisabledClaimFields, validateAdminAccess } from '../../lib/dra/claim-prepare.ts'
import { validateClaimSpec } from '../../lib/dra/claim-spec.ts'
import { goForm } from '../../lib/go-form.ts'
import { resetMetaForStatus } from '../../lib/status-meta.ts'
import {
  FIELD_IMMUTABLE,
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
} from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { SPEC } from '../../lib/workload/selector.ts'
import { dropDeallocatedDevices, dropDisabledStatusFields, validateClaimStatus } from './status.ts'

const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }

function defaults({ spec, status }: ResourceClaim): void {
  defaultClaimSpec(spec)
  for (const { tolerations } of status.allocation?.devices.results ?? []) {
    for (const toleration of tolerations ?? []) toleration.operator ||= 'Equal'
  }
}

function stateCell({ metadata, status }: ResourceClaim): string {
  const states: string[] = []
  if (metadata.deletionTimestamp) states.push('deleted')
  if (status.allocation === undefined) {
    if (!metadata.deletionTimestamp) states.push('pending')
  } else {
    states.push('allocated')
    if (status.reservedFor?.length) states.push('reserved')
  }
  return states.join(',')
}

/** ResourceClaim of resource.k8s.io/v1. */
export const kind: KindRules<ResourceClaim> = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaim',
  name: nameIsDNSSubdomain,
  metadata: 'own',
  defaults,
  prepareForCreate(object, { gates }) {
    object.status = {}
    dropDisabledClaimFields(object.spec, gates)
  },
  validate({ metadata, spec }, errors, { gates, lister }) {
    validateAdminAccess(spec, metadata.namespace ?? '', lister, errors)
    validateCoreObjectMeta(metadata, META_RULES, METADATA, errors)
    validateClaimSpec(spec, SPEC, errors, gates)
  },
  update: {
    prepare(object, old, { gates }) {
      object.status = old.status
      dropDisabledClaimFields(object.spec, gates, old.spec)
    },
    validate(object, old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      if (semanticEqual(object.spec, old.spec)) return
      errors.invalid(SPEC, goForm(object.spec, 'resource.v1.ResourceClaimSpec'), FIELD_IMMUTABLE)
    },
  },
  subresources: {
    status: {
      prepare(object, old, { gates }) {
        object.spec = old.spec
        resetMetaForStatus(object.metadata, old.metadata)
        dropDisabledStatusFields(object, old, gates)
        dropDeallocatedDevices(object, old)
      },
      validate: (object, old, errors, context) => validateClaimStatus(object, old, errors, context),
    },
  },
  row: (object, now) => [object.metadata.name, stateCell(object), age(object.metadata.creationTimestamp, now)],
}
