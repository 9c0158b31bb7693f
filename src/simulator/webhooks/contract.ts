// What a webhook is to the server: an address that is sent a review and sends one back. Admission and conversion call through
// client.ts; who answers is played by the scenario. Upstream: apiserver/pkg/util/webhook.

/** A review as a webhook is sent it, and as it answers: AdmissionReview, ConversionReview. */
export interface Review {
  readonly apiVersion: string
  readonly kind: string
  readonly request?: Readonly<Record<string, unknown>>
  readonly response?: Readonly<Record<string, unknown>>
}

/** Why a webhook did not answer: a text for what went wrong on the way, or the HTTP status that came instead with its body. */
export class WebhookFailure {
  readonly problem: string | number
  readonly body: string
  constructor(problem: string | number, body = '') {
    this.problem = problem
    this.body = body
  }
}

/** Somebody who answers within the scenario; throws a WebhookFailure when there is no answer in that time. */
export interface WebhookBackend {
  (review: Review, timeoutSeconds: number): Review
  /** It only says that nobody is called. */
  playsNobody?: boolean
}

/** Finds the backend behind a URL; services have `https://<name>.<namespace>.svc:<port><path>`. */
export type WebhookBackends = (url: string) => WebhookBackend | undefined
