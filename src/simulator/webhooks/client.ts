// A call of a webhook: where it is, what is sent, and what the client says when nothing comes back.
// Upstream: apiserver/pkg/util/webhook/client.go, client-go/rest/request.go, apimachinery/pkg/api/errors/errors.go.
import { quote } from '../../model/quote.ts'
import type { Lister } from '../api/types.ts'
import {
  type Patience,
  type Review,
  type WebhookBackends,
  type WebhookClientConfig,
  WebhookFailure,
} from './contract.ts'
import { routeTo } from './route.ts'

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

/** The URL as it is asked for, with the time there is. */
export const timedUrl = (url: string, seconds: number): string =>
  `${url}${url.includes('?') ? '&' : '?'}timeout=${seconds}s`

/** What the client says of a call that failed; the HTTP status where one came. */
export interface CallError {
  readonly error: string
  readonly code?: number
}

/** Sends a review; answers the review that came back, or what the client says of the failure. */
export function post(
  config: WebhookClientConfig,
  review: Review,
  patience: Patience,
  cluster: WebhookCluster,
): Review | CallError {
  const url = urlOf(config)
  const failed = (why: string): CallError => ({ error: `Post ${quote(timedUrl(url, patience.seconds))}: ${why}` })
  const backend = cluster.webhooks(url, config)
  if (backend === undefined) return failed(unreachable(config, cluster.lister))
  try {
    return backend(structuredClone(review), patience)
  } catch (failure) {
    if (!(failure instanceof WebhookFailure)) throw failure
    const { problem, body, asIs } = failure
    if (typeof problem === 'number') return { error: statusText(problem, body), code: problem }
    return asIs ? { error: problem } : failed(problem)
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
export function statusText(code: number, body: string): string {
  const known = TEXTS.get(code)
  if (code === 406 && body !== '' && body !== 'unknown') return body
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
  const route = routeTo(service, lister)
  if ('problem' in route) return route.problem
  const { host, port } = route.to
  return route.external
    ? `dial tcp: lookup ${host}: no such host`
    : `dial tcp ${host}:${port}: connect: connection refused`
}
