// A cluster as a real API: simulator, socket, certificate and kubeconfig put together. What `kabuki serve` runs.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import {
  ADMINISTRATOR,
  issuerOfFlags,
  Simulator,
  type SimulatorOptions,
  settingsOf,
  type UserInfo,
} from '../simulator/compose.ts'
import { authenticator, parseTokenFile } from './authenticate.ts'
import { makeAuthority, makeCertificate, newKeyText } from './certificate.ts'
import { type Speed, WireFront } from './front.ts'
import { listen } from './http-server.ts'
import { issuerKeys } from './issuers.ts'
import { kubeconfigText } from './kubeconfig.ts'
import type { ClientSettings } from './outside/client-settings.ts'
import { forwarder } from './outside/forward.ts'
import { makeFrontProxy } from './outside/front-proxy.ts'
import { HttpsNetwork } from './outside/network.ts'

export { type ReviewWebhook, settingsOf } from '../simulator/compose.ts'

/** How a cluster is served. */
export interface ServeOptions extends SimulatorOptions {
  readonly host: string
  readonly port: number
  readonly speed: Speed
  /** The administrator's token; a random one unless given. */
  readonly token?: string
  /** A static token file with further users. */
  readonly tokenFile?: string
  /** Requests without credentials are the administrator's own. */
  readonly openToAll?: boolean
  /** Whether there is a metrics server. */
  readonly metricsServer?: boolean
  /** How webhooks that judge tokens and requests are called, by the names of `settingsOf`. */
  readonly webhookClients?: ReadonlyMap<string, ClientSettings>
  /** Where a kubeconfig is written. */
  readonly kubeconfig?: string
}

/** A served cluster. */
export interface Served {
  /** `http://127.0.0.1:8080`; HTTPS on the same port. */
  readonly url: string
  readonly token: string
  close(): Promise<void>
}

/** The issuer that flags speak of, as a configuration has it. */
const issuersOf = ({ oidc }: ServeOptions): unknown => (oidc === undefined ? {} : { jwt: [issuerOfFlags(oidc)] })

const CONFIG_MAPS = {
  method: 'POST',
  path: '/api/v1/namespaces/kube-system/configmaps',
  user: { name: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] },
}

/** Starts serving; resolves when requests are answered. */
export async function serve(options: ServeOptions): Promise<Served> {
  const token = options.token ?? randomBytes(16).toString('hex')
  const users = new Map<string, UserInfo>(
    options.tokenFile === undefined
      ? []
      : parseTokenFile(options.tokenFile, fs.readFileSync(options.tokenFile, 'utf8')),
  )
  users.set(token, ADMINISTRATOR)
  const start = Math.floor(Date.now() / 1000) * 1000
  const authority = makeAuthority(start)
  const certificate = makeCertificate(authority, options.host, start)
  const issuers = await issuerKeys(options.authentication ?? issuersOf(options), (why) =>
    process.stderr.write(`kabuki serve: ${why}\n`),
  )
  // What everybody can be is trusted in a scenario, and never by a server.
  const secrets = { tokenKey: newKeyText(), authority }
  // Nobody comes in without credentials unless it is said so; where a configuration says it, that holds.
  const { anonymous } = (options.authentication ?? {}) as { readonly anonymous?: unknown }
  const frontProxy = makeFrontProxy([authority.certificate, options.clientCa ?? ''].join(''), start)
  const network = new HttpsNetwork(new Map(options.webhookClients).set(settingsOf.frontProxy, frontProxy.settings))
  const defaults = { start, network, ...(anonymous === undefined ? { anonymous: false } : {}) }
  const simulator = new Simulator({ ...defaults, ...options, ...secrets, tokens: users, issuers })
  if (options.metricsServer === true) simulator.setMetric({ is: 'server' })
  simulator.server.handle({ ...CONFIG_MAPS, body: frontProxy.configMap })
  const front = new WireFront(simulator, options.speed)
  const authenticate = authenticator(simulator, options.openToAll === true ? ADMINISTRATOR : undefined)
  const door = { host: options.host, port: options.port, tls: certificate, authenticate, forward: forwarder(network) }
  const server = await listen(front, door)
  const address = `${options.host.includes(':') ? `[${options.host}]` : options.host}:${server.port}`
  simulator.server.address = address
  if (options.kubeconfig !== undefined) {
    const part = `${options.kubeconfig}.${process.pid}.tmp`
    fs.writeFileSync(
      part,
      kubeconfigText({ server: `https://${address}`, certificate: authority.certificate, token }),
      {
        mode: 0o600,
      },
    )
    fs.renameSync(part, options.kubeconfig)
  }
  const close = async (): Promise<void> => {
    front.close()
    network.close()
    await server.close()
  }
  return { url: `http://${address}`, token, close }
}
