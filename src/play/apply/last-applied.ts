// The annotation in which kubectl keeps what was last applied. Upstream: kubectl/pkg/util/apply.go. Its text is Go's JSON: keys
// sorted, `<`, `>` and `&` escaped, a newline at the end.
import type { ApiObject } from '../../cluster/port.ts'
import { isMap } from '../compare/path.ts'

/** The annotation's name. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** A manifest with the annotation that says what it was. */
export function withLastApplied(manifest: ApiObject): ApiObject {
  const { [LAST_APPLIED]: _, ...annotations } = manifest.metadata?.annotations ?? {}
  const plain = { ...manifest, metadata: { ...manifest.metadata, annotations } }
  return {
    ...manifest,
    metadata: { ...manifest.metadata, annotations: { ...annotations, [LAST_APPLIED]: `${goJson(plain)}\n` } },
  }
}

/** What was last applied, as kept in an object; undefined when nothing was or it cannot be read. */
export function lastAppliedOf(object: ApiObject): ApiObject | undefined {
  const text = object.metadata?.annotations?.[LAST_APPLIED]
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isMap(value) ? (value as ApiObject) : undefined
  } catch {
    return undefined
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** A value as Go's encoding/json writes it. */
export function goJson(value: unknown): string {
  return JSON.stringify(sorted(value)).replace(/[<>&\u2028\u2029]/g, (c) => ESCAPES[c] ?? c)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  )
}
