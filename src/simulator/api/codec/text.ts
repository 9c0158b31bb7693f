// From the bytes of a request's body to plain values, by content type. What cannot be read comes back as an UnreadableBody,
// which the handler of the request turns into its answer. Upstream: runtime/serializer/json and sigs.k8s.io/yaml.
import { readHead, summarizeText } from './decode-body.ts'
import { parseJsonText } from './json-text.ts'
import { UnreadableBody } from './unreadable-body.ts'
import { parseYamlText } from './yaml-text.ts'

/** A body's value with the fields its text had twice: paths for JSON, go-yaml's lines for YAML. */
export interface ParsedBody {
  readonly value: unknown
  readonly duplicates: readonly string[]
}

/** The message of an answer 415 to a body that is neither JSON, YAML nor protobuf. */
export const unsupportedBody =
  'the body of the request was in an unknown format - accepted media types include: ' +
  'application/json, application/yaml, application/vnd.kubernetes.protobuf'

/** Whether bodies of this content type are read as JSON or YAML; none counts as JSON. */
export function isReadableContentType(contentType: string | undefined): boolean {
  const type = mediaType(contentType)
  return type === '' || type === 'application/json' || isYaml(type)
}

function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase()
}

function isYaml(type: string): boolean {
  return type === 'application/yaml' || type === 'application/apply-patch+yaml'
}

/** Reads a body: YAML where the content type says so, else JSON. */
export function parseBody(body: string | Uint8Array, contentType?: string): ParsedBody {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8')
  const yaml = isYaml(mediaType(contentType))
  const parsed = yaml ? parseYamlText(text) : parseJsonText(text)
  const unreadable = (error: string): ParsedBody => ({
    value: new UnreadableBody(error, summarizeText(text)),
    duplicates: [],
  })
  if ('error' in parsed)
    return unreadable(yaml ? parsed.error : `couldn't get version/kind; json parse error: ${parsed.error}`)
  const head = readHead(parsed.value)
  return 'error' in head ? unreadable(head.error) : parsed
}
