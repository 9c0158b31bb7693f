// Changes a connection to SPDY/3.1, after agreeing on what is spoken over it. Upstream: streaming/pkg/httpstream/{httpstream,spdy/upgrade}.go.
import type { Duplex } from 'node:stream'
import { type ConnectionEvents, SpdyConnection } from '../spdy/connection.ts'
import { type Upgrade, UpgradeRefused } from './upgrade.ts'

const VERSION_HEADER = 'X-Stream-Protocol-Version'

/** Agrees on a protocol. */
export function handshake({ request, protocols }: Upgrade, known: readonly string[]): string {
  if (request.headers[VERSION_HEADER.toLowerCase()] === undefined) {
    const count = Object.keys(request.headers).length
    const why = `header ${VERSION_HEADER} does not exist in request with ${count} headers`
    throw new UpgradeRefused(400, `unable to upgrade: ${why}\n`)
  }
  const protocol = protocols.find((one) => known.includes(one))
  if (protocol !== undefined) return protocol
  const both = `client supports [${protocols.join(' ')}], server accepts [${known.join(' ')}]`
  const headers = { 'X-Accepted-Stream-Protocol-Versions': known }
  throw new UpgradeRefused(403, `unable to upgrade: unable to negotiate protocol: ${both}\n`, headers)
}

/** Answers the upgrade and speaks SPDY from here on. */
export function openSpdy({ socket, head }: Upgrade, protocol: string, events: ConnectionEvents): SpdyConnection {
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n${VERSION_HEADER}: ${protocol}\r\n\r\n`,
  )
  if (head.length > 0) socket.unshift(head)
  return speakSpdy(socket, events)
}

/** Speaks SPDY over any two-way stream. */
export const speakSpdy = (transport: Duplex, events: ConnectionEvents): SpdyConnection =>
  new SpdyConnection(transport, events)
