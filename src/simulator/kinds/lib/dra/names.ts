// Names in claims and slices: drivers, pools, devices, attributes; and UIDs.
// Upstream: pkg/apis/resource/validation/validation.go, ValidateCSIDriverName in pkg/apis/core/validation/validation.go.
import { quote } from '../../../../model/quote.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isCIdentifier, isDNS1123Label, isDNS1123Subdomain, longerThan } from '../validation/names.ts'

const MAX_DRIVER = 63
const MAX_POOL = 253
const MAX_ID = 32

/** A driver's name: a subdomain in any case. */
export function validateDriverName(name: string, path: Path, errors: FieldErrors): void {
  if (name === '') {
    errors.required(path)
    return
  }
  if (longerThan(name, MAX_DRIVER)) errors.tooLong(path, MAX_DRIVER)
  errors.invalidAll(path, name, isDNS1123Subdomain(name.toLowerCase()))
}

/** A pool's name: subdomains with slashes between them. */
export function validatePoolName(name: string, path: Path, errors: FieldErrors): void {
  if (name === '') {
    errors.required(path)
    return
  }
  if (longerThan(name, MAX_POOL)) errors.tooLong(path, MAX_POOL)
  for (const part of name.split('/')) errors.invalidAll(path, part, isDNS1123Subdomain(part))
}

/** A name that is a label: of requests, devices, counters. */
export const validateLabelLikeName = (name: string, path: Path, errors: FieldErrors): void =>
  errors.invalidAll(path, name, isDNS1123Label(name))

/** A device class's name. */
export function validateClassName(name: string, path: Path, errors: FieldErrors): void {
  if (name === '') errors.required(path)
  else errors.invalidAll(path, name, isDNS1123Subdomain(name))
}

/** The name of an attribute or a capacity, with or without a domain. More slashes are not looked at, as upstream. */
export function validateQualifiedName(name: string, path: Path, errors: FieldErrors): void {
  const parts = name.split('/')
  if (parts.length > 2) return
  const [first = '', second] = parts
  if (second === undefined) {
    validateIdentifier(first, path, errors)
    return
  }
  if (first === '') errors.invalid(path, '', 'the domain must not be empty')
  else validateDriverName(first, path, errors)
  if (second === '') errors.invalid(path, '', 'the name must not be empty')
  else validateIdentifier(second, path, errors)
}

/** The same with a domain. */
export function validateFullyQualifiedName(name: string, path: Path, errors: FieldErrors): void {
  validateQualifiedName(name, path, errors)
  if (name.includes('/')) return
  errors.invalid(path, name, 'a fully qualified name must be a domain and a name separated by a slash')
}

function validateIdentifier(id: string, path: Path, errors: FieldErrors): void {
  if (longerThan(id, MAX_ID)) errors.tooLong(path, MAX_ID)
  errors.invalidAll(path, id, isCIdentifier(id))
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const HEX = /^[0-9a-f]{32}$/i
const NORMAL =
  'uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters'

/** A UUID in its usual form. */
export function validateUid(uid: string, path: Path, errors: FieldErrors): void {
  const problem = uuidProblem(uid)
  if (problem !== undefined) errors.invalid(path, uid, `error validating uid: ${problem}`)
  else if (uid.length !== 36 || uid !== uid.toLowerCase()) errors.invalid(path, uid, NORMAL)
}

/** What github.com/google/uuid says against a text. */
function uuidProblem(text: string): string | undefined {
  const format = (isUuid: boolean): string | undefined => (isUuid ? undefined : 'invalid UUID format')
  switch (text.length) {
    case 36:
      return format(UUID.test(text))
    case 32:
      return format(HEX.test(text))
    case 38:
      if (!text.startsWith('{') || !text.endsWith('}')) return 'invalid bracketed UUID format'
      return format(UUID.test(text.slice(1, -1)))
    case 45:
      if (text.slice(0, 9).toLowerCase() !== 'urn:uuid:') return `invalid urn prefix: ${quote(text.slice(0, 9))}`
      return format(UUID.test(text.slice(9)))
    default:
      return `invalid UUID length: ${text.length}`
  }
}
