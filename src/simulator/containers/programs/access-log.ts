// The lines web servers write for each request. Upstream: log_format main of nginx's nginx.conf; LogFormat common of Apache's httpd.conf.
import { formatTime } from '../../../model/time.ts'
import type { Answer, Ask, World } from '../contract.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `10.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 615`. */
export function commonLine({ method, path, from = '-' }: Ask, { code, body }: Answer, { time }: World): string {
  const at = formatTime(time.now())
  const day = `${at.slice(8, 10)}/${months[Number(at.slice(5, 7)) - 1]}/${at.slice(0, 4)}`
  const size = method === 'HEAD' ? 0 : Buffer.byteLength(body)
  return `${from} - - [${day}:${at.slice(11, 19)} +0000] "${method} ${path} HTTP/1.1" ${code} ${size}`
}

/** With where the client came from, what it calls itself and whom it asks for. */
export const nginxLine = (ask: Ask, answer: Answer, world: World): string =>
  `${commonLine(ask, answer, world)} "${header(ask, 'referer')}" "${header(ask, 'user-agent')}" "${header(ask, 'x-forwarded-for')}"`

function header({ headers = {} }: Ask, name: string): string {
  for (const key in headers) if (key.toLowerCase() === name) return headers[key] as string
  return '-'
}
