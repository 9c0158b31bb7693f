// What storage classes and volume attributes classes have in common: who provides, and with which parameters.
// Upstream: validateProvisioner and validateParameters in pkg/apis/storage/validation/validation.go.
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { byteLength, isQualifiedName } from '../validation/names.ts'

const PARAMETERS = Path.of('parameters')
const MAX_SIZE = 256 * 1024
const MAX_COUNT = 512

/** A name that is qualified, in any case; what is said of it shows it in lower case. */
export function validateProvisioner(name: string, path: Path, errors: FieldErrors): void {
  if (name === '') errors.required(path)
  else errors.invalidAll(path, name.toLowerCase(), isQualifiedName(name.toLowerCase()))
}

/** `parameters`: no empty key, and not too much of it all. */
export function validateParameters(
  parameters: Readonly<Record<string, string>> | undefined,
  allowEmpty: boolean,
  errors: FieldErrors,
): void {
  const keys = Object.keys(parameters ?? {})
  if (keys.length > MAX_COUNT) {
    errors.tooLong(PARAMETERS, MAX_COUNT)
    return
  }
  let size = 0
  for (const key of keys) {
    if (key === '') errors.invalid(PARAMETERS, key, 'field can not be empty.')
    size += byteLength(key) + byteLength(parameters![key]!)
  }
  if (size > MAX_SIZE) errors.tooLong(PARAMETERS, MAX_SIZE)
  if (!allowEmpty && keys.length === 0) errors.required(PARAMETERS, 'must contain at least one key/value pair')
}
