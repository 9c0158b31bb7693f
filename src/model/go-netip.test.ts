import { describe, expect, it } from 'vitest'
import { addressProblem, prefixProblem } from './go-netip.ts'

describe('netip.ParseAddr', () => {
  it.each(['127.0.0.1', '::', '::1', '1::', '2001:db8::abcd', 'fe80::1%eth0', '::ffff:10.0.0.1', '1:2:3:4:5:6:7:8'])(
    'takes %s',
    (text) => expect(addressProblem(text)).toBeUndefined(),
  )

  it.each([
    ['', 'unable to parse IP'],
    ['localhost', 'unable to parse IP'],
    ['1.2.3', 'IPv4 address too short'],
    ['1.2.3.4.5', 'IPv4 address too long'],
    ['1.2.3.256', 'IPv4 field has value >255'],
    ['01.2.3.4', 'IPv4 field has octet with leading zero'],
    ['1..3.4', 'IPv4 field must have at least one digit (at ".3.4")'],
    ['1.2.x.4', 'unexpected character (at "x.4")'],
    [':::1', 'each colon-separated field must have at least one digit (at ":1")'],
    ['1::2::3', 'multiple :: in address (at ":3")'],
    ['1:2:3', 'address string too short'],
    ['1:2:', 'colon must be followed by more characters (at ":")'],
    ['12345::', 'each group must have 4 or less digits (at "12345::")'],
    ['1:2:3:4:5:6:7:8:9', 'trailing garbage after address (at "9")'],
    ['1:2:3:4::5:6:7:8', 'the :: must expand to at least one field of zeros'],
    ['::1%', 'zone must be a non-empty string'],
    ['g::1', 'each colon-separated field must have at least one digit (at "g::1")'],
  ])('%s', (text, why) => expect(addressProblem(text)).toBe(`ParseAddr("${text}"): ${why}`))
})

it.each([
  ['10.0.0.0', "no '/'"],
  ['10.0.0/8', 'ParseAddr("10.0.0"): IPv4 address too short'],
  ['10.0.0.0/33', 'prefix length out of range'],
  ['10.0.0.0/08', 'bad bits after slash: "08"'],
  ['fe80::1%eth0/64', 'IPv6 zones cannot be present in a prefix'],
])('netip.ParsePrefix %s', (text, why) => expect(prefixProblem(text)).toBe(`netip.ParsePrefix("${text}"): ${why}`))
