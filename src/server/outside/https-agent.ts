// Connections to servers outside, judged as Go judges them: the authorities that were named and no others, the name the caller wants.
import https from 'node:https'
import tls from 'node:tls'
import { certificateProblem, GoError, goText } from './go-errors.ts'

/** How a server is reached and trusted, and how the client shows who it is. */
export interface Destination {
  readonly host: string
  readonly port: number
  /** The name its certificate must be for. */
  readonly serverName: string
  /** The address as errors tell of it. */
  readonly named?: string | undefined
  /** Authorities in PEM; the system's where there are none. */
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
  /** Whoever answers is trusted. */
  readonly insecure?: boolean | undefined
}

const KEPT_MS = 90_000
/** What is more at once waits for a connection. */
const MAX_CONNECTIONS = 64

/** An agent whose connections all go to one place. */
export function agentTo(destination: Destination): https.Agent {
  const agent = new https.Agent({ keepAlive: true, timeout: KEPT_MS, maxSockets: MAX_CONNECTIONS })
  const connect = (_options: unknown, done: (error: Error | null, socket?: tls.TLSSocket) => void): undefined => {
    const { host, port, serverName, named, ca, cert, key, insecure } = destination
    const socket = tls.connect({
      host,
      port,
      rejectUnauthorized: false,
      // An address is no name to ask for.
      ...(/^[\d.]+$|:/.test(serverName) ? {} : { servername: serverName }),
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert, key }),
      ALPNProtocols: ['http/1.1'],
    })
    const failed = (error: unknown): void => done(new GoError(goText(error, named)))
    socket.once('error', failed)
    socket.once('secureConnect', () => {
      socket.off('error', failed)
      const problem = insecure === true ? undefined : certificateProblem(socket, serverName, new Date())
      if (problem === undefined) {
        done(null, socket)
        return
      }
      socket.destroy()
      done(new GoError(problem))
    })
  }
  Object.assign(agent, { createConnection: connect })
  return agent
}
