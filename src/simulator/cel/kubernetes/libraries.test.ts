// Kubernetes' libraries held against what upstream documents of them: apiserver/pkg/cel/library/*.go, and cel-go's ext for sets,
// lists, strings, optionals and comprehensions over two variables.
import { describe, expect, it } from 'vitest'
import { compile, isCompileError } from '../expression.ts'
import { DOUBLE, DYN, INT, listOf } from '../types.ts'
import { fromJson, toJson } from '../values/json.ts'
import { baseEnvironment } from './base.ts'

const environment = baseEnvironment().extend({
  variables: { object: DYN, ints: listOf(INT), doubles: listOf(DOUBLE) },
})
const OBJECT = { spec: { replicas: 3, ports: [{ port: 80 }, { port: 443 }] }, labels: { app: 'web', tier: 'front' } }

/** The value as JSON, or the text of what went wrong. */
function run(text: string): unknown {
  const program = compile(text, environment)
  if (isCompileError(program)) return program.error
  const outcome = program.evaluate((name) => fromJson(name === 'object' ? OBJECT : []))
  return outcome.error === undefined ? toJson(outcome.value) : `failed: ${outcome.error}`
}

/** What a run costs, its literals not counted. */
function cost(text: string): unknown {
  const program = compile(text, environment)
  if (isCompileError(program)) return program.error
  return program.evaluate((name) => fromJson(name === 'object' ? OBJECT : [])).cost
}

const table = (title: string, cases: readonly (readonly [string, unknown])[]): void => {
  describe(title, () => {
    for (const [text, expected] of cases) it(text, () => expect(run(text)).toEqual(expected))
  })
}

table('lists', [
  ['[1, 2, 3].isSorted()', true],
  ["['a', 'b', 'b', 'c'].isSorted()", true],
  ['[2.0, 1.0].isSorted()', false],
  ['ints.isSorted()', true],
  ['[1, 3].sum()', 4],
  ['[1.0, 3.0].sum()', 4],
  ["[duration('1m'), duration('1s')].sum() == duration('1m1s')", true],
  ['ints.sum()', 0],
  ['doubles.sum() == 0.0', true],
  ['[1, 3].min()', 1],
  ['[1, 3].max()', 3],
  ['([0] + ints).min()', 0],
  ['ints.min()', 'failed: min called on empty list'],
  ['ints.max()', 'failed: max called on empty list'],
  ['[1, 2, 2, 3].indexOf(2)', 1],
  ["['a', 'b', 'b', 'c'].lastIndexOf('b')", 2],
  ['[1.0].indexOf(1.1)', -1],
  ['[[1, 2], [3]].flatten()', [1, 2, 3]],
  ['[1, 2, 2, 3].distinct()', [1, 2, 3]],
  ['[1, 2, 3, 4].slice(1, 3)', [2, 3]],
  ['[1, 2, 3].reverse()', [3, 2, 1]],
  ['lists.range(3)', [0, 1, 2]],
  ['[3, 1, 2].sort()', [1, 2, 3]],
  ['object.spec.ports.sortBy(p, -p.port).map(p, p.port)', [443, 80]],
])

table('regular expressions', [
  ["'abc 123'.find('[0-9]+')", '123'],
  ["'abc 123'.find('xyz')", ''],
  ["'123 abc 456'.findAll('[0-9]+')", ['123', '456']],
  ["'123 abc 456'.findAll('[0-9]+', 1)", ['123']],
  ["'123 abc 456'.findAll('xyz')", []],
])

