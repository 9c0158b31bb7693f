// The simulated API server behind a socket: HTTP and HTTPS on one port (told apart by their first byte) and a clean stop.
// It knows sockets; what becomes of a request is the exchange's.
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import type { Authenticator } from './authenticate.ts'
import { Exchange } from './exchange.ts'
import type { WireFront } from './front.ts'
import type { Forwarder } from './outside/forward.ts'
import { serveUpgrades } from './streams/serve-upgrades.ts'

/** How the door is opened. */
export interface HttpServerOptions {
  readonly host: string
  readonly port: number
  /** The certificate for clients that speak HTTPS. */
  readonly tls: { readonly key: string; readonly cert: string }
  readonly authenticate: Authenticator
  readonly forward: Forwarder
}

/** The first byte of a TLS handshake. */
const TLS_HANDSHAKE = 0x16
/** Connections nobody uses are kept this long, as Go's idle timeout. */
const IDLE_MS = 180_000
/** Answers under way get this long when the server stops. */
const GRACE_MS = 1000

/** A listening server. */
export interface ListeningServer {
  readonly host: string
  readonly port: number
  /** Ends streams and refuses new connections; resolves when all are gone. */
  close(): Promise<void>
}

/** Listens; resolves when ready, rejects when the port cannot be had. */
export function listen(front: WireFront, options: HttpServerOptions): Promise<ListeningServer> {
  const exchange = new Exchange(front, options.authenticate, options.forward)
  const handler: http.RequestListener = (request, response) => exchange.serve(request, response)
  const plain = http.createServer(handler)
  const secure = https.createServer({ ...options.tls, requestCert: true, rejectUnauthorized: false }, handler)
  const upgrade = serveUpgrades(front, options.authenticate)
  for (const server of [plain, secure]) {
    server.keepAliveTimeout = IDLE_MS
    server.on('clientError', refuseMalformed)
    server.on('upgrade', upgrade)
  }
  const sockets = new Set<net.Socket>()
  const door = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.once('data', (first) => {
      socket.pause()
      socket.unshift(first)
      ;(first[0] === TLS_HANDSHAKE ? secure : plain).emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  })
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((done) => {
      door.close(() => done())
    })
    await exchange.finish(GRACE_MS)
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return new Promise((resolve, reject) => {
    door.once('error', reject)
    door.listen(options.port, options.host, () => {
      const { port } = door.address() as AddressInfo
      resolve({ host: options.host, port, close })
    })
  })
}

/** What is no HTTP is answered as Go's server does, and the connection ends. */
function refuseMalformed(
  error: NodeJS.ErrnoException,
  socket: { writable?: boolean; end(text: string): unknown },
): void {
  if (error.code === 'ECONNRESET' || socket.writable !== true) return
  const [code, text] =
    error.code === 'HPE_HEADER_OVERFLOW' ? [431, 'Request Header Fields Too Large'] : [400, 'Bad Request']
  const head = `HTTP/1.1 ${code} ${text}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n`
  socket.end(`${head}${code} ${text}`)
}
