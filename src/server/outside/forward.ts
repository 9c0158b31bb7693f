// Requests that API servers outside answer: passed on as they came, but for who asks, and answered as the others answer, streams too.
// Upstream: kube-aggregator/pkg/apiserver/handler_proxy.go, apimachinery/pkg/util/proxy, client-go/transport/round_trippers.go.
// Limit: upgrades (exec of an aggregated API) are not passed on.
import type http from 'node:http'
import https from 'node:https'
import type { WireForward } from '../front.ts'
import { goText, hostPort } from './go-errors.ts'
import type { HttpsNetwork } from './network.ts'

/** A request as it came. */
export interface Incoming {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: Uint8Array
}

/** Passes a request on and answers with what comes back; resolves when all of that has begun to come. */
export type Forwarder = (to: WireForward, request: Incoming, response: http.ServerResponse) => Promise<void>

/** What is between two ends of a connection and no further. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
const OWN = /^(?:authorization|host|content-length|x-remote-.*|impersonate-.*)$/

/** Passes requests on over the connections of a network. */
export const forwarder = (network: HttpsNetwork): Forwarder => {
  const forward: Forwarder = (to, incoming, response) =>
    new Promise((resolve) => {
      const { method, url, headers, body } = incoming
      const options = { method, path: url, agent: network.agentTo(network.destinationOf(to)) }
      const sent = {
        ...passedOn(headers, OWN),
        ...remoteUser(to),
        host: to.named ?? hostPort(to.dial.host, to.dial.port),
        'content-length': body.length,
      }
      const request = https.request({ ...options, headers: sent }, (answer) => {
        for (const name of response.getHeaderNames()) response.removeHeader(name)
        response.writeHead(answer.statusCode ?? 502, passedOn(answer.headers))
        response.flushHeaders()
        answer.on('error', () => response.destroy())
        response.once('close', () => answer.destroy())
        answer.pipe(response)
        resolve()
      })
      request.on('error', (error) => {
        // A connection that was kept had ended: nobody has seen the request.
        if (request.reusedSocket && !response.headersSent && (error as NodeJS.ErrnoException).code === 'ECONNRESET') {
          resolve(forward(to, incoming, response))
          return
        }
        if (!response.headersSent) {
          const text = `error trying to reach service: ${goText(error, to.named)}\n`
          response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
          response.end(text)
        }
        resolve()
      })
      response.once('close', () => request.destroy())
      request.end(body)
    })
  return forward
}

/** Headers that go on. */
function passedOn(headers: http.IncomingHttpHeaders, without?: RegExp): http.OutgoingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && without?.test(name) !== true),
  )
}

/** SetAuthProxyHeaders. */
function remoteUser({ user: { name, uid, groups, extra = {} } }: WireForward): http.OutgoingHttpHeaders {
  return {
    'x-remote-user': name,
    ...(uid ? { 'x-remote-uid': uid } : {}),
    'x-remote-group': [...groups],
    ...Object.fromEntries(
      Object.entries(extra).map(([key, values]) => [`x-remote-extra-${encodeURIComponent(key)}`, [...values]]),
    ),
  }
}