table('URLs', [
  ["isURL('https://user:pass@example.com:80/path?query=val#fragment')", true],
  ["isURL('/absolute-path')", true],
  ["isURL('https://a:b:c/')", false],
  ["isURL('../relative-path')", false],
  ["url('/path').getScheme()", ''],
  ["url('https://example.com/').getScheme()", 'https'],
  ["url('https://example.com:80/').getHost()", 'example.com:80'],
  ["url('https://[::1]:80/').getHost()", '[::1]:80'],
  ["url('https://[::1]:80/').getHostname()", '::1'],
  ["url('https://example.com:80/').getPort()", '80'],
  ["url('/path').getPort()", ''],
  ["url('https://example.com/path with spaces/').getEscapedPath()", '/path%20with%20spaces/'],
  ["url('https://example.com').getEscapedPath()", ''],
  ["url('https://example.com/path?k1=a&k2=b&k2=c').getQuery()", { k1: ['a'], k2: ['b', 'c'] }],
  ["url('https://example.com/path?').getQuery()", {}],
])

table('addresses', [
  ["isIP('127.0.0.1') && isIP('::1')", true],
  ["isIP('127.0.0.256') || isIP(':::1')", false],
  ["ip.isCanonical('2001:db8::abcd')", true],
  ["ip.isCanonical('2001:DB8::ABCD') || ip.isCanonical('2001:db8::0:0:0:abcd')", false],
  ["[ip('127.0.0.1').family(), ip('::1').family()]", [4, 6]],
  ["ip('0.0.0.0').isUnspecified() && ip('::').isUnspecified() && !ip('::1').isUnspecified()", true],
  ["ip('127.0.0.1').isLoopback() && ip('::1').isLoopback() && !ip('192.168.0.1').isLoopback()", true],
  ["ip('224.0.0.1').isLinkLocalMulticast() && ip('ff02::1').isLinkLocalMulticast()", true],
  ["ip('224.0.1.1').isLinkLocalMulticast() || ip('fd00::1').isLinkLocalMulticast()", false],
  ["ip('169.254.169.254').isLinkLocalUnicast() && ip('fe80::1').isLinkLocalUnicast()", true],
  ["ip('192.168.0.1').isGlobalUnicast() && ip('2001:db8::abcd').isGlobalUnicast()", true],
  ["ip('255.255.255.255').isGlobalUnicast() || ip('ff00::1').isGlobalUnicast()", false],
  ["string(ip('::ffff:1').family()) + string(ip('10.0.0.1'))", '610.0.0.1'],
  ["isCIDR('192.168.0.0/16') && isCIDR('::1/128')", true],
  ["isCIDR('192.168.0.0/33') || isCIDR('::1/129')", false],
  ["cidr('192.168.0.0/24').containsIP(ip('192.168.0.1')) && cidr('192.168.0.0/24').containsIP('192.168.0.9')", true],
  ["cidr('192.168.0.0/24').containsIP('192.168.1.1')", false],
  ["cidr('192.168.0.0/16').containsCIDR(cidr('192.168.10.0/24'))", true],
  ["cidr('192.168.1.0/24').containsCIDR('192.168.2.0/24')", false],
  ["cidr('192.168.0.1/24').ip() == ip('192.168.0.1')", true],
  ["cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')", true],
  ["cidr('192.168.0.1/24') == cidr('192.168.0.1/24').masked()", false],
  ["cidr('192.168.0.0/16').prefixLength()", 16],
])

table('quantities', [
  ["isQuantity('1.3G') && isQuantity('1.3Gi') && isQuantity('10000k')", true],
  ["isQuantity('1,3G') || isQuantity('200K') || isQuantity('Three')", false],
  ["quantity('50000000G').isInteger() && quantity('50k').isInteger()", true],
  ["quantity('9999999999999999999999999999999999999G').isInteger()", false],
  ["quantity('9999999999999999999999999999999999999G').asInteger()", 'failed: cannot convert value to integer'],
  ["quantity('50k').asInteger()", 50000],
  ["quantity('1000m').isInteger()", false],
  ["quantity('50k').sub(20000).asApproximateFloat()", 30000],
  ["quantity('50k').add(quantity('20k')) == quantity('70k')", true],
  ["quantity('50k').add(20) == quantity('50020')", true],
  ["quantity('50k').add(20).sub(quantity('100k')).sub(-50000) == quantity('20')", true],
  ["quantity('200M').compareTo(quantity('0.2G'))", 0],
  ["quantity('50M').compareTo(quantity('50Mi'))", -1],
  ["quantity('50Mi').compareTo(quantity('50M'))", 1],
  ["quantity('150Mi').isGreaterThan(quantity('100Mi')) && quantity('50M').isLessThan(quantity('100M'))", true],
  ["sign(quantity('-1')) == -1 && sign(quantity('0')) == 0", true],
])

