// Why a map cannot become an object of a type, in the words of the converter that turns patched maps into objects (bodies of
// other requests are decoded as JSON and have other words). Upstream: apimachinery/pkg/runtime/converter.go FromUnstructured.
import { fieldsOfType, goFieldTypes, type SchemaField } from '../../data/schema.ts'
import { corruptBase64At } from '../codec/base64.ts'
import { kindOf, kindWithNumber } from '../codec/decode-state.ts'
import { isObject, type Json } from './values.ts'

/** Read by their own UnmarshalJSON, which does not know which field it reads; for the rest the codec has the words. */
const OWN_READERS = new Set(['quantity', 'time', 'microtime', 'intOrString', 'any'])

/** The first thing that does not fit; undefined when the trouble is one the codec words. */
export function conversionProblem(type: string, value: unknown): string | undefined {
  const fields = fieldsOfType(type)
  if (fields === undefined || value === null || value === undefined) return undefined
  if (!isObject(value)) return `cannot restore struct from: ${goKind(value)}`
  const names = goFieldTypes(type)
  for (const field of fields) {
    const problem = fieldProblem(field, names[field.name], (value as Json)[field.name])
    if (problem !== undefined) return problem
  }
  return undefined
}

function fieldProblem(field: SchemaField, goType: string | undefined, value: unknown): string | undefined {
  return valueProblem(field.type, field.of, goType, value)
}

function valueProblem(
  type: string,
  of: string | undefined,
  goType: string | undefined,
  value: unknown,
): string | undefined {
  if (value === null || value === undefined) return undefined
  if (OWN_READERS.has(type)) return ownProblem(type, value)
  if (type === 'list' || type.startsWith('list<')) {
    if (!Array.isArray(value)) return `cannot restore slice from ${goKind(value)}`
    const inner = type === 'list' ? (of ?? 'any') : type.slice(5, -1)
    return first(value, (item) => valueProblem(inner, undefined, undefined, item))
  }
  if (type === 'map') {
    if (!isObject(value)) return `cannot restore map from ${goKind(value)}`
    return first(Object.values(value), (item) => valueProblem(of ?? 'any', undefined, undefined, item))
  }
  if (type === 'bytes') return bytesProblem(value)
  if (type.includes('.')) return conversionProblem(type, value)
  return scalarProblem(type, goType ?? type, value)
}

function ownProblem(type: string, value: unknown): string | undefined {
  if (typeof value === 'string') return undefined
  if (type === 'time' || type === 'microtime')
    return `json: cannot unmarshal ${kindOf(value)} into Go value of type string`
  if (type !== 'intOrString' || (typeof value === 'number' && (value | 0) === value)) return undefined
  return `json: cannot unmarshal ${kindWithNumber(value)} into Go value of type int32`
}

function bytesProblem(value: unknown): string | undefined {
  if (typeof value === 'string') {
    const corrupt = corruptBase64At(value)
    return corrupt < 0 ? undefined : `error decoding from json: illegal base64 data at input byte ${corrupt}`
  }
  return Array.isArray(value) ? undefined : `cannot restore slice from ${goKind(value)}`
}

function first(values: readonly unknown[], problemOf: (value: unknown) => string | undefined): string | undefined {
  for (const value of values) {
    const problem = problemOf(value)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Numbers could be made text in Go, but not here; everything else has no way at all. */
function scalarProblem(type: string, goType: string, value: unknown): string | undefined {
  const kind = goKind(value)
  if (type === 'string')
    return kind === 'string'
      ? undefined
      : kind === 'int64'
        ? `cannot convert int64 to ${goType}`
        : 'unrecognized type: string'
  if (type === 'bool') return kind === 'bool' ? undefined : 'unrecognized type: bool'
  if (kind === 'int64' || (kind === 'float64' && type === 'float64')) return undefined
  return kind === 'float64' ? `cannot convert float64 to ${goType}` : `unrecognized type: ${type}`
}

/** reflect.Kind of a decoded JSON value. */
function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'slice'
  if (typeof value === 'object') return 'map'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'boolean' ? 'bool' : 'string'
}
