// A patch's text as a value. Unlike other bodies it has no kind to be found in it, and it may be a list.
// Upstream: handlers/patch.go reads it with sigs.k8s.io/json, applied configurations with sigs.k8s.io/yaml.
import { summarizeText } from '../codec/decode-body.ts'
import { parseJsonText } from '../codec/json-text.ts'
import type { ParsedBody } from '../codec/text.ts'
import { UnreadableBody } from '../codec/unreadable-body.ts'
import { parseYamlText } from '../codec/yaml-text.ts'

/** Reads a patch; what cannot be read is an UnreadableBody with the bare error. */
export function parsePatch(body: string | Uint8Array, contentType: string): ParsedBody {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8')
  const parsed = contentType.startsWith('application/apply-patch+yaml') ? parseYamlText(text) : parseJsonText(text)
  return 'error' in parsed ? { value: new UnreadableBody(parsed.error, summarizeText(text)), duplicates: [] } : parsed
}
