import { describe, expect, it } from 'vitest'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import {
  byteLength,
  isConfigMapKey,
  isDNS1035Label,
  isDNS1123Label,
  isDNS1123Subdomain,
  isDomainPrefixedPath,
  isEnvVarName,
  isFullyQualifiedDomainName,
  isQualifiedName,
  isRelaxedEnvVarName,
  isValidPercent,
  isValidPortName,
  nameIsDNSLabel,
  nameIsDNSSubdomain,
  validatePathSegmentName,
} from './names.ts'

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
const NAME_PART =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

const judged = (rule: (path: Path, value: string, errors: FieldErrors) => void, value: string): readonly string[] => {
  const errors = new FieldErrors()
  rule(Path.of('f'), value, errors)
  return errors.list.map(({ field, body }) => `${field}: ${body}`)
}

describe('DNS names', () => {
  it('tells dots in a label from other mistakes, and lengths by bytes', () => {
    expect(isDNS1123Label('web-1')).toEqual([])
    expect(isDNS1123Label('a.b')).toEqual(['must not contain dots'])
    expect(isDNS1123Label('Web')).toEqual([LABEL])
    expect(isDNS1123Label('a'.repeat(64))).toEqual(['must be no more than 63 characters'])
    expect(isDNS1123Label('あ'.repeat(22))).toEqual(['must be no more than 63 characters', LABEL])
    expect(byteLength('aé漢😀')).toBe(10)
  })

  it('takes a long name apart from a wrong one', () => {
    expect(isDNS1123Subdomain('a'.repeat(254))).toEqual(['must be no more than 253 characters'])
    expect(isDNS1035Label('1a')).toEqual([
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
    ])
  })

  it('wants domains to have segments', () => {
    expect(judged((path, value, errors) => isFullyQualifiedDomainName(path, value, errors), 'local')).toEqual([
      'f: Invalid value: "local": should be a domain with at least two segments separated by dots',
    ])
    expect(judged((path, value, errors) => isFullyQualifiedDomainName(path, value, errors), 'example.org.')).toEqual([])
    expect(judged((path, value, errors) => isDomainPrefixedPath(path, value, errors), 'acme.io/')).toEqual([
      'f: Invalid value: "acme.io/": must be a domain-prefixed path (such as "acme.io/foo")',
    ])
  })
})

describe('label keys', () => {
  it('words prefix and name apart, lengths in bytes', () => {
    expect(isQualifiedName('example.org/x')).toEqual([])
    expect(isQualifiedName('')).toEqual(['name part must be non-empty', NAME_PART])
    expect(isQualifiedName('/x')).toEqual(['prefix part must be non-empty'])
    expect(isQualifiedName('k'.repeat(64))).toEqual(['name part must be no more than 63 bytes'])
    expect(isQualifiedName('a/b/c')).toEqual([
      "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    ])
  })
})

describe('small values', () => {
  it('judges names of ports, variables, keys and percentages', () => {
    expect(isValidPortName('-a--very-long-name-')).toEqual([
      'must be no more than 15 characters',
      'must not contain consecutive hyphens',
      'must not begin or end with a hyphen',
    ])
    expect(isValidPortName('80')).toEqual(['must contain at least one letter (a-z)'])
    expect(isEnvVarName('..x')).toEqual(["must not start with '..'"])
    expect(isRelaxedEnvVarName('')).toEqual(['environment variable name must be non-empty'])
    expect(isRelaxedEnvVarName('a b')).toEqual([])
    expect(isRelaxedEnvVarName('a=b')).toEqual([
      "a valid environment variable name must consist only of printable ASCII characters other than '='",
    ])
    expect(isConfigMapKey('..')).toEqual(["must not be '..'"])
    expect(isValidPercent('5')).toEqual([
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    ])
  })
})

describe('names of objects', () => {
  it('lets a generateName end with a dash, and does not look at what is before it', () => {
    expect(nameIsDNSLabel('web-', true)).toEqual([])
    expect(nameIsDNSLabel('web_-', true)).toEqual([])
    expect(nameIsDNSLabel('-', true)).toEqual([LABEL])
    expect(nameIsDNSSubdomain('web.', true)).toHaveLength(1)
    expect(validatePathSegmentName('a%/b', false)).toEqual(["may not contain '/'", "may not contain '%'"])
    expect(validatePathSegmentName('..', false)).toEqual(["may not be '..'"])
    expect(validatePathSegmentName('..', true)).toEqual([])
  })
})
