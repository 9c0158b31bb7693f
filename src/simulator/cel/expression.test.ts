import { describe, expect, it } from 'vitest'
import { compile, isCompileError } from './expression.ts'
import { baseEnvironment } from './kubernetes/base.ts'
import { DYN } from './types.ts'
import { fromJson, toJson } from './values/json.ts'

const OBJECT = {
  name: 'web',
  replicas: 3,
  ratio: 0.5,
  labels: { app: 'x' },
  ports: [{ port: 80 }, { port: 443 }],
  none: null,
}
const environment = baseEnvironment().extend({ variables: { object: DYN } })

/** The value as JSON, or the text of what went wrong. */
function run(text: string): unknown {
  const program = compile(text, environment)
  if (isCompileError(program)) return program.error
  const outcome = program.evaluate((name) => (name === 'object' ? fromJson(OBJECT) : undefined))
  return outcome.error === undefined ? toJson(outcome.value) : `failed: ${outcome.error}`
}

const table = (cases: readonly (readonly [string, unknown])[]): void => {
  for (const [text, expected] of cases) it(text, () => expect(run(text)).toEqual(expected))
}

describe('values', () => {
  table([
    ['1 + 2 * 3', 7],
    ['-7 / 2', -3],
    ['-7 % 3', -1],
    ['7.0 / 2.0', 3.5],
    ["'a' + 'b'", 'ab'],
    ['[1, 2] + [3]', [1, 2, 3]],
    [
      '1 == 1.0 || dyn(1) == 1.0',
      expect.stringContaining("found no matching overload for '_==_' applied to '(int, double)'"),
    ],
    ['dyn(1) == 1.0', true],
    ['1 < 2.5', true],
    ["'b' > 'a' && !false", true],
    ['2 in [1, 2, 3]', true],
    ["'app' in object.labels", true],
    ['object.replicas > 2 ? "many" : "few"', 'many'],
    ['has(object.name) && !has(object.nothing)', true],
    ['object.none == null', true],
    ["r'\\d' + \"\\n\" + '\\u0041'", '\\d\nA'],
    ['size("héllo") + b"héllo".size()', 11],
    ['type(1) == int && type([]) == list', true],
    ['string(1.5) + string(true) + string(12)', '1.5true12'],
    ["int('42') + int(3.9)", 45],
    ["duration('1h30m') > duration('80m')", true],
    ["string(duration('1h30m'))", '5400s'],
    ["timestamp('2024-02-29T10:00:00Z').getDayOfYear()", 59],
    ["timestamp('2024-01-01T00:00:00Z') + duration('24h') == timestamp('2024-01-02T00:00:00Z')", true],
    ["{'a': 1, 'b': 2}.map(k, k)", ['a', 'b']],
    ['9223372036854775807 + 1', 'failed: integer overflow'],
    ['1 / 0', 'failed: division by zero'],
    ['object.missing', 'failed: no such key: missing'],
    ['[1][3]', 'failed: index out of bounds: 3'],
    ["int('x')", "failed: type conversion error from 'string' to 'int'"],
  ])
})

describe('macros', () => {
  table([
    ['object.ports.all(p, p.port > 0)', true],
    ['object.ports.exists(p, p.port == 443)', true],
    ['object.ports.exists_one(p, p.port > 80)', true],
    ['object.ports.map(p, p.port)', [80, 443]],
    ['object.ports.map(p, p.port > 100, p.port * 2)', [886]],
    ['object.ports.filter(p, p.port < 100).size()', 1],
    // A failure is swallowed when another item decides.
    ['[0, 1].exists(x, 1 / x == 1)', true],
    ['[0, 1].all(x, 1 / x == 2)', false],
    ['[0].exists(x, 1 / x == 1)', 'failed: division by zero'],
    ['object.missing == 1 || true', true],
    ['false && object.missing == 1', false],
    ["{'a': 1}.transformMap(k, v, v + 1)", { a: 2 }],
    ["['x', 'y'].transformList(i, v, string(i) + v)", ['0x', '1y']],
    ["['bb', 'a'].sortBy(s, s.size())", ['a', 'bb']],
    ['object.?missing.orValue("none")', 'none'],
    ['object.?labels.?app.optMap(a, a + "!").value()', 'x!'],
    ['[?object.?missing, ?optional.of(dyn("b"))]', ['b']],
    ['has(object)', 'ERROR: <input>:1:5: invalid argument to has() macro\n | has(object)\n | ....^'],
  ])
})

