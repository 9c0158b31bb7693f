// The whole way from a request's body to an object of the resource's kind, with the message of every refusal: not readable,
// of another kind or version, not decodable, not strict.
// Upstream: apiserver/pkg/endpoints/handlers/{create,rest}.go (transformDecodeError) and runtime/serializer/json/{json,meta}.go.
import { shareGivenEmpty } from '../../../model/given-empty.ts'
import { isJsonObject, type JsonObject } from '../../../model/json.ts'
import { quote } from '../../../model/quote.ts'
import { isOlderKind, typeOfKind } from '../../data/schema.ts'
import { goNameOfType } from './compile.ts'
import { type DecodeOptions, decode, decodeErrorMessage, strictErrorText } from './decode.ts'
import { kindOf } from './decode-state.ts'
import { UnreadableBody } from './unreadable-body.ts'

/** The kind a resource takes. */
export interface ExpectedKind {
  readonly apiVersion: string
  readonly kind: string
  /** The type of the schema table. */
  readonly type: string
}

/** The object and what to warn of, or the message of a 400 answer. */
export type DecodedBody =
  | { readonly object: JsonObject; readonly warnings: readonly string[]; readonly error?: undefined }
  | { readonly error: string; readonly object?: undefined; readonly warnings?: undefined }

/** Decodes a body as the resource's kind; kind and apiVersion may be missing and are filled in. */
export function decodeBody(body: unknown, expected: ExpectedKind, options: DecodeOptions): DecodedBody {
  const head = readHead(body)
  if ('error' in head) {
    const summary = body instanceof UnreadableBody ? body.summary : summarizeText(JSON.stringify(body))
    return {
      error: `the object provided is unrecognized (must be of type ${expected.kind}): ${head.error} (${summary})`,
    }
  }
  const given = withDefaults(head, expected)
  const version = given.apiVersion.slice(given.apiVersion.indexOf('/') + 1)
  const refuse = (why: string) => ({ error: decodeErrorMessage(given.kind, version, why, expected.kind) })
  const same = given.apiVersion === expected.apiVersion && given.kind === expected.kind
  const type = same ? expected.type : typeOfKind(given.apiVersion, given.kind)
  if (type === undefined) {
    const scheme = schemeOf(expected.apiVersion)
    const missing = `no kind ${quote(given.kind)} is registered for version ${quote(given.apiVersion)} in scheme ${quote(scheme)}`
    return isOlderKind(given.apiVersion, given.kind) ? refuseOther(given, version, expected) : refuse(missing)
  }
  const decoded = decode(body, type, options)
  if (decoded.error !== undefined) return refuse(decoded.error)
  if (!same && internalKind(type, given.kind) !== internalKind(expected.type, expected.kind))
    return refuseOther(given, version, expected)
  const { object, strictErrors } = decoded
  if (strictErrors.length > 0 && options.strictness === 'Strict') return refuse(strictErrorText(strictErrors))
  if (!same) return { error: otherVersion(given.apiVersion, expected.apiVersion) }
  object['kind'] = given.kind
  object['apiVersion'] = given.apiVersion
  return { object: headFirst(object), warnings: strictErrors }
}

/** kind and apiVersion stand first, also where the body did not have them. */
function headFirst(object: JsonObject): JsonObject {
  for (const key in object) {
    if (key === 'kind') return object
    const ordered = { kind: '', apiVersion: '', ...object }
    shareGivenEmpty(object, ordered)
    return ordered
  }
  return object
}

interface Head {
  readonly apiVersion: string
  readonly kind: string
}

const headType =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'

/** The body's own kind and version, '' where it has none. Both are found in any spelling of upper and lower case. */
export function readHead(body: unknown): Head | { error: string } {
  const fail = (why: string) => ({ error: `couldn't get version/kind; json parse error: ${why}` })
  if (body instanceof UnreadableBody) return { error: body.error }
  if (body === null || body === undefined) return { apiVersion: '', kind: '' }
  if (!isJsonObject(body)) return fail(`json: cannot unmarshal ${kindOf(body)} into Go value of type ${headType}`)
  const head = { apiVersion: '', kind: '' }
  for (const key of Object.keys(body)) {
    const lower = key.toLowerCase()
    if (lower !== 'kind' && lower !== 'apiversion') continue
    const value: unknown = body[key]
    if (value === null || value === undefined) continue
    const name = lower === 'kind' ? 'kind' : 'apiVersion'
    if (typeof value !== 'string')
      return fail(`json: cannot unmarshal ${kindOf(value)} into Go struct field .${name} of type string`)
    head[name] = value
  }
  if (head.apiVersion.split('/').length > 2) return { error: `unexpected GroupVersion string: ${head.apiVersion}` }
  return head
}

function withDefaults({ apiVersion, kind }: Head, expected: ExpectedKind): Head {
  return {
    apiVersion: apiVersion === '' || apiVersion === '/' ? expected.apiVersion : apiVersion,
    kind: kind || expected.kind,
  }
}

/** Which kind of the internal version this one converts to; events of both groups are the same there. */
function internalKind(type: string, kind: string): string {
  const group = type.slice(0, type.indexOf('.'))
  return `${group === 'events' ? 'core' : group}.${kind}`
}

/** The schemes other API servers in the same process have for their own kinds. */
function schemeOf(apiVersion: string): string {
  if (apiVersion.startsWith('apiextensions.k8s.io/'))
    return 'k8s.io/apiextensions-apiserver/pkg/apiserver/apiserver.go:55'
  if (apiVersion.startsWith('apiregistration.k8s.io/'))
    return 'k8s.io/kube-aggregator/pkg/apiserver/scheme/scheme.go:28'
  return 'pkg/api/legacyscheme/scheme.go:30'
}

/** A known kind that is not this resource's, or is in a version that is not served. */
function refuseOther(given: Head, version: string, expected: ExpectedKind): DecodedBody {
  const type = typeOfKind(given.apiVersion, given.kind)
  if (type === undefined && given.kind === expected.kind)
    return { error: otherVersion(given.apiVersion, expected.apiVersion) }
  const from = type === undefined ? `${version}.${given.kind}` : goNameOfType(type)
  const why = `converting (${from}) to (${internalKind(expected.type, expected.kind)}): unknown conversion`
  return { error: decodeErrorMessage(given.kind, version, why, expected.kind) }
}

function otherVersion(given: string, expected: string): string {
  return `the API version in the data (${given}) does not match the expected API version (${expected})`
}

/** The beginning of a body's text for a message: as it is where it looks like JSON, else in hexadecimal. */
export function summarizeText(text: string | undefined): string {
  if (text === undefined || text === '') return '<empty>'
  const bytes = Buffer.from(text)
  const cut = bytes.length > 30 ? ' ...' : ''
  return bytes.subarray(0, 30).toString(text[0] === '{' ? 'utf8' : 'hex') + cut
}
