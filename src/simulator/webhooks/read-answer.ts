// A response that came over the network as what it means: a review, or what the client says of it.
// Upstream: client-go/rest/request.go (Result.Into, Result.Error), runtime/serializer/json/json.go, apimachinery/pkg/conversion/converter.go.
import { isJsonObject, type JsonObject } from '../../model/json.ts'
import { quote } from '../../model/quote.ts'
import { readHead } from '../api/codec/decode-body.ts'
import { parseBody } from '../api/codec/text.ts'
import { UnreadableBody } from '../api/codec/unreadable-body.ts'
import { WebhookFailure } from './contract.ts'

/** What a web server sent. */
export interface HttpAnswer {
  readonly code: number
  readonly contentType: string
  readonly body: string
}

/** What a client wants to read: kinds of one group, in versions its scheme knows. */
export interface Wanted {
  readonly apiVersion: string
  readonly kind: string
  /** All the scheme knows of the kind, the wanted one too. */
  readonly versions: readonly string[]
  /** Upstream's name for the scheme. */
  readonly scheme: string
}

const MAX_SHOWN = 2048

/** The object in a response; throws a WebhookFailure where there is none. */
export function readAnswer({ code, contentType, body }: HttpAnswer, wanted: Wanted): JsonObject {
  if (code < 200 || code > 206) {
    const status = statusIn(body)
    if (status !== undefined) throw new WebhookFailure(status, '', true)
    throw new WebhookFailure(code, isText(contentType) ? body.slice(0, MAX_SHOWN).trim() : 'unknown')
  }
  const failed = (why: string): WebhookFailure => new WebhookFailure(why, '', true)
  if (body === '') throw failed(`0-length response with status code: ${code} and content type: ${contentType}`)
  const value = bodyValue(body)
  const head = readHead(value)
  if ('error' in head) throw failed(head.error)
  const apiVersion = head.apiVersion || wanted.apiVersion
  const kind = head.kind || wanted.kind
  const known = kind === 'Status' ? apiVersion === 'v1' : kind === wanted.kind && wanted.versions.includes(apiVersion)
  if (!known) {
    throw failed(
      `no kind ${quote(kind)} is registered for version ${quote(apiVersion)} in scheme ${quote(wanted.scheme)}`,
    )
  }
  if (apiVersion !== wanted.apiVersion || kind !== wanted.kind) {
    const [from, to] = [goType(apiVersion, kind), goType(wanted.apiVersion, wanted.kind)]
    throw failed(`converting (${from}) to (${to}): unknown conversion`)
  }
  return { ...(value as JsonObject), ...head }
}

const goType = (apiVersion: string, kind: string): string => `${apiVersion.slice(apiVersion.indexOf('/') + 1)}.${kind}`

/** What does not begin as JSON is taken for YAML. */
const bodyValue = (body: string): unknown =>
  parseBody(body, body.trimStart().startsWith('{') ? 'application/json' : 'application/yaml').value

/** The message of a Status that failed. */
function statusIn(body: string): string | undefined {
  const value = body === '' ? undefined : bodyValue(body)
  if (value instanceof UnreadableBody || !isJsonObject(value)) return undefined
  const { kind, apiVersion = 'v1', status, message } = value
  return kind === 'Status' && apiVersion === 'v1' && status === 'Failure' && typeof message === 'string'
    ? message
    : undefined
}

const isText = (contentType: string): boolean => contentType === '' || contentType.trim().startsWith('text/')
