// ImagePolicyWebhook: a webhook is asked whether the images of a pod may run; what it says is remembered for a while.
// Upstream: plugin/pkg/admission/imagepolicy. Limit: a played server that fails is asked again as often as there, but at once.
import type { Pod } from '../../generated/api/core.v1.ts'
import { formatDuration } from '../../model/duration.ts'
import type { JsonObject } from '../../model/json.ts'
import { sortedMap } from '../../model/sorted-map.ts'
import type { Lister } from '../api/types.ts'
import { post } from '../webhooks/client.ts'
import { settingsOf, type WebhookClientConfig } from '../webhooks/contract.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'

const NAME = 'ImagePolicyWebhook'
const AUDIT = 'imagepolicywebhook.image-policy.k8s.io/'
const FAILED_OPEN = 'alpha.image-policy.k8s.io/failed-open'
const OWN_ANNOTATION = '.image-policy.k8s.io/'
const CACHE_SIZE = 1024
const ATTEMPTS = 5
const WORTH_ASKING_AGAIN: ReadonlySet<number> = new Set([429, 500, 504])
/** The time a call has. */
const PATIENCE = { seconds: 30, limit: 'client' } as const

/** A setting with the sort of number it is, its bounds and its default, in milliseconds; -1 turns it off. */
interface Setting {
  readonly unit: number
  readonly least: number
  readonly most: number
  readonly usual: number
}

const NANOSECOND = 1e-6
const SECOND = 1000
const MINUTE = 60 * SECOND
const SETTINGS: Readonly<Record<'retryBackoff' | 'allowTTL' | 'denyTTL', Setting>> = {
  retryBackoff: { unit: 1, least: NANOSECOND, most: 5 * MINUTE, usual: 500 },
  allowTTL: { unit: SECOND, least: SECOND, most: 30 * MINUTE, usual: 5 * MINUTE },
  denyTTL: { unit: SECOND, least: SECOND, most: 30 * MINUTE, usual: 30 * SECOND },
}

/** The imagePolicy of its configuration, and the server its kubeconfig speaks of. */
interface Configuration {
  readonly imagePolicy?: {
    readonly kubeConfigFile?: string
    readonly allowTTL?: number
    readonly denyTTL?: number
    readonly retryBackoff?: number
    readonly defaultAllow?: boolean
  }
  readonly server?: string
}

/** The ImagePolicyWebhook plugin. */
export const plugin: AdmissionPlugin = {
  name: NAME,
  judgeConfiguration(configuration) {
    if (configuration === undefined) return 'no config specified'
    const { imagePolicy = {}, server } = configuration as Configuration
    for (const [name, { unit, least, most }] of Object.entries(SETTINGS)) {
      const given = imagePolicy[name as keyof typeof SETTINGS] ?? 0
      const value = given * unit
      if (given === 0 || given === -1 || (value >= least && value <= most)) continue
      return `valid value is between ${goTime(least)} and ${goTime(most)}, got ${goTime(value)}`
    }
    const { kubeConfigFile: file = '' } = imagePolicy
    if (server !== undefined) return undefined
    return file === ''
      ? 'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable'
      : `stat ${file}: no such file or directory`
  },
  handles: ({ operation, resource, subresource }) =>
    (operation === 'CREATE' || operation === 'UPDATE') &&
    resource.key === 'pods' &&
    (subresource === '' || subresource === 'ephemeralcontainers'),
  validate(attributes, context) {
    const configuration = context.configuration(NAME) as Configuration
    const spec = specOf(attributes)
    const status = statusOf(spec, configuration, context)
    if (typeof status === 'string') {
      failOpen(status, configuration, attributes, context)
      return
    }
    for (const [key, value] of Object.entries(status.auditAnnotations ?? {})) context.annotate(AUDIT + key, value)
    if (status.allowed === true) return
    const why = status.reason
      ? `image policy webhook backend denied one or more images: ${status.reason}`
      : 'one or more images rejected by webhook backend'
    throw refuse(attributes, why)
  },
}

const goTime = (milliseconds: number): string => formatDuration(milliseconds)

/** What is asked: the images, the annotations meant for it, the namespace. */
function specOf({ object, subresource, namespace }: AdmissionAttributes): JsonObject {
  const { metadata, spec } = object as Pod
  const all =
    subresource === '' ? [...(spec.containers ?? []), ...(spec.initContainers ?? [])] : (spec.ephemeralContainers ?? [])
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) => key.includes(OWN_ANNOTATION))
  return {
    containers: all.map(({ image }) => (image ? { image } : {})),
    ...(annotations.length === 0 ? {} : { annotations: sortedMap(Object.fromEntries(annotations)) }),
    ...(namespace === '' ? {} : { namespace }),
  }
}

/** ImageReviewStatus. */
interface Status {
  readonly allowed?: boolean
  readonly reason?: string
  readonly auditAnnotations?: Readonly<Record<string, string>>
}

const remembered = new WeakMap<Lister, Map<string, { readonly status: Status; readonly until: number }>>()

/** What the webhook says, or said not long ago; a text is why it says nothing. */
function statusOf(
  spec: JsonObject,
  { imagePolicy = {}, server = '' }: Configuration,
  context: AdmissionContext,
): Status | string {
  const { lister, now } = context
  let cache = remembered.get(lister)
  if (cache === undefined) {
    cache = new Map()
    remembered.set(lister, cache)
  }
  const key = JSON.stringify(spec)
  const known = cache.get(key)
  if (known !== undefined && now <= known.until) return known.status
  const { retryBackoff = 0 } = imagePolicy
  const kubeconfig = { settings: settingsOf.images, backoffMs: lasting(retryBackoff, SETTINGS.retryBackoff) }
  const status = ask({ url: server, kubeconfig }, spec, context)
  if (typeof status === 'string') return status
  const setting = status.allowed === true ? 'allowTTL' : 'denyTTL'
  const lasts = lasting(imagePolicy[setting] ?? 0, SETTINGS[setting])
  cache.delete(key)
  if (lasts > 0) {
    if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value!)
    cache.set(key, { status, until: now + lasts })
  }
  return status
}

const lasting = (given: number, { unit, usual }: Setting): number =>
  given === -1 ? 0 : given === 0 ? usual : given * unit

function ask(config: WebhookClientConfig, spec: JsonObject, context: AdmissionContext): Status | string {
  const review = {
    kind: 'ImageReview',
    apiVersion: 'imagepolicy.k8s.io/v1alpha1',
    metadata: {},
    spec,
    status: { allowed: false },
  }
  for (let left = ATTEMPTS; ; left--) {
    const answer = post(config, review, PATIENCE, context)
    if (!('error' in answer)) return (answer.status ?? {}) as Status
    if (left === 1 || !WORTH_ASKING_AGAIN.has(answer.code ?? 0)) return answer.error
  }
}

/** Nothing was said: the pod may run and says so, or may not. */
function failOpen(
  failure: string,
  { imagePolicy = {} }: Configuration,
  attributes: AdmissionAttributes,
  context: AdmissionContext,
): void {
  if (imagePolicy.defaultAllow !== true) throw refuse(attributes, failure)
  context.annotate(`${AUDIT}failed-open`, 'true')
  const { metadata } = attributes.object!
  metadata.annotations = sortedMap({ ...metadata.annotations, [FAILED_OPEN]: 'true' })
}
