// Named formats a text may be in, and escapes of JSON patches. Upstream: apiserver/pkg/cel/library/{format,jsonpatch}.go.
import { goRegexp } from '../../../model/go-regexp.ts'
import { parseGoUrl } from '../../kinds/lib/go-url.ts'
import { isQualifiedName, isValidLabelValue } from '../../kinds/lib/validation/label-syntax.ts'
import { nameIsDNS1035Label, nameIsDNSLabel, nameIsDNSSubdomain } from '../../kinds/lib/validation/name-rules.ts'
import { type CelType, FORMAT } from '../types.ts'
import { parseTimestamp } from '../values/time.ts'
import { ArrayList, NONE, OpaqueValue, Optional } from '../values/value.ts'
import { parsing, sizeOf } from './costs.ts'
import type { Declared, Library } from './declaration.ts'

type Validate = (text: string) => readonly string[]

class FormatValue extends OpaqueValue {
  readonly name: string
  readonly validate: Validate
  /** How long the expression is that it is taken to be. */
  readonly pattern: number
  constructor(name: string, validate: Validate, pattern: number) {
    super()
    this.name = name
    this.validate = validate
    this.pattern = pattern
  }
  get type(): CelType {
    return FORMAT
  }
  equals(other: OpaqueValue): boolean {
    return this.name === (other as FormatValue).name
  }
}

const UUID = '^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$'
const BASE64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$'
/** How long upstream's own expressions are, or are taken to be. */
const UUID_SIZE = 70
const BASE64_SIZE = 84
const URL_SIZE = 1103
const DATE_TIME_SIZE = 71
const DATE = /^\d{4}-\d\d-\d\d$/
const matching =
  (pattern: string, why: string): Validate =>
  (text) => {
    const compiled = goRegexp(pattern) as RegExp
    compiled.lastIndex = 0
    return compiled.test(text) ? [] : [why]
  }
const uri: Validate = (text) => {
  const url = parseGoUrl(text)
  if ('error' in url) return [url.error]
  return url.scheme === '' && !text.startsWith('/') ? [`parse "${text}": invalid URI for request`] : []
}

const FORMATS: readonly (readonly [string, FormatValue])[] = [
  ['dns1123Label', new FormatValue('DNS1123Label', (s) => nameIsDNSLabel(s, false), 30)],
  ['dns1123Subdomain', new FormatValue('DNS1123Subdomain', (s) => nameIsDNSSubdomain(s, false), 60)],
  ['dns1035Label', new FormatValue('DNS1035Label', (s) => nameIsDNS1035Label(s, false), 30)],
  ['qualifiedName', new FormatValue('QualifiedName', isQualifiedName, 60)],
  ['dns1123LabelPrefix', new FormatValue('DNS1123LabelPrefix', (s) => nameIsDNSLabel(s, true), 30)],
  ['dns1123SubdomainPrefix', new FormatValue('DNS1123SubdomainPrefix', (s) => nameIsDNSSubdomain(s, true), 60)],
  ['dns1035LabelPrefix', new FormatValue('DNS1035LabelPrefix', (s) => nameIsDNS1035Label(s, true), 30)],
  ['labelValue', new FormatValue('LabelValue', isValidLabelValue, 40)],
  ['uri', new FormatValue('URI', uri, URL_SIZE)],
  ['uuid', new FormatValue('uuid', matching(UUID, 'does not match the UUID format'), UUID_SIZE)],
  ['byte', new FormatValue('byte', matching(BASE64, 'invalid base64'), BASE64_SIZE)],
  [
    'date',
    new FormatValue(
      'date',
      (s) => (DATE.test(s) && parseTimestamp(`${s}T00:00:00Z`) ? [] : ['invalid date']),
      DATE_TIME_SIZE,
    ),
  ],
  ['datetime', new FormatValue('datetime', (s) => (parseTimestamp(s) ? [] : ['invalid datetime']), DATE_TIME_SIZE)],
]
const BY_NAME: ReadonlyMap<string, FormatValue> = new Map(FORMATS)

function validate(format: FormatValue, text: string): Optional {
  const problems = format.validate(text)
  return problems.length === 0 ? NONE : new Optional(new ArrayList(problems))
}

function named(name: string): Optional {
  const format = BY_NAME.get(name)
  return format === undefined ? NONE : new Optional(format)
}

/** format.dns1123Label().validate(text). */
export const FORMAT_LIBRARY: Library = {
  functions: [
    ...FORMATS.map(([name, format]): Declared => [`format.${name}() Format`, () => format]),
    ['format.named(string) optional<Format>', named],
  ],
  members: [
    [
      'Format.validate(string) optional<list<string>>',
      validate,
      ([format, text]) => Math.ceil((1 + sizeOf(text!)) * 0.1) * Math.ceil((format as FormatValue).pattern * 0.25),
    ],
  ],
}

/** jsonpatch.escapeKey('a/b'). */
export const JSON_PATCH: Library = {
  functions: [
    ['jsonpatch.escapeKey(string) string', (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1'), parsing],
  ],
}
