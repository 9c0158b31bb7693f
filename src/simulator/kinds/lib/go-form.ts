// Values as messages print them where upstream shows a struct of its internal version: Go's names in Go's order, nothing left out.
// Made from the versioned struct, so only for types whose internal struct has the same fields; metav1 types keep their JSON names.
import { fieldsOfType, type SchemaField } from '../../data/schema.ts'

type Form = Record<string, unknown>

const ZERO: Readonly<Record<string, unknown>> = { string: '', bool: false, int32: 0, int64: 0 }

/** `value` of schema type `type` (such as `flowcontrol.v1.FlowSchemaSpec`) with Go's names. */
export function goForm(value: object | undefined, type: string): Form {
  const from = (value ?? {}) as Form
  const form: Form = {}
  for (const field of fieldsOfType(type) ?? []) form[field.go] = formOf(from[field.name], field)
  return form
}

function formOf(value: unknown, { type, of, pointer }: SchemaField): unknown {
  const struct = isStruct(type)
  if (value === undefined || value === null) {
    if (pointer) return null
    return struct ? goForm(undefined, type) : (ZERO[type] ?? null)
  }
  if (struct) return goForm(value as object, type)
  if (type === 'list' && of !== undefined && isStruct(of)) return (value as object[]).map((item) => goForm(item, of))
  return value
}

const isStruct = (type: string): boolean => !type.startsWith('meta.') && (fieldsOfType(type)?.length ?? 0) > 0
