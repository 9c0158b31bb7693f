// Port-forward: connections to the ports of a pod. Over SPDY (plain, or tunnelled through a WebSocket) the client opens a pair of
// streams for each connection; over WebSocket channels each asked port is one connection, told by its number first.
// Upstream: cri-streaming/pkg/streaming/portforward, apiserver/pkg/util/proxy/streamtunnel.go.
import { createRequire } from 'node:module'
import type { ConversationEvents, DoorError, PodConnection, WireFront } from '../front.ts'
import type { ConnectionEvents, SpdyStream } from '../spdy/connection.ts'
import { agreed, type ChannelEvents, openChannels, openWebSocket } from './channels.ts'
import { handshake, openSpdy, speakSpdy } from './spdy-upgrade.ts'
import { type Upgrade, UpgradeRefused } from './upgrade.ts'

const PROTOCOL = 'portforward.k8s.io'
const TUNNEL = `SPDY/3.1+${PROTOCOL}`
const CHANNEL_PROTOCOLS = ['', 'v4.channel.k8s.io', 'v4.base64.channel.k8s.io']
const MAX_PORT = 65_535

type Connect = Exclude<ReturnType<WireFront['doors']['ports']>, DoorError>

/** Connects a client with the ports of a pod. */
export function openPortForward(front: WireFront, { namespace, pod }: PodConnection, upgrade: Upgrade): void {
  const { protocols, wanted, query } = upgrade
  const tunnelled = wanted === 'websocket' && protocols.some((one) => one.startsWith('SPDY/3.1+'))
  const ports = wanted === 'websocket' && !tunnelled ? portsIn(query) : []
  const connect = front.doors.ports(namespace, pod)
  if ('error' in connect) throw new UpgradeRefused(500, connect.error)
  if (tunnelled) overTunnel(front, upgrade, connect)
  else if (wanted === 'websocket') {
    overChannels(front, upgrade, agreed(protocols, CHANNEL_PROTOCOLS), ports, connect)
  } else openSpdy(upgrade, handshake(upgrade, [PROTOCOL]), new Pairs(front, connect))
}

function overTunnel(front: WireFront, upgrade: Upgrade, connect: Connect): void {
  if (!upgrade.protocols.includes(TUNNEL))
    throw new UpgradeRefused(400, 'unable to upgrade: no tunneling spdy protocols provided\n')
  openWebSocket(upgrade, TUNNEL, (client) => {
    const { createWebSocketStream } = createRequire(import.meta.url)('ws') as typeof import('ws')
    speakSpdy(createWebSocketStream(client), new Pairs(front, connect))
  })
}

/** The ports of the query. */
function portsIn(query: URLSearchParams): number[] {
  const given = query.getAll('ports')
  if (given.length === 0) throw new UpgradeRefused(400, 'query parameter "port" is required')
  return given.map((text) => {
    const port = Number(text)
    if (!Number.isInteger(port) || port > MAX_PORT || port < 0) {
      const why = Number.isInteger(port) ? 'value out of range' : 'invalid syntax'
      const what = `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`
      throw new UpgradeRefused(400, `unable to parse ${JSON.stringify(given.join(','))} as a port: ${what}`)
    }
    if (port === 0) throw new UpgradeRefused(400, `port ${JSON.stringify(given.join(','))} must be > 0`)
    return port
  })
}

/** Opens one connection; gives undefined where its error has been told. */
function converse(
  front: WireFront,
  connect: Connect,
  port: number,
  events: ConversationEvents & { error(text: string): void },
) {
  const close = (notSimulated?: string): void => {
    if (notSimulated !== undefined) events.error(`NotSimulated: port ${port}: ${notSimulated}`)
    events.close()
  }
  const found = front.act(() => connect(port, { send: (bytes) => events.send(bytes), close }))
  if (!('error' in found)) return found
  events.error(found.error)
  events.close()
  return undefined
}

/** Pairs of streams, data and error, by the number of their request. */
class Pairs implements ConnectionEvents {
  readonly #front: WireFront
  readonly #connect: Connect
  readonly #waiting = new Map<string, SpdyStream>()
  readonly #open = new Set<() => void>()

  constructor(front: WireFront, connect: Connect) {
    this.#front = front
    this.#connect = connect
  }

  stream(stream: SpdyStream): boolean {
    const { headers, id } = stream
    const port = Number(headers.get('port'))
    const type = headers.get('streamtype')
    if (!Number.isInteger(port) || port < 1 || port > MAX_PORT || (type !== 'data' && type !== 'error')) return false
    // Old clients name no request: their pairs have neighbouring numbers.
    const request = headers.get('requestid') ?? String(type === 'error' ? id : id - 2)
    const other = this.#waiting.get(request)
    if (other === undefined || other.headers.get('streamtype') === type) this.#waiting.set(request, stream)
    else {
      this.#waiting.delete(request)
      const [data, error] = type === 'data' ? [stream, other] : [other, stream]
      this.#forward(port, data, error)
    }
    return true
  }

  closed(): void {
    for (const drop of [...this.#open]) drop()
  }

  #forward(port: number, data: SpdyStream, error: SpdyStream): void {
    error.listen({ data() {}, end() {} })
    let failed = false
    let drop = (): void => {}
    const talk = converse(this.#front, this.#connect, port, {
      send: (bytes) => data.write(bytes),
      error: (text) => {
        failed = true
        error.write(Buffer.from(text))
      },
      close: () => {
        error.end()
        data.end()
        // After an error the data is given up, so that the client opens a new pair.
        if (failed) data.reset()
        this.#open.delete(drop)
      },
    })
    if (talk === undefined) return
    drop = () => this.#front.act(() => talk.drop())
    this.#open.add(drop)
    data.listen({
      data: (bytes) => this.#front.act(() => talk.receive(bytes)),
      end: () => this.#front.act(() => talk.end()),
    })
  }
}

function overChannels(
  front: WireFront,
  upgrade: Upgrade,
  protocol: string,
  ports: readonly number[],
  connect: Connect,
): void {
  openChannels(upgrade, protocol, ({ send, close }): ChannelEvents => {
    let left = ports.length
    const over = (): void => {
      if (--left === 0) close()
    }
    for (const [i, port] of ports.entries()) {
      const number = Buffer.alloc(2)
      number.writeUInt16LE(port)
      send(2 * i, number)
      send(2 * i + 1, number)
    }
    const talks = ports.map((port, i) =>
      converse(front, connect, port, {
        send: (bytes) => send(2 * i, bytes),
        error: (text) => send(2 * i + 1, Buffer.from(text)),
        close: over,
      }),
    )
    const each = (act: (talk: NonNullable<(typeof talks)[number]>) => void) => (channel: number) => {
      const talk = channel % 2 === 0 ? talks[channel / 2] : undefined
      if (talk !== undefined) front.act(() => act(talk))
    }
    return {
      data: (channel, bytes) => each((talk) => talk.receive(bytes))(channel),
      end: each((talk) => talk.end()),
      closed: () => {
        for (const talk of talks) if (talk !== undefined) front.act(() => talk.drop())
      },
    }
  })
}
