// What the checker knows of values: primitive types, lists, maps, objects with declared fields, and types that stand for others.
// Upstream: cel-go common/types/types.go, checker/format.go.

export type TypeKind =
  | 'dyn'
  | 'any'
  | 'error'
  | 'null'
  | 'bool'
  | 'bytes'
  | 'double'
  | 'duration'
  | 'int'
  | 'string'
  | 'timestamp'
  | 'uint'
  | 'list'
  | 'map'
  | 'opaque'
  | 'struct'
  | 'param'
  | 'type'

/** A type. Two with the same text are the same type. */
export interface CelType {
  readonly kind: TypeKind
  readonly name: string
  readonly params: readonly CelType[]
  /** As messages show it. */
  readonly text: string
  /** Of structs: the type of a field, undefined when there is none. */
  readonly field?: (name: string) => CelType | undefined
}

const simple = (kind: TypeKind, name: string): CelType => ({ kind, name, params: [], text: name })

export const DYN = simple('dyn', 'dyn')
export const ANY = simple('any', 'any')
export const ERROR = simple('error', '!error!')
export const NULL = simple('null', 'null')
export const BOOL = simple('bool', 'bool')
export const BYTES = simple('bytes', 'bytes')
export const DOUBLE = simple('double', 'double')
export const DURATION = simple('duration', 'duration')
export const INT = simple('int', 'int')
export const STRING = simple('string', 'string')
export const TIMESTAMP = simple('timestamp', 'timestamp')
export const UINT = simple('uint', 'uint')

function composed(kind: TypeKind, name: string, params: readonly CelType[]): CelType {
  const text = params.length === 0 ? name : `${name}(${params.map((param) => param.text).join(', ')})`
  return { kind, name, params, text }
}

export const listOf = (element: CelType): CelType => composed('list', 'list', [element])
export const mapOf = (key: CelType, value: CelType): CelType => composed('map', 'map', [key, value])
export const typeOf = (type: CelType): CelType => composed('type', 'type', [type])
export const opaque = (name: string, ...params: readonly CelType[]): CelType => composed('opaque', name, params)
export const optionalOf = (type: CelType): CelType => opaque('optional_type', type)
/** A type parameter of an overload, or one whose type is not known yet. */
export const param = (name: string): CelType => simple('param', name)

/** An object type whose fields are asked for when they are needed. */
export function struct(name: string, field: (name: string) => CelType | undefined): CelType {
  return { kind: 'struct', name, params: [], text: name, field }
}

/** An object type with these fields. */
export const structOf = (name: string, fields: ReadonlyMap<string, CelType>): CelType =>
  struct(name, (field) => fields.get(field))

const fieldless = (name: string): CelType => struct(name, () => undefined)

/** Kubernetes' own types of values. */
export const QUANTITY = fieldless('kubernetes.Quantity')
export const IP = fieldless('net.IP')
export const CIDR = fieldless('net.CIDR')
export const URL_TYPE = fieldless('kubernetes.URL')
export const SEMVER = fieldless('kubernetes.Semver')
export const FORMAT = fieldless('kubernetes.NamedFormat')
export const AUTHORIZER = fieldless('kubernetes.authorization.Authorizer')
export const PATH_CHECK = fieldless('kubernetes.authorization.PathCheck')
export const GROUP_CHECK = fieldless('kubernetes.authorization.GroupCheck')
export const RESOURCE_CHECK = fieldless('kubernetes.authorization.ResourceCheck')
export const DECISION = fieldless('kubernetes.authorization.Decision')

/** `optional_type(x)` → x. */
export const unwrapOptional = (type: CelType): CelType | undefined =>
  type.kind === 'opaque' && type.name === 'optional_type' ? type.params[0] : undefined
