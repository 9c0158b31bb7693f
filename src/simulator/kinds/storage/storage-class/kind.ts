// StorageClass: how volumes are made for claims that name it.
// Upstream: pkg/registry/storage/storageclass/strategy.go, ValidateStorageClass in pkg/apis/storage/validation/validation.go.
import type { StorageClass } from '../../../../generated/api/storage.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { oldNodeLabel } from '../../lib/pod-spec/warnings-scheduling.ts'
import { validateParameters, validateProvisioner } from '../../lib/storage/parameters.ts'
import {
  METADATA,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
  validateImmutableField,
} from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { validateTopologies } from './topologies.ts'

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }
const PROVISIONER = Path.of('provisioner')
const RECLAIM_POLICIES: readonly string[] = ['Delete', 'Retain']
const BINDING_MODES: readonly string[] = ['Immediate', 'WaitForFirstConsumer']
/** In upstream's order. */
const IMMUTABLE = ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'] as const
const DEFAULTS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class']

function validate(object: StorageClass, errors: FieldErrors): void {
  const { reclaimPolicy, volumeBindingMode } = object
  validateProvisioner(object.provisioner, PROVISIONER, errors)
  validateParameters(object.parameters, true, errors)
  if (reclaimPolicy && !RECLAIM_POLICIES.includes(reclaimPolicy)) {
    errors.notSupported('reclaimPolicy', reclaimPolicy, RECLAIM_POLICIES)
  }
  if (volumeBindingMode === undefined) errors.required('volumeBindingMode')
  else if (!BINDING_MODES.includes(volumeBindingMode)) {
    errors.notSupported('volumeBindingMode', volumeBindingMode, BINDING_MODES)
  }
  validateTopologies(object.allowedTopologies ?? [], Path.of('allowedTopologies'), errors)
}

/** Node labels nobody should use any more. */
const warnings = ({ allowedTopologies = [] }: StorageClass): readonly string[] =>
  allowedTopologies.flatMap(({ matchLabelExpressions = [] }, i) =>
    matchLabelExpressions.flatMap(({ key }, j) => {
      const old = oldNodeLabel(key)
      return old === undefined ? [] : [`allowedTopologies[${i}].matchLabelExpressions[${j}].key: ${old}`]
    }),
  )

/** StorageClass of storage.k8s.io/v1. */
export const kind: KindRules<StorageClass> = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  name: nameIsDNSSubdomain,
  defaults(object) {
    object.reclaimPolicy ??= 'Delete'
    object.volumeBindingMode ??= 'Immediate'
  },
  validate,
  warningsOnCreate: warnings,
  update: {
    validate(object, old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validate(object, errors)
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      for (const field of IMMUTABLE) validateImmutableField(object[field], old[field], Path.of(field), errors)
    },
    warnings,
  },
  row: ({ metadata, ...object }, now) => [
    `${metadata.name}${DEFAULTS.some((key) => metadata.annotations?.[key] === 'true') ? ' (default)' : ''}`,
    object.provisioner,
    object.reclaimPolicy ?? 'Delete',
    object.volumeBindingMode ?? 'Immediate',
    object.allowVolumeExpansion ?? false,
    age(metadata.creationTimestamp, now),
  ],
}
