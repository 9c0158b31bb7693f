// Webhooks outside of the cluster, called over the network: by their URL, or by a service behind which is something that is no pod of
// this cluster. Upstream: apiserver/pkg/util/webhook/client.go, apiserver/pkg/admission/plugin/webhook.
import { corruptBase64At } from '../api/codec/base64.ts'
import type { Lister } from '../api/types.ts'
import { timedUrl } from './client.ts'
import type { Review, WebhookBackend, WebhookClientConfig } from './contract.ts'
import { WebhookFailure } from './contract.ts'
import { type HttpAnswer, readAnswer, type Wanted } from './read-answer.ts'
import { type Place, wayOutside } from './route.ts'

/** The way out, as webhooks use it. */
export interface WayOut {
  answer(
    key: string,
    call: () => WebhookCall,
  ): (HttpAnswer | { readonly error: string; readonly asIs?: boolean }) & { readonly to?: string | undefined }
}

/** A review on its way. */
export interface WebhookCall {
  readonly id?: string
  readonly url: string
  readonly dial?: Place
  readonly named?: string
  readonly body: string
  readonly timeoutSeconds: number
  readonly limit: 'client' | 'request'
  readonly caBundle?: string
  readonly serverName?: string
  readonly settings?: string
  readonly retries?: boolean
  readonly backoffMs?: number
}

/** Who answers at a URL outside; undefined where what is meant is a part of this cluster, which answers no webhooks. */
export function outsideWebhook(
  url: string,
  config: WebhookClientConfig,
  way: WayOut,
  lister: Lister,
): WebhookBackend | undefined {
  const there = config.service === undefined ? {} : wayOutside(config.service, lister)
  if (there === undefined) return undefined
  return (review, { seconds, limit }) => {
    const key = `${url} ${keyOf(review)}`
    const uid = review.request?.['uid'] as string | undefined
    const { caBundle, kubeconfig } = config
    const answer = way.answer(key, () => ({
      ...(uid === undefined ? {} : { id: uid }),
      url: timedUrl(url, seconds),
      ...there,
      body: JSON.stringify(review),
      timeoutSeconds: seconds,
      limit,
      ...(caBundle === undefined ? {} : { caBundle }),
      ...(kubeconfig === undefined ? {} : { ...kubeconfig, retries: true }),
    }))
    if ('error' in answer) throw new WebhookFailure(answer.error, '', answer.asIs)
    const read = readAnswer(answer, wantedFor(review)) as unknown as Review
    const corrupt = corruptBase64At(String(read.response?.['patch'] ?? ''))
    if (corrupt >= 0) throw new WebhookFailure(`illegal base64 data at input byte ${corrupt}`, '', true)
    // Asked about the same before: what was answered to that is the answer to this.
    return uid !== undefined && read.response?.['uid'] === answer.to
      ? { ...read, response: { ...read.response, uid } }
      : read
  }
}

const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  AdmissionReview: ['admission.k8s.io/v1', 'admission.k8s.io/v1beta1'],
  ConversionReview: ['apiextensions.k8s.io/v1', 'apiextensions.k8s.io/v1beta1'],
}
const SCHEME = 'k8s.io/apiserver/pkg/util/webhook/client.go:71'
const LEGACY_SCHEME = 'k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30'

const wantedFor = ({ apiVersion, kind }: Review): Wanted => ({
  apiVersion,
  kind,
  versions: VERSIONS[kind] ?? [apiVersion],
  scheme: kind === 'ImageReview' ? LEGACY_SCHEME : SCHEME,
})

/** What a conversion is about; the rest of the metadata stays as it is whatever a webhook says. */
const CONVERTED = ['name', 'namespace', 'uid', 'labels', 'annotations'] as const

/** All of a review by which the answer to it is known again: not its id, nor what conversions have no say in. */
function keyOf({ kind, apiVersion, spec, request = {} }: Review): string {
  if (spec !== undefined) return JSON.stringify([apiVersion, spec])
  const { uid: _uid, ...asked } = request
  if (kind !== 'ConversionReview') return JSON.stringify([apiVersion, asked])
  const { objects = [], ...rest } = asked as { objects?: readonly { metadata?: Record<string, unknown> }[] }
  const told = objects.map(({ metadata = {}, ...object }) => [object, CONVERTED.map((field) => metadata[field])])
  return JSON.stringify([apiVersion, rest, told])
}
