// Requests that leave HTTP: exec, attach and port-forward over WebSockets and SPDY/3.1. The API server judges first, the node's kubelet
// next; then the connection belongs to the protocol that was agreed on. Refusals are plain HTTP, as the proxies of a real cluster
// hand them on. Upstream: apimachinery/pkg/util/proxy/upgradeaware.go, pkg/kubelet/server/server.go.
import type http from 'node:http'
import type { Duplex } from 'node:stream'
import type { Authenticator } from '../authenticate.ts'
import { reportBug } from '../bug.ts'
import type { PodConnection, WireFront } from '../front.ts'
import { type Received, received } from '../sender.ts'
import { openPortForward } from './port-forward.ts'
import { openRemoteCommand } from './remote-command.ts'
import { openStream } from './stream-socket.ts'
import { answer, type Upgrade, UpgradeRefused } from './upgrade.ts'

/** Serves upgrades of a server. */
export function serveUpgrades(
  front: WireFront,
  authenticate: Authenticator,
): (request: http.IncomingMessage, socket: Duplex, head: Buffer) => void {
  const serve = async (request: http.IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const { from, user } = await received(request, authenticate)
    const asked = { ...from, body: new Uint8Array() }
    const first = user === undefined ? front.refuse(asked) : front.serve({ ...asked, user })
    const judged = first.later === undefined ? first : await first.later()
    const query = new URLSearchParams(from.url.slice(from.url.indexOf('?') + 1))
    const wanted = (from.headers['upgrade'] ?? '').toLowerCase()
    const upgrade = { request, socket, head, query, wanted, protocols: offered(from.headers, wanted) }
    if (judged.connect !== undefined) connect(front, judged.connect, upgrade)
    else if (judged.stream !== undefined && wanted === 'websocket') openStream(upgrade, judged, judged.stream)
    else {
      judged.stream?.stop()
      answer(socket, judged.code, judged.bytes ?? judged.body, judged.headers)
    }
  }
  return (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    serve(request, socket, head).catch((error: unknown) => {
      if (error instanceof UpgradeRefused) answer(socket, error.code, error.message, error.headers)
      else {
        reportBug(error)
        socket.destroy()
      }
    })
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

function offered(headers: Received['headers'], wanted: string): readonly string[] {
  const name = wanted === 'websocket' ? 'sec-websocket-protocol' : 'x-stream-protocol-version'
  return (headers[name] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
