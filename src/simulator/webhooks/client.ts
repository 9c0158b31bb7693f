// A call of a webhook: where it is, what is sent, and what the client says when nothing comes back.
// Upstream: apiserver/pkg/util/webhook/client.go, client-go/rest/request.go, apimachinery/pkg/api/errors/errors.go.
import { quote } from '../../model/quote.ts'
import type { Lister } from '../api/types.ts'
import { type Review, type WebhookBackends, WebhookFailure } from './contract.ts'

/** Where a webhook is, as configurations have it. */
export interface WebhookClientConfig {
  readonly url?: string | undefined
  readonly service?:
    | {
        readonly namespace: string
        readonly name: string
        readonly path?: string | undefined
        readonly port?: number | undefined
      }
    | undefined
}

/** What a caller needs of its cluster. */
export interface WebhookCluster {
  readonly lister: Lister
  readonly webhooks: WebhookBackends
}

/** The URL a webhook is called at. */
export function urlOf({ service, url = '' }: WebhookClientConfig): string {
  if (service === undefined) return url
  return `https://${service.name}.${service.namespace}.svc:${service.port ?? 443}${service.path ?? ''}`
}

/** Sends a review; answers the review that came back, or what the client says of the failure. */
export function post(
  config: WebhookClientConfig,
  review: Review,
  timeoutSeconds: number,
  cluster: WebhookCluster,
): Review | { readonly error: string } {
  const url = urlOf(config)
  const failed = (why: string): { readonly error: string } => {
    const separator = url.includes('?') ? '&' : '?'
    return { error: `Post ${quote(`${url}${separator}timeout=${timeoutSeconds}s`)}: ${why}` }
  }
  const backend = cluster.webhooks(url)
  if (backend === undefined) return failed(unreachable(config, cluster.lister))
  // A server that calls nobody still looks for the service first.
  const missing = backend.playsNobody === true ? serviceProblem(config, cluster.lister) : undefined
  if (missing !== undefined) return failed(missing)
  try {
    return backend(structuredClone(review), timeoutSeconds)
  } catch (failure) {
    if (!(failure instanceof WebhookFailure)) throw failure
    const { problem, body } = failure
    return typeof problem === 'string' ? failed(problem) : { error: statusText(problem, body) }
  }
}

const TEXTS: ReadonlyMap<number, string> = new Map([
  [400, 'the server rejected our request for an unknown reason'],
  [401, 'the server has asked for the client to provide credentials'],
  [403, ''],
  [404, 'the server could not find the requested resource'],
  [405, 'the server does not allow this method on the requested resource'],
  [406, 'the server was unable to respond with a content type that the client supports'],
  [409, 'the server reported a conflict'],
  [415, ''],
  [422, 'the server rejected our request due to an error in our request'],
  [429, 'the server has received too many requests and has asked us to try again later'],
  [503, 'the server is currently unable to handle the request'],
  [504, 'the server was unable to return a response in the time allotted, but may still be processing the request'],
])

/** NewGenericServerResponse. */
function statusText(code: number, body: string): string {
  const known = TEXTS.get(code)
  if (known !== undefined) return known || body
  if (code >= 500) return `an error on the server (${quote(body)}) has prevented the request from succeeding`
  return `the server responded with the status code ${code} but did not return more information`
}

/** Why nothing answers where nobody plays the webhook. */
function unreachable({ service, url = '' }: WebhookClientConfig, lister: Lister): string {
  if (service === undefined) {
    const host = /^https:\/\/([^/:?#]+)/.exec(url)?.[1] ?? ''
    return `dial tcp: lookup ${host}: no such host`
  }
  const { name, namespace, port = 443 } = service
  const problem = serviceProblem({ service }, lister)
  if (problem !== undefined) return problem
  const found = lister.get('services', namespace, name) as { spec?: { clusterIP?: string } } | undefined
  return `dial tcp ${found?.spec?.clusterIP}:${port}: connect: connection refused`
}

/** Why a service cannot be called; undefined where nothing is wrong with it. */
function serviceProblem({ service }: WebhookClientConfig, lister: Lister): string | undefined {
  if (service === undefined) return undefined
  const { name, namespace, port = 443 } = service
  const found = lister.get('services', namespace, name) as { spec?: { ports?: { port: number }[] | null } } | undefined
  if (found === undefined) return `service ${quote(name)} not found`
  if (!found.spec?.ports?.some((one) => one.port === port)) {
    return `no service port ${port} found for service ${quote(name)}`
  }
  return undefined
}
