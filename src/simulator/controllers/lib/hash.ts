// The real hashes in names and labels: pod-template-hash (FNV-1a over Go's dump of the template) and the hash of a
// ControllerRevision (FNV-1 over its JSON), written in the alphabet that makes no words.
// Upstream: pkg/controller/controller_utils.go ComputeHash, pkg/controller/history/controller_history.go, util/rand SafeEncodeString.
import type { PodTemplateSpec } from '../../../generated/api/core.v1.ts'
import { fnv32, fnv32a } from '../../../model/fnv.ts'
import { goDump } from './go-dump.ts'

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const encoder = new TextEncoder()

/** A text without vowels and look-alikes: each character by its code. */
export function safeEncode(text: string): string {
  let out = ''
  for (let i = 0; i < text.length; i++) out += ALPHABET[text.charCodeAt(i) % ALPHABET.length]
  return out
}

const dumped = new WeakMap<PodTemplateSpec, number>()

/** The hash of a template; `collisionCount` is added where it is there. */
export function templateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  let hash = dumped.get(template)
  if (hash === undefined) {
    hash = fnv32a(encoder.encode(goDump('core.v1.PodTemplateSpec', template)))
    dumped.set(template, hash)
  }
  if (collisionCount !== undefined) {
    const bytes = new Uint8Array(8)
    new DataView(bytes.buffer).setUint32(0, collisionCount, true)
    hash = fnv32a(bytes, hash)
  }
  return safeEncode(String(hash))
}

/** The hash of a revision's data (its JSON as Go writes it), with the probe added where it is there. */
export function revisionHash(json: string, probe: number | undefined): string {
  const hash = fnv32(encoder.encode(json))
  return safeEncode(String(probe === undefined ? hash : fnv32(encoder.encode(String(probe)), hash)))
}

const HTML = /[<>&\u2028\u2029]/g
const escaped: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** JSON as Go's encoder writes a map: keys sorted, HTML escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(sorted(value)).replace(HTML, (char) => escaped[char] ?? char)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const out: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) out[key] = sorted((value as Record<string, unknown>)[key])
  return out
}
