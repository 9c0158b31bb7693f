// DNS names: labels (RFC 1123 and 1035), subdomains and what is built of them.
// Upstream: apimachinery/pkg/util/validation/validation.go and pkg/api/validate/content/dns.go.
import { subdomainProblems } from '../../../../model/label-syntax.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { longerThan, maxBytesError, maxLengthError, NO_PROBLEMS, regexError } from './messages.ts'

/** The longest DNS label. */
export const DNS_LABEL_MAX_LENGTH = 63
/** The longest DNS subdomain. */
export const DNS_SUBDOMAIN_MAX_LENGTH = 253

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const LABEL_UNDERSCORE = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`
const SUBDOMAIN_UNDERSCORE = `${LABEL_UNDERSCORE}(\\.${LABEL_UNDERSCORE})*`
const WILDCARD = `\\*\\.${SUBDOMAIN}`

const whole = (pattern: string, flags = ''): RegExp => new RegExp(`^(?:${pattern})$`, flags)
const LABEL_RE = whole(LABEL)
const LABEL_1035_RE = whole(LABEL_1035)
const SUBDOMAIN_RE = whole(SUBDOMAIN)
const SUBDOMAIN_CASELESS_RE = whole(SUBDOMAIN, 'i')
const SUBDOMAIN_UNDERSCORE_RE = whole(SUBDOMAIN_UNDERSCORE)
const WILDCARD_RE = whole(WILDCARD)

const ENDS = 'and must start and end with an alphanumeric character'
const LABEL_ERROR = regexError(
  `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', ${ENDS}`,
  LABEL,
  'my-name',
  '123-abc',
)
const LABEL_1035_ERROR = regexError(
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  LABEL_1035,
  'my-name',
  'abc-123',
)
const SUBDOMAIN_ERROR = regexError(
  `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', ${ENDS}`,
  SUBDOMAIN,
  'example.com',
)
const SUBDOMAIN_CASELESS_ERROR = regexError(
  `an RFC 1123 subdomain must consist of alphanumeric characters, '-' or '.', ${ENDS}`,
  SUBDOMAIN,
  'Example.com',
)
const SUBDOMAIN_UNDERSCORE_ERROR = regexError(
  `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', ${ENDS}`,
  SUBDOMAIN_UNDERSCORE,
  'example.com',
)
const WILDCARD_ERROR = regexError(
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  WILDCARD,
  '*.example.com',
)

type LengthError = (length: number) => string

function judge(value: string, max: number, pattern: RegExp, problem: string, tooLong: LengthError): readonly string[] {
  const long = longerThan(value, max)
  const wrong = !pattern.test(value)
  if (!long && !wrong) return NO_PROBLEMS
  return [...(long ? [tooLong(max)] : []), ...(wrong ? [problem] : [])]
}

/** A label of a DNS name (RFC 1123). */
export const isDNS1123Label = (value: string): readonly string[] => label(value, maxLengthError)

/** The same rule as the declarative validation words it: its "too long" counts bytes. */
export const isDNS1123LabelInBytes = (value: string): readonly string[] => label(value, maxBytesError)

function label(value: string, tooLong: LengthError): readonly string[] {
  const long = longerThan(value, DNS_LABEL_MAX_LENGTH)
  const wrong = !LABEL_RE.test(value)
  if (!long && !wrong) return NO_PROBLEMS
  const problem = wrong && SUBDOMAIN_RE.test(value) ? 'must not contain dots' : LABEL_ERROR
  return [...(long ? [tooLong(DNS_LABEL_MAX_LENGTH)] : []), ...(wrong ? [problem] : [])]
}

/** A DNS name (RFC 1123) in lower case. */
export const isDNS1123Subdomain = (value: string): readonly string[] =>
  judge(value, DNS_SUBDOMAIN_MAX_LENGTH, SUBDOMAIN_RE, SUBDOMAIN_ERROR, maxLengthError)

/** The same rule as the declarative validation words it: its "too long" counts bytes. */
export const isDNS1123SubdomainInBytes: (value: string) => readonly string[] = subdomainProblems

/** A DNS name in which upper case is allowed too. */
export const isDNS1123SubdomainCaseless = (value: string): readonly string[] =>
  judge(value, DNS_SUBDOMAIN_MAX_LENGTH, SUBDOMAIN_CASELESS_RE, SUBDOMAIN_CASELESS_ERROR, maxBytesError)

/** A DNS name in which underscores are allowed too. */
export const isDNS1123SubdomainWithUnderscore = (value: string): readonly string[] =>
  judge(value, DNS_SUBDOMAIN_MAX_LENGTH, SUBDOMAIN_UNDERSCORE_RE, SUBDOMAIN_UNDERSCORE_ERROR, maxLengthError)

/** A label of a DNS name as RFC 1035 wants it: starting with a letter. */
export const isDNS1035Label = (value: string): readonly string[] =>
  judge(value, DNS_LABEL_MAX_LENGTH, LABEL_1035_RE, LABEL_1035_ERROR, maxLengthError)

/** `*.` and a DNS name. */
export const isWildcardDNS1123Subdomain = (value: string): readonly string[] =>
  judge(value, DNS_SUBDOMAIN_MAX_LENGTH, WILDCARD_RE, WILDCARD_ERROR, maxLengthError)

/** A DNS name of three segments or more. */
export function isFullyQualifiedName(path: Path, name: string, errors: FieldErrors): void {
  if (name === '') {
    errors.required(path)
    return
  }
  const problems = isDNS1123Subdomain(name)
  if (problems.length) {
    errors.invalid(path, name, problems.join(','))
    return
  }
  if (name.split('.').length < 3) {
    errors.invalid(path, name, 'should be a domain with at least three segments separated by dots')
  }
}

/** A DNS name of two segments or more, each a label; a dot at the end is fine. */
export function isFullyQualifiedDomainName(path: Path, name: string, errors: FieldErrors): void {
  if (name === '') {
    errors.required(path)
    return
  }
  const domain = name.endsWith('.') ? name.slice(0, -1) : name
  const problems = isDNS1123Subdomain(domain)
  if (problems.length) {
    errors.invalid(path, domain, problems.join(','))
    return
  }
  const segments = domain.split('.')
  if (segments.length < 2) {
    errors.invalid(path, domain, 'should be a domain with at least two segments separated by dots')
    return
  }
  for (const segment of segments) {
    const wrong = isDNS1123Label(segment)
    if (wrong.length) {
      errors.invalid(path, segment, wrong.join(','))
      return
    }
  }
}
