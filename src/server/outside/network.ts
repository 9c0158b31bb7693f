// The way out of a served cluster: calls of webhooks over HTTPS, in real time. Each request of the cluster has its time, which all its
// calls share. Upstream: client-go/rest/request.go; requestTimeoutUpperBound in apiserver/pkg/endpoints/handlers/rest.go.
// Limits: redirects are not followed; proxies of the environment are not used.
import type http from 'node:http'
import https from 'node:https'
import { type Errand, type Network, type OutsideAnswer, type OutsideCall, settingsOf } from '../../simulator/compose.ts'
import type { WireForward } from '../front.ts'
import type { ClientSettings } from './client-settings.ts'
import { goText } from './go-errors.ts'
import { agentTo, type Destination } from './https-agent.ts'

/** How long a request may take at most. */
const REQUEST_MS = 34_000
/** Servers that say when to come again are asked again so often. */
const MAX_RETRIES = 10
const USER_AGENT = 'kube-apiserver-admission'
/** Webhooks that judge are asked again where that may help. Upstream: DefaultShouldRetry in apiserver/pkg/util/webhook/webhook.go. */
const BACKOFF_MS = 500
const BACKOFF_FACTOR = 1.5
const BACKOFF_STEPS = 5
const PASSING: ReadonlySet<number> = new Set([429, 500, 501, 502, 504])
const RESET = 'connection reset by peer'

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

/** How long a request's calls may go on. */
class Limits {
  readonly deadline: number
  readonly #cancelled = new Set<() => void>()
  #gone = false

  constructor(deadline: number) {
    this.deadline = deadline
  }

  get isOver(): boolean {
    return this.#gone || Date.now() >= this.deadline
  }

  cancel(): void {
    this.#gone = true
    for (const each of [...this.#cancelled]) each()
  }

  /** Runs when nobody wants the answer any more; returns how to forget that. */
  onCancel(run: () => void): () => void {
    this.#cancelled.add(run)
    return () => this.#cancelled.delete(run)
  }
}

/** A response with what only the client looks at. */
interface Received {
  readonly answer: OutsideAnswer
  readonly retryAfter?: number
}

/** Calls over HTTPS. */
export class HttpsNetwork implements Network {
  readonly #settings: ReadonlyMap<string, ClientSettings>
  readonly #agents = new Map<string, https.Agent>()

  /** `settings`: of those who are called by a kubeconfig. */
  constructor(settings: ReadonlyMap<string, ClientSettings> = new Map()) {
    this.#settings = settings
  }

  errand(milliseconds = REQUEST_MS): Errand {
    const limits = new Limits(Date.now() + Math.min(milliseconds, REQUEST_MS))
    return {
      ask: (call) => this.#ask(call, limits),
      cancel: () => limits.cancel(),
      get isOver() {
        return limits.isOver
      },
    }
  }

  /** No connection is kept. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy()
    this.#agents.clear()
  }

  #ask(call: OutsideCall, limits: Limits): Promise<OutsideAnswer> {
    return call.retries === true ? this.#askAgain(call, limits) : this.#askOnce(call, limits)
  }

  async #askOnce(call: OutsideCall, limits: Limits): Promise<OutsideAnswer> {
    const own = Date.now() + call.timeoutSeconds * 1000
    const until = call.limit === 'client' ? own : Math.min(own, limits.deadline)
    for (let tries = 0; ; tries++) {
      const { answer, retryAfter } = await this.#send(call, until, limits)
      const wait = retryAfter === undefined ? undefined : retryAfter * 1000
      if (wait === undefined || tries === MAX_RETRIES || Date.now() + wait >= until) return answer
      await sleep(wait)
    }
  }

  /** Each try has its own time. */
  async #askAgain(call: OutsideCall, limits: Limits): Promise<OutsideAnswer> {
    for (let tries = 1, wait = call.backoffMs ?? BACKOFF_MS; ; tries++, wait *= BACKOFF_FACTOR) {
      const answer = await this.#askOnce(call, limits)
      const mayPass = 'error' in answer ? answer.error.includes(RESET) : PASSING.has(answer.code) || answer.code > 504
      if (!mayPass || tries === BACKOFF_STEPS) return answer
      await sleep(wait)
    }
  }

  #send(call: OutsideCall, until: number, limits: Limits): Promise<Received> {
    const url = new URL(call.url)
    const settings = call.settings === undefined ? undefined : this.#settings.get(call.settings)
    const { destination, headers } = reaching(call, url, settings)
    return new Promise((resolve) => {
      const left = until - Date.now()
      const tooLate = call.limit === 'client' ? ` (${CLIENT_TIMEOUT.head})` : ''
      if (left <= 0) {
        resolve({ answer: { error: `context deadline exceeded${tooLate}` } })
        return
      }
      const options = {
        method: call.body === undefined ? 'GET' : 'POST',
        agent: this.agentTo(destination),
        path: url.pathname + url.search,
      }
      const request = https.request({ ...options, headers: { ...headers, host: url.host } }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', (error) => settle({ error: `${READING}${readingText(error, call)}`, asIs: true }))
        response.on('end', () => {
          const body = Buffer.concat(chunks).toString('utf8')
          const { statusCode: code = 0, headers: got } = response
          settle({ code, contentType: got['content-type'] ?? '', body }, retryAfterOf(code, got['retry-after']))
        })
      })
      const timer = setTimeout(() => {
        request.destroy(new Error(DEADLINE))
        settle({ error: `context deadline exceeded${tooLate}` })
      }, left)
      const forget = limits.onCancel(() => {
        request.destroy(new Error(DEADLINE))
        settle({ error: 'context canceled' })
      })
      const settle = (answer: OutsideAnswer, retryAfter?: number): void => {
        clearTimeout(timer)
        forget()
        resolve({ answer, ...(retryAfter === undefined ? {} : { retryAfter }) })
      }
      request.on('error', (error) => {
        // A connection that was kept may have ended meanwhile: nobody has seen the request.
        if (request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET') {
          void this.#send(call, until, limits).then(({ answer, retryAfter }) => settle(answer, retryAfter))
        } else settle({ error: goText(error, destination.named) })
      })
      request.end(call.body)
    })
  }

  /** Where another API server is, to whom we show that we come from this one. */
  destinationOf({ dial, named, serverName, caBundle, insecure }: WireForward): Destination {
    const { cert, key } = this.#settings.get(settingsOf.frontProxy) ?? {}
    return { ...dial, named, serverName, ca: authorities(caBundle), cert, key, insecure }
  }

  /** Connections to a place. */
  agentTo(destination: Destination): https.Agent {
    const key = JSON.stringify(destination)
    const known = this.#agents.get(key)
    if (known !== undefined) return known
    const agent = agentTo(destination)
    this.#agents.set(key, agent)
    return agent
  }
}

