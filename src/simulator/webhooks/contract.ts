// What a webhook is to the server: an address that is sent a review and sends one back. Admission and conversion call through
// client.ts; who answers is played by the scenario, or is outside of the cluster. Upstream: apiserver/pkg/util/webhook.

/** A review as a webhook is sent it, and as it answers: AdmissionReview, ConversionReview, ImageReview. */
export interface Review {
  readonly apiVersion: string
  readonly kind: string
  readonly request?: Readonly<Record<string, unknown>>
  readonly response?: Readonly<Record<string, unknown>>
  /** Of an ImageReview: what is asked, and what is said to it. */
  readonly spec?: Readonly<Record<string, unknown>>
  readonly status?: Readonly<Record<string, unknown>>
}

/**
 * Why a webhook did not answer: a text for what went wrong on the way, or the HTTP status that came instead with its body. What is
 * said `asIs` is no matter of the way there, but of what came back.
 */
export class WebhookFailure {
  readonly problem: string | number
  readonly body: string
  readonly asIs: boolean
  constructor(problem: string | number, body = '', asIs = false) {
    this.problem = problem
    this.body = body
    this.asIs = asIs
  }
}

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
  /** PEM in base64. */
  readonly caBundle?: string | undefined
  /** Whose kubeconfig says how the URL is called; a server that fails is then asked again, after so long at first. */
  readonly kubeconfig?: { readonly settings: string; readonly backoffMs: number } | undefined
}

/** How long an answer is waited for; whose limit that is shows in texts. */
export interface Patience {
  readonly seconds: number
  readonly limit: 'client' | 'request'
}

/** Somebody who answers; throws a WebhookFailure when there is no answer in that time. */
export type WebhookBackend = (review: Review, patience: Patience) => Review

/** Finds who answers behind a URL; services have `https://<name>.<namespace>.svc:<port><path>`. */
export type WebhookBackends = (url: string, config: WebhookClientConfig) => WebhookBackend | undefined

/** Under which names the network knows their kubeconfigs. */
export const settingsOf = {
  tokens: 'tokens',
  images: 'images',
  access: (name: string): string => `access ${name}`,
  /** Who we are to API servers outside. */
  frontProxy: 'front proxy',
} as const
