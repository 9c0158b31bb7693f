// CSIStorageCapacity: how much storage of a class there is somewhere. Upstream: pkg/registry/storage/csistoragecapacity/strategy.go,
// ValidateCSIStorageCapacity in pkg/apis/storage/validation/validation.go.
import type { CSIStorageCapacity } from '../../../../generated/api/storage.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { oldNodeLabel } from '../../lib/pod-spec/warnings-scheduling.ts'
import {
  FIELD_IMMUTABLE,
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
  validateLabelSelector,
} from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { validateNonnegativeQuantity } from '../../lib/validation/resource-names.ts'

const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }
const TOPOLOGY = Path.of('nodeTopology')

function validate(object: CSIStorageCapacity, errors: FieldErrors, allowInvalidLabelValue: boolean): void {
  const { nodeTopology, storageClassName, capacity } = object
  validateLabelSelector(nodeTopology, TOPOLOGY, errors, { allowInvalidLabelValue })
  errors.invalidAll('storageClassName', storageClassName, nameIsDNSSubdomain(storageClassName, false))
  if (capacity !== undefined) validateNonnegativeQuantity(capacity, Path.of('capacity'), errors)
}

/** Node labels nobody should use any more. */
function warnings({ nodeTopology }: CSIStorageCapacity): readonly string[] {
  const found: string[] = []
  for (const [i, { key }] of (nodeTopology?.matchExpressions ?? []).entries()) {
    const old = oldNodeLabel(key)
    if (old !== undefined) found.push(`nodeTopology.matchExpressions[${i}].key: ${key} is ${old}`)
  }
  for (const key in nodeTopology?.matchLabels) {
    const old = oldNodeLabel(key)
    if (old !== undefined) found.push(`nodeTopology.matchLabels.${key}: ${old}`)
  }
  return found
}

function hasInvalidSelector({ nodeTopology }: CSIStorageCapacity): boolean {
  const errors = new FieldErrors()
  validateLabelSelector(nodeTopology, TOPOLOGY, errors)
  return errors.length > 0
}

/** CSIStorageCapacity of storage.k8s.io/v1. */
export const kind: KindRules<CSIStorageCapacity> = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIStorageCapacity',
  name: nameIsDNSSubdomain,
  validate: (object, errors) => validate(object, errors, false),
  warningsOnCreate: warnings,
  update: {
    validate(object, old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validate(object, errors, hasInvalidSelector(old))
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      if (!semanticEqual(object.nodeTopology, old.nodeTopology)) {
        errors.invalid(TOPOLOGY, object.nodeTopology, FIELD_IMMUTABLE)
      }
      if (object.storageClassName !== old.storageClassName) {
        errors.invalid('storageClassName', object.storageClassName, FIELD_IMMUTABLE)
      }
    },
    warnings,
  },
  row: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
}
