// Formats of texts in schemas: which the server knows, and what they ask. Unknown ones are warned of and ignored.
// Upstream: apiextensions-apiserver/pkg/apiserver/validation/formats.go, kube-openapi/pkg/validation/strfmt.
import { parseDuration } from '../../../../model/duration.ts'
import { parseGoTime } from '../../../../model/go-time.ts'
import { isDNS1123Label, isDNS1123Subdomain } from '../validation/names.ts'

type Test = (text: string) => boolean

const byPattern =
  (pattern: RegExp): Test =>
  (text) =>
    pattern.test(text)
const anything: Test = () => true

const HOSTNAME =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}[a-zA-Z0-9])?\.?$/
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/
const IPV6 = /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/
const UUID = '[0-9a-f]{8}-?[0-9a-f]{4}-?'

function isIPv6(text: string): boolean {
  if (!IPV6.test(text) || text.indexOf('::') !== text.lastIndexOf('::')) return false
  const groups = text.split(':').length
  return text.includes('::') ? groups <= 9 : groups === 8 || (text.includes('.') && groups === 7)
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/')
  if (more.length > 0 || !/^\d{1,3}$/.test(bits)) return false
  return (IPV4.test(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128)
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !('error' in parseGoTime(`${text}T00:00:00Z`, 'seconds'))
}

/** By the name without dashes. */
const TEXT_FORMATS: Readonly<Record<string, Test>> = {
  bsonobjectid: byPattern(/^[0-9a-f]{24}$/i),
  uri: byPattern(/^(?:[a-z][a-z0-9+.-]*:\S+|\/\S*)$/i),
  email: byPattern(/^[^\s@<>]+@[^\s@<>]+$/),
  hostname: byPattern(HOSTNAME),
  ipv4: byPattern(IPV4),
  ipv6: isIPv6,
  cidr: isCidr,
  mac: byPattern(/^(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4,}[0-9a-f]{2}$/i),
  uuid: byPattern(new RegExp(`^${UUID}[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$`, 'i')),
  uuid3: byPattern(new RegExp(`^${UUID}3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$`, 'i')),
  uuid4: byPattern(new RegExp(`^${UUID}4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$`, 'i')),
  uuid5: byPattern(new RegExp(`^${UUID}5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$`, 'i')),
  isbn: byPattern(/^(?:\d[- ]?){9}[\dX]$|^(?:\d[- ]?){12}\d$/),
  isbn10: byPattern(/^(?:\d[- ]?){9}[\dX]$/),
  isbn13: byPattern(/^(?:\d[- ]?){12}\d$/),
  creditcard: byPattern(/^(?:\D*\d){13,16}\D*$/),
  ssn: byPattern(/^\d{3}[- ]?\d{2}[- ]?\d{4}$/),
  hexcolor: byPattern(/^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/),
  rgbcolor: byPattern(/^rgb\(\s*\d{1,3}%?\s*,\s*\d{1,3}%?\s*,\s*\d{1,3}%?\s*\)$/),
  byte: byPattern(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
  password: anything,
  date: isDate,
  duration: (text) => typeof parseDuration(text) === 'number',
  datetime: (text) => !('error' in parseGoTime(text, 'seconds')),
  k8sshortname: (text) => isDNS1123Label(text).length === 0,
  k8slongname: (text) => isDNS1123Subdomain(text).length === 0,
}
const NUMBER_FORMATS: Readonly<Record<string, readonly string[]>> = {
  integer: ['int32', 'int64'],
  number: ['float', 'double'],
}

const normalized = (format: string): string => format.replaceAll('-', '')

/** Whether the server knows a format for a type. */
export function isSupportedFormat(format: string, type: string): boolean {
  if (type === '' || type === 'string') return normalized(format) in TEXT_FORMATS
  return NUMBER_FORMATS[type]?.includes(format) === true
}

/** Whether a text has the format; an unknown format asks nothing. */
export const isFormatted = (format: string, text: string): boolean => TEXT_FORMATS[normalized(format)]?.(text) ?? true
