// The syntax of label keys (qualified names) and label values, and of the paths and keys that begin with a domain.
// Upstream: apimachinery/pkg/api/validate/content/kube.go, pkg/util/validation/validation.go.
import { labelKeyProblems, labelValueProblems } from '../../../../model/label-syntax.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isDNS1123Subdomain } from './dns.ts'
import { NO_PROBLEMS, regexError } from './messages.ts'

/** Names and values like this need no closer look. */
const PLAIN = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/

/** A label key: a name, perhaps with a DNS subdomain and `/` before it. */
export const isQualifiedName = (value: string): readonly string[] =>
  PLAIN.test(value) ? NO_PROBLEMS : labelKeyProblems(value)

/** A label value: empty, or like a label's name. */
export const isValidLabelValue = (value: string): readonly string[] =>
  PLAIN.test(value) ? NO_PROBLEMS : labelValueProblems(value)

const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"
const HTTP_PATH_RE = new RegExp(`^${HTTP_PATH}$`)
const HTTP_PATH_ERROR = regexError('Invalid path', HTTP_PATH)

/** A DNS subdomain, `/` and an HTTP path: `acme.io/foo`. */
export function isDomainPrefixedPath(path: Path, value: string, errors: FieldErrors): void {
  if (value === '') {
    errors.required(path)
    return
  }
  const slash = value.indexOf('/')
  if (slash <= 0 || slash === value.length - 1) {
    errors.invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')
    return
  }
  const host = value.slice(0, slash)
  errors.invalidAll(path, host, isDNS1123Subdomain(host))
  const rest = value.slice(slash + 1)
  if (!HTTP_PATH_RE.test(rest)) errors.invalid(path, rest, HTTP_PATH_ERROR)
}

/** A label key that must have its domain: `acme.io/foo`. */
export function isDomainPrefixedKey(path: Path, key: string, errors: FieldErrors): void {
  if (key === '') {
    errors.required(path)
    return
  }
  const problems = isQualifiedName(key)
  if (problems.length) errors.invalidAll(path, key, problems)
  else if (!key.includes('/')) errors.invalid(path, key, 'must be a domain-prefixed key (such as "acme.io/foo")')
}
