// URLs as Go reads them, as far as rules look at them. Upstream: net/url Parse. Limit: escapes within a host are not judged.
import { quote } from '../../../model/quote.ts'

/** The parts rules ask for. */
export interface GoUrl {
  readonly scheme: string
  readonly host: string
  /** Undefined when there is none; `user:password` where both are given. */
  readonly user: string | undefined
  readonly query: string
  readonly fragment: string
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what the rule forbids
const CONTROL = /[\u0000-\u001f\u007f]/
const SCHEME = /^([a-zA-Z][a-zA-Z0-9+.-]*):/
const PORT = /:[^\]]*$/
const DIGITS = /^:[0-9]*$/
const HOST_CHARACTER = /[^A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"%\u0080-\uffff]/

/** Reads a URL, or says what Go says against it. */
export function parseGoUrl(text: string): GoUrl | { readonly error: string } {
  const wrong = (why: string): { error: string } => ({ error: `parse ${quote(text)}: ${why}` })
  if (CONTROL.test(text)) return wrong('net/url: invalid control character in URL')
  const [beforeHash, fragment = ''] = cut(text, '#')
  if (beforeHash.startsWith(':')) return wrong('missing protocol scheme')
  const scheme = SCHEME.exec(beforeHash)?.[1] ?? ''
  const [rest, query = ''] = cut(scheme === '' ? beforeHash : beforeHash.slice(scheme.length + 1), '?')
  const parts = { scheme: scheme.toLowerCase(), query, fragment }
  if (!rest.startsWith('/')) {
    if (scheme === '' && rest.split('/')[0]!.includes(':')) {
      return wrong('first path segment in URL cannot contain colon')
    }
    return { ...parts, host: '', user: undefined }
  }
  if (!rest.startsWith('//') || (scheme === '' && rest.startsWith('///')))
    return { ...parts, host: '', user: undefined }
  const authority = rest.slice(2).split('/')[0]!
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  const problem = hostProblem(host)
  return problem === undefined ? { ...parts, host, user: at < 0 ? undefined : authority.slice(0, at) } : wrong(problem)
}

function cut(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

function hostProblem(host: string): string | undefined {
  if (host.startsWith('[') && !host.includes(']')) return "missing ']' in host"
  const port = PORT.exec(host)?.[0]
  const own = host.startsWith('[') ? host.slice(host.indexOf(']') + 1) : port
  if (own && !DIGITS.test(own)) return `invalid port ${quote(own)} after host`
  const bad = HOST_CHARACTER.exec(host)?.[0]
  return bad === undefined ? undefined : `invalid character ${quote(bad)} in host name`
}
