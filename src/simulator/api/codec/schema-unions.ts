// The three types of CustomResourceDefinition schemas that are one of two things: a schema, or a bool, a list of schemas,
// a list of strings. Each unmarshals its own JSON, not strictly, and its errors end decoding.
// Upstream: apiextensions-apiserver/pkg/apis/apiextensions/v1/marshal.go.
import { isJsonObject, type JsonValue } from '../../../model/json.ts'
import type { DecodeState } from './decode-state.ts'
import { LiteralNumber } from './literal-number.ts'
import { type Decode, stringDecoder } from './scalars.ts'

const PROPS = 'apiextensions.v1.JSONSchemaProps'
const decodeString = stringDecoder('string')

const isSchema = (value: unknown) => isJsonObject(value) && !(value instanceof LiteralNumber)

/** The decoder of one of these types; undefined for any other. */
export function schemaUnionDecoder(typeName: string, decoderOf: (typeName: string) => Decode): Decode | undefined {
  const props: Decode = (value, state) => decoderOf(PROPS)(value, state)
  switch (typeName) {
    case 'apiextensions.v1.JSONSchemaPropsOrBool':
      return (value, state) => {
        if (typeof value === 'boolean') return value
        if (isSchema(value)) return state.nested(() => props(value, state))
        if (value !== null) state.fail('boolean or JSON schema expected')
        return false
      }
    case 'apiextensions.v1.JSONSchemaPropsOrArray':
      return eitherListOr(props, props)
    case 'apiextensions.v1.JSONSchemaPropsOrStringArray':
      return eitherListOr(props, decodeString)
    default:
      return undefined
  }
}

/** A schema or a list; anything else counts as nothing, and an empty list too. */
function eitherListOr(props: Decode, element: Decode): Decode {
  const list = (values: readonly unknown[], state: DecodeState): JsonValue =>
    values.length === 0 ? null : values.map((value) => element(value ?? null, state))
  return (value, state) => {
    if (Array.isArray(value)) return state.nested(() => list(value, state))
    return isSchema(value) ? state.nested(() => props(value, state)) : null
  }
}
