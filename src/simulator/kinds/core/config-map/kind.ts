// ConfigMap: named texts and bytes, frozen when immutable.
// Upstream: pkg/registry/core/configmap/strategy.go, ValidateConfigMap in pkg/apis/core/validation/validation.go.
import type { ConfigMap } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { base64Size, MAX_DATA_SIZE } from '../../lib/data-size.ts'
import {
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
} from '../../lib/validation/metadata.ts'
import { byteLength, isConfigMapKey, nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const DATA = Path.of('data')
const BINARY_DATA = Path.of('binaryData')
const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }
const IMMUTABLE = 'field is immutable when `immutable` is set'

function validate(object: ConfigMap, errors: FieldErrors): void {
  let size = 0
  for (const key in object.data) {
    const problems = isConfigMapKey(key)
    if (problems.length) errors.invalidAll(DATA.key(key), key, problems)
    if (object.binaryData && key in object.binaryData) {
      errors.invalid(DATA.key(key), key, 'duplicate of key present in binaryData')
    }
    size += byteLength(object.data[key] ?? '')
  }
  for (const key in object.binaryData) {
    const problems = isConfigMapKey(key)
    if (problems.length) errors.invalidAll(BINARY_DATA.key(key), key, problems)
    size += base64Size(object.binaryData[key] ?? '')
  }
  if (size > MAX_DATA_SIZE) errors.tooLong('', MAX_DATA_SIZE)
}

function validateFrozen(object: ConfigMap, old: ConfigMap, errors: FieldErrors): void {
  if (!old.immutable) return
  if (!object.immutable) errors.forbidden('immutable', IMMUTABLE)
  if (!semanticEqual(object.data, old.data)) errors.forbidden(DATA, IMMUTABLE)
  if (!semanticEqual(object.binaryData, old.binaryData)) errors.forbidden(BINARY_DATA, IMMUTABLE)
}

/** ConfigMap of v1. */
export const kind: KindRules<ConfigMap> = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: nameIsDNSSubdomain,
  validate,
  update: {
    validate(object, old, errors) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateFrozen(object, old, errors)
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validate(object, errors)
    },
  },
  row: (object, now) => [
    object.metadata.name,
    Object.keys(object.data ?? {}).length + Object.keys(object.binaryData ?? {}).length,
    age(object.metadata.creationTimestamp, now),
  ],
}
