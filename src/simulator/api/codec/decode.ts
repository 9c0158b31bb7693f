// Decodes a request's body into the object as the API writes it, and says what Go would say where it cannot.
// Upstream: apimachinery/pkg/runtime/serializer/json over sigs.k8s.io/json. The schema table drives everything.
import type { JsonObject } from '../../../model/json.ts'
import { quote } from '../../../model/quote.ts'
import { decoderOfType } from './compile.ts'
import { DecodeState } from './decode-state.ts'

/** How fields the type does not have, or has twice, are treated (`fieldValidation`). */
export type Strictness = 'Strict' | 'Warn' | 'Ignore'

/** What the caller knows beside the body. */
export interface DecodeOptions {
  readonly strictness: Strictness
  /** Fields the body's text had twice, as `parseBody` notes them: paths, or go-yaml's lines. */
  readonly duplicates?: readonly string[] | undefined
}

/** A fresh object of the type with what strict decoding objects to, or the error that made decoding fail. */
export type Decoded =
  | { readonly object: JsonObject; readonly strictErrors: readonly string[]; readonly error?: undefined }
  | { readonly error: string; readonly object?: undefined; readonly strictErrors?: undefined }

/** Decodes `input` (plain JSON values; never changed, never shared with the result) as a type such as `core.v1.Pod`. */
export function decode(input: unknown, typeName: string, options: DecodeOptions): Decoded {
  const { strictness, duplicates } = options
  const paths = duplicates !== undefined && duplicates.length > 0 ? new Set(duplicates) : undefined
  const state = new DecodeState(strictness !== 'Ignore', paths)
  const object = decoderOfType(typeName)(input, state) as JsonObject
  const error = state.fatal ?? state.saved
  if (error !== undefined) return { error }
  const yaml = duplicates?.filter(isYamlLine) ?? []
  return { object, strictErrors: yaml.length === 0 ? state.strictErrors : [...yaml, ...state.strictErrors] }
}

/** go-yaml's lines about keys set twice come before everything found by decoding, and as one error. */
const isYamlLine = (error: string) => error.startsWith('line ')

/** The text of a strict decoding error: what was found, in the order it was found. */
export function strictErrorText(strictErrors: readonly string[]): string {
  const yaml = strictErrors.filter(isYamlLine)
  const errors = strictErrors.slice(yaml.length)
  if (yaml.length > 0) errors.unshift(`yaml: unmarshal errors:\n${yaml.map((line) => `  ${line}`).join('\n')}`)
  return `strict decoding error: ${errors.join(', ')}`
}

/** The message of a body that cannot be decoded; `version` is without its group. */
export function decodeErrorMessage(kind: string, version: string, error: string, expectedKind: string = kind): string {
  return `${kind} in version ${quote(version)} cannot be handled as a ${expectedKind}: ${error}`
}
