// What each type of Secret must hold, and what may change.
// Upstream: ValidateSecret and ValidateSecretUpdate in pkg/apis/core/validation/validation.go.
import type { Secret } from '../../../../generated/api/core.v1.ts'
import { parseGoJson } from '../../../../model/go-json.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { base64Size, MAX_DATA_SIZE } from '../../lib/data-size.ts'
import {
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
  validateImmutableField,
} from '../../lib/validation/metadata.ts'
import { isConfigMapKey, nameIsDNSSubdomain } from '../../lib/validation/names.ts'

type Data = Readonly<Record<string, string | null>>

const DATA = Path.of('data')
const TYPE = Path.of('type')
const ACCOUNT_NAME = 'kubernetes.io/service-account.name'
const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }
const IMMUTABLE = 'field is immutable when `immutable` is set'

/** ValidateSecret. */
export function validateSecret(object: Secret, errors: FieldErrors): void {
  const data: Data = object.data ?? {}
  let size = 0
  for (const key in data) {
    const problems = isConfigMapKey(key)
    if (problems.length) errors.invalidAll(DATA.key(key), key, problems)
    size += base64Size(data[key] ?? '')
  }
  if (size > MAX_DATA_SIZE) errors.tooLong(DATA, MAX_DATA_SIZE)
  validateType(object, data, errors)
}

function validateType(object: Secret, data: Data, errors: FieldErrors): void {
  switch (object.type) {
    case 'kubernetes.io/service-account-token':
      if (!object.metadata.annotations?.[ACCOUNT_NAME]) {
        errors.required(Path.of('metadata', 'annotations').key(ACCOUNT_NAME))
      }
      break
    case 'kubernetes.io/dockercfg':
      validateDockerConfig(data, '.dockercfg', errors)
      break
    case 'kubernetes.io/dockerconfigjson':
      validateDockerConfig(data, '.dockerconfigjson', errors)
      break
    case 'kubernetes.io/basic-auth':
      if (!('username' in data) && !('password' in data)) {
        errors.required(DATA.key('username'))
        errors.required(DATA.key('password'))
      }
      break
    case 'kubernetes.io/ssh-auth':
      if (!data['ssh-privatekey']) errors.required(DATA.key('ssh-privatekey'))
      break
    case 'kubernetes.io/tls':
      if (!('tls.crt' in data)) errors.required(DATA.key('tls.crt'))
      if (!('tls.key' in data)) errors.required(DATA.key('tls.key'))
  }
}

function validateDockerConfig(data: Data, key: string, errors: FieldErrors): void {
  if (!(key in data)) {
    errors.required(DATA.key(key))
    return
  }
  const text = Buffer.from(data[key] ?? '', 'base64').toString('utf8')
  const parsed = parseGoJson(text, 'object', 'map[string]interface {}')
  if ('error' in parsed) errors.invalid(DATA.key(key), '<secret contents redacted>', parsed.error)
}

/** ValidateSecretUpdate: the type stays, and so does all that is immutable. */
export function validateSecretUpdate(object: Secret, old: Secret, errors: FieldErrors): void {
  validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
  validateImmutableField(object.type ?? '', old.type ?? '', TYPE, errors)
  if (old.immutable) {
    if (!object.immutable) errors.forbidden('immutable', IMMUTABLE)
    if (!semanticEqual(object.data, old.data)) errors.forbidden(DATA, IMMUTABLE)
  }
  validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
  validateSecret(object, errors)
}