describe('Kubernetes libraries', () => {
  table([
    ["quantity('1Gi').isGreaterThan(quantity('1000Mi'))", true],
    ["quantity('500m').add(quantity('1')).asApproximateFloat()", 1.5],
    ["ip('192.168.0.1').family()", 4],
    ["cidr('10.0.0.0/8').containsIP('10.1.2.3')", true],
    ["isIP('nope')", false],
    ["url('https://example.com:80/a?b=c').getHostname()", 'example.com'],
    ["semver('1.2.3').isLessThan(semver('1.10.0'))", true],
    ["format.dns1123Label().validate('Nope').hasValue()", true],
    ["'a-b-c'.split('-').join('+')", 'a+b+c'],
    ["'abc 123 def 456'.findAll('[0-9]+')", ['123', '456']],
    ["'%s has %d (%.2f)'.format([dyn('x'), dyn(3), dyn(1.5)])", 'x has 3 (1.50)'],
    ['sets.contains([1, 2, 3], [2])', true],
    ['[3, 1, 2].sort() == [1, 2, 3] && [1, 2].sum() == 3', true],
    ["'héllo'.substring(1, 3)", 'él'],
    ["'web-1'.matches('^[a-z]+-[0-9]$')", true],
  ])
})

describe('what cannot be compiled', () => {
  const expecting =
    "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"
  table([
    ['1 +', `ERROR: <input>:1:4: Syntax error: mismatched input '<EOF>' expecting ${expecting}\n | 1 +\n | ...^`],
    ['a b', "ERROR: <input>:1:3: Syntax error: extraneous input 'b' expecting <EOF>\n | a b\n | ..^"],
    ['a.(b', "ERROR: <input>:1:3: Syntax error: no viable alternative at input '.('\n | a.(b\n | ..^"],
    ['nope', "ERROR: <input>:1:1: undeclared reference to 'nope' (in container '')\n | nope\n | ^"],
    [
      "'a' == 1",
      "ERROR: <input>:1:5: found no matching overload for '_==_' applied to '(string, int)'\n | 'a' == 1\n | ....^",
    ],
    [
      "'é'.nope()",
      "ERROR: <input>:1:9: undeclared reference to 'nope' (in container '')\n | 'é'.nope()\n | .．......^",
    ],
    [
      "1 + 'a' +\n nope",
      "ERROR: <input>:1:3: found no matching overload for '_+_' applied to '(int, string)'\n | 1 + 'a' +\n | ..^\nERROR: <input>:2:2: undeclared reference to 'nope' (in container '')\n |  nope\n | .^",
    ],
    [
      "duration('x') > duration('1s')",
      "ERROR: <input>:1:10: invalid duration argument\n | duration('x') > duration('1s')\n | .........^",
    ],
    ["[1, 'a']", "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^"],
    ['if', 'ERROR: <input>:1:1: reserved identifier: if\n | if\n | ^'],
  ])
})

describe('cost', () => {
  it('counts what upstream counts, and stops at the limit', () => {
    const cost = (text: string): number => {
      const program = compile(text, environment)
      if (isCompileError(program)) throw new Error(program.error)
      return program.evaluate(() => fromJson(OBJECT)).cost
    }
    expect(['1 + 2', 'object.name', "object.name.startsWith('we')", '[1, 2].all(x, x > 0)'].map(cost)).toEqual([
      1, 2, 3, 11,
    ])
    const endless = compile("'abc'.matches('x') || [1,2,3].all(a, [1,2,3].all(b, a + b > 0))", environment)
    if (isCompileError(endless)) throw new Error(endless.error)
    expect(endless.evaluate(() => undefined, 20)).toEqual({
      error: 'operation cancelled: actual cost limit exceeded',
      cancelled: true,
      cost: expect.any(Number),
    })
  })
})
