// VolumeAttributesClass: attributes a driver can change on volumes that exist.
// Upstream: pkg/registry/storage/volumeattributesclass/strategy.go, ValidateVolumeAttributesClass in
// pkg/apis/storage/validation/validation.go.
import type { VolumeAttributesClass } from '../../../../generated/api/storage.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { validateParameters, validateProvisioner } from '../../lib/storage/parameters.ts'
import { METADATA, validateCoreObjectMeta, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }

function validate({ driverName, parameters }: VolumeAttributesClass, errors: FieldErrors): void {
  validateProvisioner(driverName, Path.of('driverName'), errors)
  validateParameters(parameters, false, errors)
}

/** VolumeAttributesClass of storage.k8s.io/v1. */
export const kind: KindRules<VolumeAttributesClass> = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'VolumeAttributesClass',
  name: nameIsDNSSubdomain,
  validate,
  update: {
    validate(object, old, errors) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      if (object.driverName !== old.driverName) errors.forbidden('driverName', 'updates to driverName are forbidden.')
      if (!deepEqual(object.parameters ?? {}, old.parameters ?? {})) {
        errors.forbidden('parameters', 'updates to parameters are forbidden.')
      }
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validate(object, errors)
    },
  },
  row: ({ metadata, driverName }, now) => [metadata.name, driverName, age(metadata.creationTimestamp, now)],
}