table('versions', [
  ["isSemver('1.0.0') && isSemver('0.1.0-alpha.1')", true],
  ["isSemver('v1.0') || isSemver('200K')", false],
  ["semver('1.2.3').compareTo(semver('2.1.2'))", -1],
  ["semver('0.1.0').isGreaterThan(semver('0.1.0-alpha.1'))", true],
  ["[semver('1.2.3').major(), semver('1.2.3').minor(), semver('1.2.3').patch()]", [1, 2, 3]],
  ["semver('v1.0', true) == semver('1.0.0')", true],
  ["isSemver('v01.01', true)", true],
])

table('formats', [
  ["!format.dns1123Label().validate('web-1').hasValue()", true],
  ["format.dns1123Label().validate('Web').hasValue()", true],
  ["!format.dns1123Subdomain().validate('a.example.com').hasValue()", true],
  ["format.qualifiedName().validate('example.com/').hasValue()", true],
  ["!format.labelValue().validate('').hasValue()", true],
  ["!format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue()", true],
  ["!format.date().validate('2021-01-01').hasValue() && format.datetime().validate('yesterday').hasValue()", true],
  ["!format.byte().validate('aGVsbG8=').hasValue()", true],
  ["!format.uri().validate('https://example.com').hasValue()", true],
  ["format.named('dns1123Label').hasValue() && !format.named('nope').hasValue()", true],
])

table('sets', [
  ['sets.contains([1, 2, 3], [3, 1])', true],
  ['sets.contains([1], [1, 2])', false],
  ['sets.equivalent([1, 2, 2], [2, 1])', true],
  ['sets.intersects([1, 2], [2, 3])', true],
  ['sets.intersects([1], [])', false],
])

table('optionals', [
  ['object.?spec.?replicas.orValue(1)', 3],
  ['object.?spec.?size.orValue(1)', 1],
  ['object.?spec.?size.hasValue()', false],
  ['object.spec.ports[?0].port.orValue(0)', 80],
  ['object.spec.ports[?9].hasValue()', false],
  ['object.?spec.?size.or(optional.of(7)).value()', 7],
  ['optional.ofNonZeroValue(0).hasValue()', false],
  ['object.?spec.?replicas.optMap(r, r * 2).value()', 6],
  ['object.?spec.optFlatMap(s, s.?size).hasValue()', false],
  ["{?'a': object.?spec.?size, ?'b': object.?spec.?replicas}", { b: 3 }],
  ['[object.?spec.?size, object.?spec.?replicas].exists(o, o.hasValue())', true],
])

table('comprehensions over two variables', [
  ['object.labels.all(k, v, k != v)', true],
  ["object.labels.exists(k, v, k == 'app' && v == 'web')", true],
  ["object.labels.existsOne(k, v, v == 'front')", true],
  ["object.labels.transformList(k, v, k + '=' + v)", ['app=web', 'tier=front']],
  ["object.labels.transformMap(k, v, k == 'app', v + '!')", { app: 'web!' }],
  ["['a', 'b'].transformMapEntry(i, v, {v: i})", { a: 0, b: 1 }],
  ['[5, 6].all(i, v, v == i + 5)', true],
])

table('strings', [
  ["'hello'.charAt(1) + 'hello'.upperAscii()", 'eHELLO'],
  ["'a,b,c'.split(',', 2)", ['a', 'b,c']],
  ["'  x '.trim() + 'aXbX'.replace('X', '-', 1)", 'xa-bX'],
  ["'tacocat'.lastIndexOf('c')", 4],
  ["strings.quote('a\\n')", '"a\\n"'],
  ["'%s has %d, %.2f, %x'.format([dyn('a'), 3, 3.14159, 255])", 'a has 3, 3.14, ff'],
])

