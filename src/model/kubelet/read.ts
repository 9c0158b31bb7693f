// Reads a KubeletConfiguration as strictly as Go's decoder: fields that do not exist and values of another type are refused, in its
// words. Where upstream would only warn of an unknown field of v1beta1, a rehearsal refuses it.
// Upstream: pkg/kubelet/kubeletconfig/util/codec/codec.go.
import { isQuantityError, parseQuantity } from '../quantity.ts'
import { actedOnKubeletFields, kubeletFields } from './fields.ts'

/** A configuration that was read: its fields, or what is wrong with it. */
export interface ReadKubeletConfiguration {
  readonly fields: Readonly<Record<string, unknown>>
  readonly errors: readonly string[]
  /** Fields that are taken and do nothing here. */
  readonly notSimulated: readonly string[]
}

const API_VERSION = 'kubelet.config.k8s.io/v1beta1'
const KIND = 'KubeletConfiguration'

/** The fields of the lists of objects. */
const elements: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '[]MemoryReservation': { numaNode: 'int32', limits: 'ResourceList' },
  '[]ShutdownGracePeriodByPodPriority': { priority: 'int32', shutdownGracePeriodSeconds: 'int64' },
  '[]Taint': { key: 'string', value: 'string', effect: 'string', timeAdded: 'string' },
}

/** The fields of objects; those of all others are not looked into. */
const objects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  crashLoopBackOff: { maxContainerRestartPeriod: 'duration' },
  memorySwap: { swapBehavior: 'string' },
  userNamespaces: { idsPerPod: 'int64' },
}

/** How it is told that nobody acts on a field. */
export const kubeletFieldNotSimulated = (name: string): string =>
  `${name} is NotSimulated: the kubelet takes it and does nothing with it`

/** Reads what a YAML document holds; kind and apiVersion may be left out. */
export function readKubeletConfiguration(value: unknown): ReadKubeletConfiguration {
  const errors: string[] = []
  if (!isObject(value))
    return { fields: {}, errors: ['a KubeletConfiguration is a map of its fields'], notSimulated: [] }
  const { kind = KIND, apiVersion = API_VERSION, ...fields } = value
  if (kind !== KIND || apiVersion !== API_VERSION)
    errors.push(`no kind "${String(kind)}" is registered for version "${String(apiVersion)}"`)
  for (const [name, field] of Object.entries(fields)) {
    const type = kubeletFields[name]
    if (type === undefined) errors.push(`strict decoding error: unknown field "${name}"`)
    else checkField(name, type, field, errors)
  }
  const notSimulated = Object.keys(fields).filter((name) => name in kubeletFields && !actedOnKubeletFields.has(name))
  return { fields: normalized(fields), errors, notSimulated }
}

function checkField(name: string, type: string, value: unknown, errors: string[]): void {
  if (value === null) return
  const path = `${KIND}.${name}`
  if (type === 'object') {
    const inside = objects[name]
    if (inside === undefined) return
    if (!isObject(value)) errors.push(mismatch(value, path, `v1beta1.${name[0]?.toUpperCase()}${name.slice(1)}`))
    else for (const [field, each] of Object.entries(value)) checkInside(name, field, inside[field], each, errors)
    return
  }
  const own = elements[type]
  if (own !== undefined) {
    if (!Array.isArray(value)) errors.push(mismatch(value, path, type))
    else for (const [i, element] of value.entries()) checkElement(name, i, own, type, element, errors)
  } else if (type.startsWith('[]')) {
    if (!Array.isArray(value)) errors.push(mismatch(value, path, type))
    else for (const element of value) check(element, type.slice(2), path, errors)
  } else if (type.startsWith('map[string]')) {
    if (!isObject(value)) errors.push(mismatch(value, path, type))
    else for (const each of Object.values(value)) check(each, type.slice('map[string]'.length), path, errors)
  } else check(value, type, path, errors)
}

function checkInside(name: string, field: string, type: string | undefined, value: unknown, errors: string[]): void {
  if (type === undefined) errors.push(`strict decoding error: unknown field "${name}.${field}"`)
  else check(value, type, `${KIND}.${name}.${field}`, errors)
}

function checkElement(
  name: string,
  index: number,
  own: Readonly<Record<string, string>>,
  type: string,
  element: unknown,
  errors: string[],
): void {
  if (!isObject(element)) {
    errors.push(mismatch(element, `${KIND}.${name}`, `v1beta1.${type.slice(2)}`))
    return
  }
  for (const [field, value] of Object.entries(element)) {
    const wanted = own[field]
    if (wanted === undefined) errors.push(`strict decoding error: unknown field "${name}[${index}].${field}"`)
    else if (wanted === 'ResourceList') checkQuantities(value, errors)
    else check(value, wanted, `${type.slice(2)}.${name}.${field}`, errors)
  }
}

/** Quantities may also be written as numbers. */
function checkQuantities(value: unknown, errors: string[]): void {
  for (const amount of isObject(value) ? Object.values(value) : []) {
    const quantity = parseQuantity(String(amount))
    if (isQuantityError(quantity)) errors.push(quantity.message)
  }
}

/** The quantities of reserved memory as text. */
function normalized(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const reserved = fields['reservedMemory']
  if (!Array.isArray(reserved)) return fields
  const texts = (limits: unknown) =>
    Object.fromEntries(Object.entries(isObject(limits) ? limits : {}).map(([name, amount]) => [name, String(amount)]))
  return {
    ...fields,
    reservedMemory: reserved.map((each) => (isObject(each) ? { ...each, limits: texts(each['limits']) } : each)),
  }
}

function check(value: unknown, type: string, path: string, errors: string[]): void {
  const wanted = type === 'duration' ? 'string' : type
  const fits =
    wanted === 'string'
      ? typeof value === 'string'
      : wanted === 'bool'
        ? typeof value === 'boolean'
        : typeof value === 'number' && (wanted === 'float64' || Number.isInteger(value))
  if (!fits) errors.push(mismatch(value, path, wanted))
}

const mismatch = (value: unknown, path: string, type: string): string =>
  `json: cannot unmarshal ${jsonName(value)} into Go struct field ${path} of type ${type}`

function jsonName(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'number' : `number ${value}`
  return typeof value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
