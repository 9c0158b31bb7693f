// Who sends a request and from where, as far as the connection and the headers tell. Limit: of the certificates a client shows, those whose
// key identifiers do not fit together are not told by Node's TLS.
import type http from 'node:http'
import { isIP, type Socket } from 'node:net'
import { type DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { Authenticator, Known } from './authenticate.ts'
import type { WireFront } from './front.ts'

/** Headers by name in lower case. */
export type Headers = Record<string, string | undefined>

/** A request without its body, as the API server wants to know it. */
export type Received = Omit<Parameters<WireFront['refuse']>[0], 'body'>

/** Reads a request's head; `user` is undefined where the sender is nobody known. */
export async function received(
  request: http.IncomingMessage,
  authenticate: Authenticator,
): Promise<{ readonly from: Received; readonly user: Known['user'] }> {
  const { method = 'GET', url = '/', socket } = request
  const headers = headersOf(request)
  const sender = { path: url.split('?', 1)[0]!, certificate: clientCertificate(socket) }
  const { user, remarks } = await authenticate(headers, sender)
  const from = { method, url, headers, sourceIPs: sourcesOf(headers, socket.remoteAddress) }
  return { from: remarks === undefined ? from : { ...from, remarks }, user }
}

/** The headers, several of one name joined. */
export function headersOf(request: http.IncomingMessage): Headers {
  const headers: Headers = {}
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

/** Who sent a request and through whom, as far as they say so. Upstream: apimachinery/pkg/util/net SourceIPs. */
function sourcesOf(headers: Headers, remote: string | undefined): readonly string[] {
  const forwarded = (headers['x-forwarded-for'] ?? '').split(',').map((one) => one.trim())
  const all = [...forwarded, headers['x-real-ip'] ?? '', (remote ?? '').replace(/^::ffff:/, '')]
  return [...new Set(all.filter((one) => isIP(one) > 0))]
}

/** The certificates a client showed, its own first, in PEM. */
function clientCertificate(socket: Socket): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const known = shown.get(socket)
  if (known !== undefined) return known
  let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  if (certificate.raw === undefined) return undefined
  const texts = new Set<string>()
  while (certificate?.raw !== undefined) {
    const text = `-----BEGIN CERTIFICATE-----\n${certificate.raw.toString('base64')}\n-----END CERTIFICATE-----\n`
    if (texts.has(text)) break
    texts.add(text)
    certificate = certificate.issuerCertificate
  }
  const pem = fullChain(texts, socket.isSessionReused())
  shown.set(socket, pem)
  return pem
}

/** A session that is taken up again shows only the client's own certificate: what was behind it is remembered. */
function fullChain(texts: ReadonlySet<string>, isResumed: boolean): string {
  const [own = ''] = texts
  const known = isResumed && texts.size === 1 ? chains.get(own) : undefined
  if (known !== undefined) return known
  const pem = [...texts].join('')
  if (texts.size === 1 || isResumed) return pem
  if (chains.size >= MOST_CHAINS) chains.clear()
  chains.set(own, pem)
  return pem
}

const MOST_CHAINS = 256
const chains = new Map<string, string>()

/** What each connection showed: it goes on being that. */
const shown = new WeakMap<TLSSocket, string>()