table('what fails', [
  [
    "ip('1.2.3')",
    'failed: IP Address "1.2.3" parse error during conversion from string: ParseAddr("1.2.3"): IPv4 address too short',
  ],
  ["ip('fe80::1%eth0')", 'failed: IP address "fe80::1%eth0" with zone value is not allowed'],
  ["ip('::ffff:1.2.3.4')", 'failed: IPv4-mapped IPv6 address "::ffff:1.2.3.4" is not allowed'],
  [
    "cidr('10.0.0.0')",
    'failed: network address parse error during conversion from string: network address parse error during conversion from string: netip.ParsePrefix("10.0.0.0"): no \'/\'',
  ],
  ["url('path')", 'failed: URL parse error during conversion from string: parse "path": invalid URI for request'],
  ["'a'.find('(')", 'failed: Illegal regex: error parsing regexp: missing closing ): `(`'],
  ["'a'.matches('a' + '(')", 'failed: error parsing regexp: missing closing ): `a(`'],
  ["semver('1.0')", 'failed: No Major.Minor.Patch elements found'],
  ['[1, 2].slice(1, 3)', 'failed: cannot slice(1, 3), list is length 2'],
  [
    "{'a': 1}.transformMapEntry(k, v, {'x': 1, k: v}).size() + [1, 2].transformMapEntry(i, v, {'x': v}).size()",
    'failed: insert failed: key x already exists',
  ],
  ["cidr('10.0.0.0/8').containsIP('x')", 'failed: no such overload'],
  ['optional.none().value()', 'failed: optional.none() dereference'],
])

// From CallCost in apiserver/pkg/cel/library/cost.go and the trackers of cel-go ext/{lists,sets}.go; a literal costs nothing.
describe('what calls cost', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['[1, 2, 3].sum()', 3],
    ["['abcdefghij', 'abcdefghijk'].max()", 2],
    ["'abcdefghijklmnopqrst'.indexOf('t')", 2],
    ["'abcdefghijklmno'.split('h')", 3],
    ["'abcdefghijklmno'.replace('h', 'H')", 3],
    ["['abcde', 'fghij'].join('-')", 3],
    ["'abcdefghijklmno'.upperAscii()", 2],
    ["'abc 123'.find('[0-9]+')", 2],
    ["isURL('https://example.com/path')", 1],
    ["url('https://example.com/path').getHost()", 4],
    ["ip('10.0.0.1').family()", 2],
    ["ip.isCanonical('10.0.0.1')", 2],
    ["cidr('10.0.0.0/24').containsIP('10.0.0.1')", 4],
    ["cidr('10.0.0.0/24').containsCIDR('10.0.0.0/25')", 7],
    ["cidr('10.0.0.0/24').ip().isLoopback()", 4],
    ["ip('::1') == ip('::1')", 3],
    ["ip('::1') != ip('::1')", 4],
    ["quantity('10Gi').add(5).isGreaterThan(quantity('1'))", 4],
    ["format.dns1123Label().validate('abc').hasValue()", 10],
    ['[3, 1, 2].sort()', 29],
    ["['b', 'a'].sort()", 19],
    ['[1, 1].distinct()', 19],
    ['[1, 2, 3].reverse()', 14],
    ['lists.range(5)', 16],
    ['[1, 2, 3].slice(0, 2)', 13],
    ['[[1], [2]].flatten()', 13],
    ["'web' in ['web', 'db']", 0],
    ["object.labels.app in ['web', 'db']", 3],
    ['object.labels.app in [object.labels.tier]', 17],
    ["duration('1h') > duration('1m')", 1],
    ['[1, 2, 3].filter(x, x > 1).size()', 35],
    ['sets.contains([1, 2, 3], [1, 2])', 7],
    ['sets.equivalent([1, 2, 3], [1, 2])', 13],
  ]
  for (const [text, expected] of cases) it(text, () => expect(cost(text)).toBe(expected))
})
