// exec and attach: the streams of a process as channels of a WebSocket or streams of SPDY, and how it ended as a Status.
// v5 is translated by the kubelet (it opens first and reports errors on the error channel), older protocols are the runtime's own.
// Upstream: cri-streaming/pkg/streaming/remotecommand, apiserver/pkg/util/proxy/{streamtranslator,websocket}.go.
import { StringDecoder } from 'node:string_decoder'
import type { DoorError, PodConnection, Session, SessionEnd, SessionEvents, WireFront } from '../front.ts'
import type { SpdyConnection, SpdyStream } from '../spdy/connection.ts'
import { agreed, openChannels } from './channels.ts'
import { handshake, openSpdy } from './spdy-upgrade.ts'
import { plainStatus, translatedStatus } from './status.ts'
import { type Upgrade, UpgradeRefused } from './upgrade.ts'

const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const
const V5 = 'v5.channel.k8s.io'
const RUNTIME_PROTOCOLS = [
  '',
  'channel.k8s.io',
  'base64.channel.k8s.io',
  'v4.channel.k8s.io',
  'v4.base64.channel.k8s.io',
]
const SPDY_PROTOCOLS = ['v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io']
/** Clients get this long to read the end before the connection is cut. */
const GRACE_MS = 10_000

/** What the client wants to have. */
interface Streams {
  readonly stdin: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  readonly tty: boolean
}

/** What carries the streams to the client. */
interface Carrier {
  output(text: string, stream: 'stdout' | 'stderr'): void
  /** The last word; the connection ends after it. */
  ended(end: SessionEnd): void
}

type Start = (events: SessionEvents) => Session

const flag = (value: string | null): boolean => value !== null && value !== '0' && value.toLowerCase() !== 'false'

/** Connects a client with a process. */
export function openRemoteCommand(front: WireFront, connection: PodConnection, upgrade: Upgrade): void {
  const { door, namespace, pod, container } = connection
  const { query, protocols, wanted } = upgrade
  const asked = (name: string): boolean => flag(query.get(name))
  const ttyAsked = asked('tty')
  const streams: Streams = {
    stdin: asked('stdin'),
    stdout: asked('stdout'),
    stderr: asked('stderr') && !ttyAsked,
    tty: door === 'attach' ? front.doors.hasTerminal(namespace, pod, container) : ttyAsked,
  }
  if (!streams.stdin && !streams.stdout && !streams.stderr)
    throw new UpgradeRefused(400, 'you must specify at least 1 of stdin, stdout, stderr')
  const start = starter(front, connection, streams, query.getAll('command'))
  if ('error' in start) throw new UpgradeRefused(500, start.error)
  if (wanted === 'websocket') {
    const protocol = protocols.includes(V5) ? V5 : agreed(protocols, RUNTIME_PROTOCOLS)
    overChannels(front, upgrade, protocol, streams, start, door)
  } else overSpdy(front, upgrade, streams, start, door)
}

/** How the process is reached; an error of the kubelet's where it is not. */
function starter(
  front: WireFront,
  { door, namespace, pod, container }: PodConnection,
  { stdin, tty }: Streams,
  command: readonly string[],
): Start | DoorError {
  if (door === 'attach') {
    const attach = front.doors.attach(namespace, pod, container)
    return 'error' in attach ? attach : (events) => attach(stdin, events)
  }
  const exec = front.doors.exec(namespace, pod, container, command)
  return 'error' in exec ? exec : (events) => exec({ stdin, tty }, events)
}

/** Bytes to text and back: a session that begins when its carrier is ready. */
class Played {
  readonly #front: WireFront
  readonly #session: Session
  readonly #decoder = new StringDecoder('utf8')
  #over = false

