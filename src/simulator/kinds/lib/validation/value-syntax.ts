// The syntax of small values: environment variables, config keys, ports, ids, percentages, headers, path segments.
// Upstream: apimachinery/pkg/util/validation/validation.go, pkg/api/validate/content/{identifier,path,decimal_int}.go.
import { DNS_SUBDOMAIN_MAX_LENGTH } from './dns.ts'
import { EMPTY_ERROR, inclusiveRangeError, longerThan, maxLengthError, NO_PROBLEMS, regexError } from './messages.ts'

const C_IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*'
const C_IDENTIFIER_RE = new RegExp(`^${C_IDENTIFIER}$`)
const C_IDENTIFIER_ERRORS = [
  regexError(
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
    C_IDENTIFIER,
    'my_name',
    'MY_NAME',
    'MyName',
  ),
]

/** An identifier as C has it. */
export const isCIdentifier = (value: string): readonly string[] =>
  C_IDENTIFIER_RE.test(value) ? NO_PROBLEMS : C_IDENTIFIER_ERRORS

/** An integer between two others. */
export const isInRange = (value: number, min: number, max: number): readonly string[] =>
  value >= min && value <= max ? NO_PROBLEMS : [inclusiveRangeError(min, max)]

/** A port number, not zero. */
export const isValidPortNum = (port: number): readonly string[] => isInRange(port, 1, 65535)

const MAX_ID = 2147483647

/** A Unix group id. */
export const isValidGroupId = (gid: number): readonly string[] => isInRange(gid, 0, MAX_ID)

/** A Unix user id. */
export const isValidUserId = (uid: number): readonly string[] => isInRange(uid, 0, MAX_ID)

const PORT_NAME_CHARACTERS = /^[-a-z0-9]+$/
const PORT_NAME_LETTER = /[a-z]/

/** A port's name: 15 characters of `[-a-z0-9]`, one a letter, hyphens only inside and alone. */
export function isValidPortName(port: string): readonly string[] {
  const problems: string[] = []
  if (longerThan(port, 15)) problems.push(maxLengthError(15))
  if (!PORT_NAME_CHARACTERS.test(port)) {
    problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  }
  if (!PORT_NAME_LETTER.test(port)) problems.push('must contain at least one letter (a-z)')
  if (port.includes('--')) problems.push('must not contain consecutive hyphens')
  if (port.startsWith('-') || port.endsWith('-')) problems.push('must not begin or end with a hyphen')
  return problems
}

const PERCENT = '[0-9]+%'
const PERCENT_RE = new RegExp(`^${PERCENT}$`)
const PERCENT_ERRORS = [
  regexError("a valid percent string must be a numeric string followed by an ending '%'", PERCENT, '1%', '93%'),
]

/** A whole percentage: `25%`. */
export const isValidPercent = (percent: string): readonly string[] =>
  PERCENT_RE.test(percent) ? NO_PROBLEMS : PERCENT_ERRORS

const HEADER = '[-A-Za-z0-9]+'
const HEADER_RE = new RegExp(`^${HEADER}$`)
const HEADER_ERRORS = [
  regexError("a valid HTTP header must consist of alphanumeric characters or '-'", HEADER, 'X-Header-Name'),
]

/** The name of an HTTP header. */
export const isHTTPHeaderName = (value: string): readonly string[] =>
  HEADER_RE.test(value) ? NO_PROBLEMS : HEADER_ERRORS

const ENV_NAME = '[-._a-zA-Z][-._a-zA-Z0-9]*'
const ENV_NAME_RE = new RegExp(`^${ENV_NAME}$`)
const ENV_NAME_ERROR = regexError(
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
  ENV_NAME,
  'my.env-name',
  'MY_ENV.NAME',
  'MyEnvName1',
)

/** The name of an environment variable as it was before the relaxed rule. */
export const isEnvVarName = (value: string): readonly string[] => [
  ...(ENV_NAME_RE.test(value) ? [] : [ENV_NAME_ERROR]),
  ...changesDirectory(value),
]

const PRINTABLE_WITHOUT_EQUALS = /^[ -<>-~]*$/
const RELAXED_ERROR = "a valid environment variable name must consist only of printable ASCII characters other than '='"

/** The name of an environment variable: printable ASCII without `=`. */
export function isRelaxedEnvVarName(value: string): readonly string[] {
  if (value === '') return [`environment variable name ${EMPTY_ERROR}`]
  return PRINTABLE_WITHOUT_EQUALS.test(value) ? NO_PROBLEMS : [RELAXED_ERROR]
}

const CONFIG_KEY = '[-._a-zA-Z0-9]+'
const CONFIG_KEY_RE = new RegExp(`^${CONFIG_KEY}$`)
const CONFIG_KEY_ERROR = regexError(
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  CONFIG_KEY,
  'key.name',
  'KEY_NAME',
  'key-name',
)

/** A key of a ConfigMap's or Secret's data. */
export function isConfigMapKey(value: string): readonly string[] {
  const problems: string[] = []
  if (longerThan(value, DNS_SUBDOMAIN_MAX_LENGTH)) problems.push(maxLengthError(DNS_SUBDOMAIN_MAX_LENGTH))
  if (!CONFIG_KEY_RE.test(value)) problems.push(CONFIG_KEY_ERROR)
  problems.push(...changesDirectory(value))
  return problems
}

function changesDirectory(value: string): readonly string[] {
  if (!value.startsWith('.')) return NO_PROBLEMS
  if (value === '.') return ["must not be '.'"]
  if (value === '..') return ["must not be '..'"]
  return value.startsWith('..') ? ["must not start with '..'"] : NO_PROBLEMS
}

/** A name that can be one segment of a path. */
export function isPathSegmentName(name: string): readonly string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`]
  return isPathSegmentPrefix(name)
}

/** The beginning of a name that can be one segment of a path. */
export function isPathSegmentPrefix(name: string): readonly string[] {
  const slash = name.includes('/')
  const percent = name.includes('%')
  if (!slash && !percent) return NO_PROBLEMS
  return [...(slash ? ["may not contain '/'"] : []), ...(percent ? ["may not contain '%'"] : [])]
}

const DECIMAL_RE = /^(?:0|-?[1-9][0-9]*)$/
const DECIMAL_ERRORS = ['must be a valid decimal integer in canonical form']

/** A decimal integer as a person writes it: no plus, no leading zeros. */
export function isDecimalInteger(value: string): readonly string[] {
  if (value === '') return [EMPTY_ERROR]
  return DECIMAL_RE.test(value) ? NO_PROBLEMS : DECIMAL_ERRORS
}
