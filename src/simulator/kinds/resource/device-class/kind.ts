// DeviceClass: a sort of device that claims ask for by name. Upstream: pkg/registry/resource/deviceclass/strategy.go,
// validateDeviceClassSpec in pkg/apis/resource/validation/validation.go.
import type { DeviceClass, DeviceClassConfiguration, DeviceClassSpec } from '../../../../generated/api/resource.v1.ts'
import { isExtendedResourceName } from '../../../../model/extended-resource.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { validateConfiguration, validateSelectors } from '../../lib/dra/configuration.ts'
import { validateSlice } from '../../lib/dra/lists.ts'
import { nameIsLongName } from '../../lib/validation/long-name.ts'
import {
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
} from '../../lib/validation/metadata.ts'
import { SPEC } from '../../lib/workload/selector.ts'

const META_RULES = { namespaced: false, name: nameIsLongName }
const MAX_CONFIG = 32

function validateSpec(spec: DeviceClassSpec, errors: FieldErrors, old?: DeviceClassSpec): void {
  const same = (field: 'selectors' | 'config'): boolean => old !== undefined && semanticEqual(spec[field], old[field])
  validateSelectors(spec.selectors, SPEC.child('selectors'), errors, same('selectors'))
  const stored = same('config')
  const config = (item: DeviceClassConfiguration, at: Path): void => validateConfiguration(item, at, errors, stored)
  validateSlice(spec.config, MAX_CONFIG, config, SPEC.child('config'), errors)
  const name = spec.extendedResourceName
  if (name !== undefined && !isExtendedResourceName(name)) {
    errors.invalid(SPEC.child('extendedResourceName'), name, 'must be a valid extended resource name')
  }
}

function dropDisabledFields({ spec }: DeviceClass, { gates }: KindContext, old?: DeviceClass): void {
  if (gates.enabled('DRAExtendedResource') || old?.spec.extendedResourceName !== undefined) return
  delete spec.extendedResourceName
}

/** DeviceClass of resource.k8s.io/v1. */
export const kind: KindRules<DeviceClass> = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'DeviceClass',
  name: nameIsLongName,
  prepareForCreate(object, context) {
    object.metadata.generation = 1
    dropDisabledFields(object, context)
  },
  validate: ({ spec }, errors) => validateSpec(spec, errors),
  update: {
    prepare(object, old, context) {
      dropDisabledFields(object, context, old)
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateSpec(object.spec, errors, old.spec)
    },
  },
  row: ({ metadata }, now) => [metadata.name, age(metadata.creationTimestamp, now)],
}