  constructor(front: WireFront, start: Start, streams: Streams, carrier: Carrier) {
    this.#front = front
    const ended = (end: SessionEnd): void => {
      if (this.#over) return
      this.#over = true
      carrier.ended(end)
    }
    const output = (text: string, stream: 'stdout' | 'stderr'): void => {
      if (!this.#over && (stream === 'stdout' ? streams.stdout : streams.stderr)) carrier.output(text, stream)
    }
    this.#session = front.act(() => start({ output, ended }))
  }

  send(bytes: Buffer): void {
    const text = this.#decoder.write(bytes)
    if (!this.#over && text !== '') this.#front.act(() => this.#session.send(text))
  }

  sent(): void {
    if (!this.#over) this.#front.act(() => this.#session.sent())
  }

  leave(): void {
    if (this.#over) return
    this.#over = true
    this.#front.act(() => this.#session.leave())
  }
}

function overChannels(
  front: WireFront,
  upgrade: Upgrade,
  protocol: string,
  streams: Streams,
  start: Start,
  door: PodConnection['door'],
): void {
  const statusOf = protocol === V5 ? translatedStatus : plainStatus
  openChannels(upgrade, protocol, ({ send, close }) => {
    // An empty message tells the client that it is connected.
    send(streams.stdout ? CHANNEL.stdout : streams.stderr ? CHANNEL.stderr : CHANNEL.error, new Uint8Array())
    const played = new Played(front, start, streams, {
      output: (text, stream) => send(CHANNEL[stream], Buffer.from(text)),
      ended: (end) => {
        const status = statusOf(door, end, upgrade.query.getAll('command'))
        if (protocol.startsWith('v')) send(CHANNEL.error, Buffer.from(JSON.stringify(status)))
        else if (status.message !== undefined) send(CHANNEL.error, Buffer.from(status.message))
        close()
      },
    })
    return {
      data: (channel, bytes) => {
        if (channel === CHANNEL.stdin && streams.stdin) played.send(bytes)
      },
      end: (channel) => {
        if (channel === CHANNEL.stdin) played.sent()
      },
      closed: () => played.leave(),
    }
  })
}

function overSpdy(
  front: WireFront,
  upgrade: Upgrade,
  streams: Streams,
  start: Start,
  door: PodConnection['door'],
): void {
  const protocol = handshake(upgrade, SPDY_PROTOCOLS)
  const resizes = protocol !== 'v2.channel.k8s.io' && protocol !== 'channel.k8s.io'
  const tty = flag(upgrade.query.get('tty'))
  const expected = [true, streams.stdin, streams.stdout, streams.stderr, tty && resizes].filter((one) => one).length
  const opened = new Map<string, SpdyStream>()
  let played: Played | undefined
  const connection: SpdyConnection = openSpdy(upgrade, protocol, {
    stream: (stream) => {
      opened.set(stream.headers.get('streamtype') ?? '', stream)
      if (opened.size === expected) {
        const command = upgrade.query.getAll('command')
        played = overStreams(
          front,
          connection,
          opened,
          streams,
          start,
          (end) => plainStatus(door, end, command),
          protocol,
        )
      }
      return true
    },
    closed: () => played?.leave(),
  })
}

function overStreams(
  front: WireFront,
  connection: SpdyConnection,
  opened: ReadonlyMap<string, SpdyStream>,
  streams: Streams,
  start: Start,
  statusOf: (end: SessionEnd) => ReturnType<typeof plainStatus>,
  protocol: string,
): Played {
  const played = new Played(front, start, streams, {
    output: (text, stream) => opened.get(stream)?.write(Buffer.from(text)),
    ended: (end) => {
      const status = statusOf(end)
      const told = protocol === 'v4.channel.k8s.io' ? JSON.stringify(status) : (status.message ?? '')
      opened.get('error')?.write(Buffer.from(told))
      for (const stream of opened.values()) stream.end()
      connection.goAway()
      setTimeout(() => connection.close(), GRACE_MS).unref()
    },
  })
  opened.get('stdin')?.listen({ data: (bytes) => played.send(bytes), end: () => played.sent() })
  for (const type of ['error', 'stdout', 'stderr', 'resize']) opened.get(type)?.listen({ data() {}, end() {} })
  return played
}