const DEADLINE = 'deadline'
const CLIENT_TIMEOUT = {
  head: 'Client.Timeout exceeded while awaiting headers',
  body: 'Client.Timeout or context cancellation while reading body',
}
const READING = 'unexpected error when reading response body. Please retry. Original error: '

function readingText(error: Error, { limit }: OutsideCall): string {
  if (error.message !== DEADLINE) return error.message === 'aborted' ? 'unexpected EOF' : goText(error)
  return limit === 'client' ? `context deadline exceeded (${CLIENT_TIMEOUT.body})` : 'context deadline exceeded'
}

/** Where a call goes, and with which headers. */
function reaching(
  { dial, named, serverName, caBundle, body, insecure: trusts, headers: own }: OutsideCall,
  url: URL,
  settings: ClientSettings | undefined,
): { readonly destination: Destination; readonly headers: http.OutgoingHttpHeaders } {
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const ca = settings?.ca ?? authorities(caBundle)
  const { cert, key, insecure = trusts, authorization, tlsServerName } = settings ?? {}
  const destination = {
    host: dial?.host ?? hostname,
    port: dial?.port ?? (Number(url.port) || 443),
    serverName: tlsServerName ?? serverName ?? hostname,
    named,
    ca,
    cert,
    key,
    insecure,
  }
  const headers = {
    accept: 'application/json, */*',
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    'user-agent': settings === undefined ? USER_AGENT : 'kube-apiserver',
    ...(authorization === undefined ? {} : { authorization }),
    ...own,
  }
  return { destination, headers }
}

/** PEM; the system's where there are none. */
const authorities = (caBundle: string | undefined): string | undefined =>
  caBundle === undefined ? undefined : Buffer.from(caBundle, 'base64').toString('utf8').trim() || undefined

function retryAfterOf(code: number, header: string | undefined): number | undefined {
  if (header === undefined || !/^\d+$/.test(header)) return undefined
  return code === 429 || code >= 500 ? Number(header) : undefined
}
