// Channels over a WebSocket: each message begins with the number of its channel, as a byte or (base64 protocols) as a digit; v5
// clients close single channels. Upstream: streaming/pkg/httpstream/wsstream/conn.go.
import { createRequire } from 'node:module'
import type { WebSocket, WebSocketServer } from 'ws'
import { type Upgrade, UpgradeRefused } from './upgrade.ts'

const CLOSE_SIGNAL = 255
const DIGIT_ZERO = 0x30
const PROTOCOL_HEADER = 'Sec-WebSocket-Protocol'

const isToken = (protocol: string): boolean => !protocol.includes('/')

/** What comes over a channel. */
export interface ChannelEvents {
  data(channel: number, bytes: Buffer): void
  /** A v5 client will send no more on this channel. */
  end(channel: number): void
  /** The client has gone. */
  closed(): void
}

/** The channels of one connection. */
export interface Channels {
  /** The protocol agreed on; '' where the client offered none. */
  readonly protocol: string
  send(channel: number, bytes: Uint8Array): void
  close(): void
}

/** Agrees on the first protocol of the client's that is known, '' standing for none offered. */
export function agreed(offered: readonly string[], known: readonly string[]): string {
  const protocol = (offered.length === 0 ? [''] : offered).find((one) => known.includes(one))
  if (protocol === undefined) throw new UpgradeRefused(403, '')
  return protocol
}

const servers = new Map<string, WebSocketServer>()

/** Changes a connection to a WebSocket that speaks a protocol. */
export function openWebSocket(
  { request, socket, head }: Upgrade,
  protocol: string,
  open: (client: WebSocket) => void,
): void {
  let server = servers.get(protocol)
  if (server === undefined) {
    // Loaded when first needed, so that a start does not pay for it.
    const { WebSocketServer: Server } = createRequire(import.meta.url)('ws') as typeof import('ws')
    server = new Server({ noServer: true, handleProtocols: () => protocol || false })
    if (!isToken(protocol)) server.on('headers', (headers) => headers.push(`${PROTOCOL_HEADER}: ${protocol}`))
    servers.set(protocol, server)
  }
  // Names with a slash are no tokens of HTTP, and refused by the library: they are agreed on without it.
  if (!isToken(protocol)) delete request.headers[PROTOCOL_HEADER.toLowerCase()]
  server.handleUpgrade(request, socket, head, open)
}

/** Changes a connection to channels. */
export function openChannels(upgrade: Upgrade, protocol: string, open: (channels: Channels) => ChannelEvents): void {
  const base64 = protocol.endsWith('base64.channel.k8s.io')
  const closes = protocol === 'v5.channel.k8s.io'
  openWebSocket(upgrade, protocol, (client) => {
    const send = (channel: number, bytes: Uint8Array): void => {
      if (client.readyState !== client.OPEN) return
      if (base64) client.send(String.fromCharCode(DIGIT_ZERO + channel) + Buffer.from(bytes).toString('base64'))
      else client.send(Buffer.concat([Uint8Array.of(channel), bytes]))
    }
    const events = open({ protocol, send, close: () => client.close(1000) })
    client.on('message', (message: Buffer) => {
      if (message.length === 0) return
      if (closes && message[0] === CLOSE_SIGNAL) {
        if (message.length === 2) events.end(message[1]!)
        else client.close()
        return
      }
      const rest = message.subarray(1)
      if (base64) events.data(message[0]! - DIGIT_ZERO, Buffer.from(rest.toString(), 'base64'))
      else events.data(message[0]!, rest)
    })
    client.on('error', () => client.terminate())
    client.on('close', () => events.closed())
  })
}
