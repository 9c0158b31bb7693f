// Requests that leave HTTP: exec, attach and port-forward over WebSockets and SPDY/3.1. The API server judges first, the node's kubelet
// next; then the connection belongs to the protocol that was agreed on. Refusals are plain HTTP, as the proxies of a real cluster
// hand them on. Upstream: apimachinery/pkg/util/proxy/upgradeaware.go, pkg/kubelet/server/server.go.
import type http from 'node:http'
import type { Duplex } from 'node:stream'
import type { Authenticator } from '../authenticate.ts'
import { reportBug } from '../bug.ts'
import type { PodConnection, WireFront } from '../front.ts'
import { openPortForward } from './port-forward.ts'
import { openRemoteCommand } from './remote-command.ts'
import { answer, type Upgrade, UpgradeRefused } from './upgrade.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/** Serves upgrades of a server. */
export function serveUpgrades(
  front: WireFront,
  authenticate: Authenticator,
): (request: http.IncomingMessage, socket: Duplex, head: Buffer) => void {
  return (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const { method = 'GET', url = '/' } = request
    const headers = plainHeaders(request)
    const user = authenticate(headers)
    if (user === undefined) {
      answer(socket, 401, front.unauthorized(), JSON_TYPE)
      return
    }
    const judged = front.serve({ method, url, headers, body: new Uint8Array(), user })
    if (judged.connect === undefined) {
      answer(socket, judged.code, judged.body, judged.headers)
      return
    }
    const query = new URLSearchParams(url.slice(url.indexOf('?') + 1))
    const wanted = (headers['upgrade'] ?? '').toLowerCase()
    try {
      connect(front, judged.connect, { request, socket, head, query, wanted, protocols: offered(headers, wanted) })
    } catch (error) {
      if (error instanceof UpgradeRefused) answer(socket, error.code, error.message, error.headers)
      else {
        reportBug(error)
        socket.destroy()
      }
    }
  }
}

function connect(front: WireFront, connection: PodConnection, upgrade: Upgrade): void {
  const { door, namespace, pod } = connection
  if (!front.doors.knows(namespace, pod))
    throw new UpgradeRefused(
      501,
      `NotSimulated: the node of pod ${pod} has no kubelet that could be asked for ${door}\n`,
    )
  if (door === 'portforward') openPortForward(front, connection, upgrade)
  else openRemoteCommand(front, connection, upgrade)
}

function offered(headers: Readonly<Record<string, string>>, wanted: string): readonly string[] {
  const name = wanted === 'websocket' ? 'sec-websocket-protocol' : 'x-stream-protocol-version'
  return (headers[name] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

const plainHeaders = (request: http.IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
