// Whether a value that may be anything is of the type an overload wants.
import type { CelType } from '../types.ts'
import {
  type CelValue,
  Duration,
  ListValue,
  MapValue,
  OpaqueValue,
  Optional,
  StructValue,
  Timestamp,
  TypeValue,
  Uint,
} from './value.ts'

/** Whether the value is of the type; of what is in it nothing is asked. */
export function fits(value: CelValue, type: CelType): boolean {
  switch (type.kind) {
    case 'string':
      return typeof value === 'string'
    case 'int':
      return typeof value === 'bigint'
    case 'bool':
      return typeof value === 'boolean'
    case 'double':
      return typeof value === 'number'
    case 'uint':
      return value instanceof Uint
    case 'bytes':
      return value instanceof Uint8Array
    case 'list':
      return value instanceof ListValue
    case 'map':
      return value instanceof MapValue
    case 'null':
      return value === null
    case 'timestamp':
      return value instanceof Timestamp
    case 'duration':
      return value instanceof Duration
    case 'type':
      return value instanceof TypeValue
    case 'opaque':
      return value instanceof Optional
    case 'struct':
      return (
        (value instanceof OpaqueValue && value.type.name === type.name) ||
        (value instanceof StructValue && value.typeName === type.name)
      )
    default:
      return true
  }
}
