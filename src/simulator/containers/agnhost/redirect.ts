// What Go's http.Redirect answers. Upstream: net/http of Go; test/images/agnhost/{netexec,liveness}.
import { quote } from '../../../model/quote.ts'
import type { Answer } from '../contract.ts'
import { reasons } from '../programs/network-tools.ts'

const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:/
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

/** Leads from a path to a location. */
export function redirect(from: string, to: string, code: number): Answer {
  const location = absolute.test(to) || to.startsWith('/') ? to : from.slice(0, from.lastIndexOf('/') + 1) + to
  const shown = location.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
  return { code, location, body: `<a href="${shown}">${reasons[code] ?? ''}</a>.\n\n` }
}

/** As liveness does, which unescapes the location a second time. */
export function redirectUnescaped(from: string, text: string): Answer {
  try {
    return redirect(from, decodeURIComponent(text.replaceAll('+', ' ')), 302)
  } catch {
    return { code: 400, body: `invalid redirect: ${quote(text)}\n` }
  }
}
