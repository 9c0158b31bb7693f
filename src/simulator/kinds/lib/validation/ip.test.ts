import { describe, expect, it } from 'vitest'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import {
  containsIP,
  formatCIDR,
  formatIP,
  isValidCIDR,
  isValidCIDRForLegacyField,
  isValidInterfaceAddress,
  isValidIP,
  isValidIPForLegacyField,
  parseCIDR,
  parseIP,
  warningsForCIDR,
  warningsForIP,
} from './ip.ts'

const canonical = (text: string): string | undefined => {
  const ip = parseIP(text)
  return ip && formatIP(ip)
}
const network = (text: string): string | undefined => {
  const cidr = parseCIDR(text)
  return cidr && formatCIDR(cidr)
}
const details = (judge: (errors: FieldErrors) => void): readonly string[] => {
  const errors = new FieldErrors()
  judge(errors)
  return errors.list.map(({ body }) => body.replace(/^Invalid value: "[^"]*": /, ''))
}
const AT = Path.of('ip')

describe('addresses', () => {
  it('reads what Go reads and prints what Go prints', () => {
    expect(
      [
        '10.0.0.1',
        '010.002.0.1',
        '1:0:0:2:0:0:0:3',
        'FE80::0abc',
        '::',
        '::1',
        '1::',
        '::ffff:1.2.3.4',
        '::1.2.3.4',
      ].map(canonical),
    ).toEqual(['10.0.0.1', '10.2.0.1', '1:0:0:2::3', 'fe80::abc', '::', '::1', '1::', '1.2.3.4', '::102:304'])
    expect(
      [
        '',
        '1.2.3',
        '1.2.3.256',
        '1.2.3.4.5',
        ':1',
        '1::2::3',
        '1:2:3:4:5:6:7:8:9',
        'g::',
        'fe80::1%eth0',
        '1.2.3.4::',
      ].map(canonical),
    ).toEqual(Array<undefined>(10).fill(undefined))
  })

  it('judges new fields by canonical form and old ones by safety', () => {
    expect(details((errors) => isValidIP(AT, 'FE80::1', errors))).toEqual(['must be in canonical form ("fe80::1")'])
    expect(details((errors) => isValidIP(AT, '010.0.0.1', errors))).toEqual(['must not have leading 0s'])
    expect(details((errors) => isValidIP(AT, 'x', errors))).toEqual([
      'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
    ])
    expect(details((errors) => isValidIPForLegacyField(AT, '::ffff:1.2.3.4', errors, true))).toEqual([
      'must not be an IPv4-mapped IPv6 address',
    ])
    expect(
      details((errors) => isValidIPForLegacyField(AT, '::ffff:1.2.3.4', errors, true, ['::ffff:1.2.3.4'])),
    ).toEqual([])
    expect(details((errors) => isValidIPForLegacyField(AT, '010.0.0.1', errors, false))).toEqual([])
  })

  it('warns of odd spellings', () => {
    expect(warningsForIP(AT, '010.0.0.1')).toEqual([
      'ip: non-standard IP address "010.0.0.1" is invalid: use "10.0.0.1"',
    ])
    expect(warningsForIP(AT, 'FE80::1')).toEqual([
      'ip: IPv6 address "FE80::1" should be in RFC 5952 canonical format ("fe80::1")',
    ])
    expect(warningsForIP(AT, '10.0.0.1')).toEqual([])
  })
})

describe('networks', () => {
  it('masks and prints them', () => {
    expect(['10.1.2.3/8', '2001:db8::1/33', '::ffff:1.2.3.4/120', '0.0.0.0/0'].map(network)).toEqual([
      '10.0.0.0/8',
      '2001:db8::/33',
      '1.2.3.0/24',
      '0.0.0.0/0',
    ])
    expect(['10.0.0.0', '10.0.0.0/33', '::/129', '10.0.0.0/-1', '10.0.0.0/'].map(network)).toEqual(
      Array<undefined>(5).fill(undefined),
    )
  })

  it('judges them', () => {
    expect(details((errors) => isValidCIDR(AT, '10.0.0.1/8', errors))).toEqual([
      'must not have bits set beyond the prefix length',
    ])
    expect(details((errors) => isValidCIDR(AT, 'FE80::/64', errors))).toEqual([
      'must be in canonical form ("fe80::/64")',
    ])
    expect(details((errors) => isValidCIDRForLegacyField(AT, '10.0.0.0/08', errors, true))).toEqual([
      'must not have leading 0s in IP or prefix length',
    ])
    expect(details((errors) => isValidInterfaceAddress(AT, '192.168.1.5/24', errors))).toEqual([])
    expect(details((errors) => isValidInterfaceAddress(AT, '192.168.01.5/24', errors))).toEqual([
      'must be in canonical form ("192.168.1.5/24")',
    ])
    expect(warningsForCIDR(AT, '10.0.0.1/8')).toEqual([
      'ip: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)',
    ])
  })

  it('knows what is inside', () => {
    const inside = (cidr: string, ip: string): boolean => containsIP(parseCIDR(cidr)!, parseIP(ip)!)
    expect([inside('10.96.0.0/16', '10.96.3.4'), inside('10.96.0.0/16', '10.97.0.1')]).toEqual([true, false])
    expect([inside('fd00::/108', 'fd00::f:ffff'), inside('fd00::/108', 'fd00::10:0')]).toEqual([true, false])
    expect(inside('::/0', '10.0.0.1')).toBe(false)
  })
})
