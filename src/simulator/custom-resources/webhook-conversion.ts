// Conversion of custom resources by a webhook: what it is sent, and what is wrong with its answer.
// Upstream: apiextensions-apiserver/pkg/apiserver/conversion/webhook_converter.go.
import type { WebhookConversion } from '../../generated/api/apiextensions.v1.ts'
import { isJsonObject, type JsonObject } from '../../model/json.ts'
import { quote } from '../../model/quote.ts'
import { FieldErrors } from '../api/status/field-errors.ts'
import { Path } from '../api/status/path.ts'
import { aggregate, StatusError } from '../api/status/status-error.ts'
import type { KubeObject, Random } from '../api/types.ts'
import { validateAnnotations, validateLabels } from '../kinds/lib/validation/labels.ts'
import { post, type WebhookCluster } from '../webhooks/client.ts'
import type { Review } from '../webhooks/contract.ts'

/** What conversions need of their cluster. */
export interface ConversionCluster extends WebhookCluster {
  readonly random: Random
}

/** Upstream: the client's own limit. */
const TIMEOUT_SECONDS = 30
const GROUP = 'apiextensions.k8s.io'

/** Makes of an object what it is in another version; refuses with what went wrong. */
export function convertByWebhook(
  { clientConfig = {}, conversionReviewVersions }: WebhookConversion,
  object: KubeObject,
  apiVersion: string,
  cluster: ConversionCluster,
): KubeObject {
  const failed = (why: string): StatusError =>
    new StatusError(500, '', `conversion webhook for ${object.apiVersion}, Kind=${object.kind} ${why}`)
  const version = conversionReviewVersions?.find((one) => one === 'v1' || one === 'v1beta1')
  if (version === undefined) throw new StatusError(500, '', 'no supported conversion review versions')
  const uid = cluster.random.uuid()
  const review: Review = {
    apiVersion: `${GROUP}/${version}`,
    kind: 'ConversionReview',
    request: { uid, desiredAPIVersion: apiVersion, objects: [object] },
  }
  const answer = post(clientConfig, review, { seconds: TIMEOUT_SECONDS, limit: 'client' }, cluster)
  if ('error' in answer) throw failed(`failed: ${answer.error}`)
  const objects = convertedIn(answer, review.apiVersion, uid)
  if (typeof objects === 'string') throw failed(`failed: ${objects}`)
  if (objects.length !== 1) throw failed(`returned ${objects.length} objects, expected 1`)
  const [converted] = objects
  return accepted(object, converted as unknown as JsonObject, apiVersion, failed)
}

/** getConvertedObjectsFromResponse: the objects, or why there are none. */
function convertedIn({ apiVersion, kind, response }: Review, wanted: string, uid: string): readonly unknown[] | string {
  const strict = wanted === `${GROUP}/v1`
  if (strict && (apiVersion !== wanted || kind !== 'ConversionReview'))
    return `expected webhook response of ${wanted}, Kind=ConversionReview, got ${apiVersion}, Kind=${kind}`
  if (response === undefined) return 'no response provided'
  if (strict && response['uid'] !== uid)
    return `expected response.uid=${quote(uid)}, got ${quote(String(response['uid'] ?? ''))}`
  const result = isJsonObject(response['result']) ? response['result'] : {}
  const { status = '', message } = result
  if (status !== 'Success') {
    return typeof message === 'string' && message !== ''
      ? message
      : `response.result.status was '${String(status)}', not 'Success'`
  }
  return Array.isArray(response['convertedObjects']) ? (response['convertedObjects'] as readonly unknown[]) : []
}

type Failed = (why: string) => StatusError

/** Judges a converted object; all metadata but labels and annotations stays as it was. */
function accepted(original: KubeObject, converted: JsonObject, apiVersion: string, failed: Failed): KubeObject {
  const { apiVersion: got = '', kind = '' } = converted
  if (got !== apiVersion)
    throw failed(
      `returned invalid object at index 0: invalid groupVersion (expected ${apiVersion}, received ${String(got)})`,
    )
  if (kind !== original.kind)
    throw failed(
      `returned invalid object at index 0: invalid kind (expected ${original.kind}, received ${String(kind)})`,
    )
  const { metadata } = converted
  const own = isJsonObject(metadata) ? metadata : {}
  for (const [field, name] of IDENTITY) {
    const [was, is] = [String(original.metadata[field] ?? ''), String(own[field] ?? '')]
    if (was !== is) throw failed(`returned invalid object: must have the same ${name}: ${was} != ${is}`)
  }
  const wrong = (why: string): StatusError => failed(`returned invalid metadata: ${why}`)
  if (metadata === undefined) throw wrong('missing metadata in converted object')
  return { ...converted, metadata: metadataOf(original, own, wrong) } as unknown as KubeObject
}

const IDENTITY = [
  ['name', 'name'],
  ['namespace', 'namespace'],
  ['uid', 'UID'],
] as const

/** The original's metadata with the labels and annotations of the converted object. */
function metadataOf(original: KubeObject, converted: JsonObject, wrong: Failed): KubeObject['metadata'] {
  const metadata = { ...original.metadata }
  for (const field of ['labels', 'annotations'] as const) {
    const value = converted[field]
    if (value === undefined || value === null) {
      delete metadata[field]
      continue
    }
    if (!isJsonObject(value)) throw wrong(`invalid metadata.${field} of type ${goType(value)} in converted object`)
    for (const [key, text] of Object.entries(value)) {
      if (typeof text !== 'string')
        throw wrong(`metadata.${field}[${key}] must be a string, but is ${goType(text)} in converted object`)
    }
    const errors = new FieldErrors()
    if (field === 'labels') validateLabels(value as Record<string, string>, Path.of('metadata', 'labels'), errors)
    else validateAnnotations(value as Record<string, string>, Path.of('metadata', 'annotation'), errors)
    if (errors.length > 0) throw wrong(aggregate(errors.list))
    metadata[field] = value as Record<string, string>
  }
  return metadata
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  if (typeof value === 'boolean') return 'bool'
  return value === null ? '<nil>' : typeof value === 'object' ? 'map[string]interface {}' : 'string'
}
