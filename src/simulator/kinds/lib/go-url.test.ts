import { describe, expect, it } from 'vitest'
import { parseGoUrl } from './go-url.ts'

const NOTHING = { scheme: '', host: '', user: undefined, query: '', fragment: '' }

describe('parseGoUrl', () => {
  it.each([
    [
      'https://user:pw@host.example.org:8443/a?q=1#f',
      { scheme: 'https', host: 'host.example.org:8443', user: 'user:pw', query: 'q=1', fragment: 'f' },
    ],
    ['HTTPS://[::1]:80/x', { ...NOTHING, scheme: 'https', host: '[::1]:80' }],
    ['Not_Valid!', NOTHING],
    ['', NOTHING],
    ['mailto:someone', { ...NOTHING, scheme: 'mailto' }],
  ])('reads %j', (text, url) => {
    expect(parseGoUrl(text)).toEqual(url)
  })

  it.each([
    [':x', 'missing protocol scheme'],
    ['1a:b', 'first path segment in URL cannot contain colon'],
    ['https://h:port/', 'invalid port ":port" after host'],
    ['https://a b/', 'invalid character " " in host name'],
    ['https://a\u0000', 'net/url: invalid control character in URL'],
    ['https://[::1/', "missing ']' in host"],
  ])('refuses %j', (text, why) => {
    expect(parseGoUrl(text)).toEqual({ error: `parse ${JSON.stringify(text).replace('\\u0000', '\\x00')}: ${why}` })
  })
})
