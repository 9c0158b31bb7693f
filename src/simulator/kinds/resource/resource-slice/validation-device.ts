// The rules for one device of a slice. Upstream: validateDevice in pkg/apis/resource/validation/validation.go.
import type {
  Device,
  DeviceAttribute,
  DeviceCounterConsumption,
  DeviceTaint,
} from '../../../../generated/api/resource.v1.ts'
import { isNativeResource } from '../../../../model/extended-resource.ts'
import { mustParseQuantity, sign } from '../../../../model/quantity.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { validateBindingConditions, validateDeviceTaint } from '../../lib/dra/configuration.ts'
import { validateSet, validateSlice } from '../../lib/dra/lists.ts'
import { validateLabelLikeName, validateQualifiedName } from '../../lib/dra/names.ts'
import { goForm } from '../../lib/go-form.ts'
import { validateNodeSelector } from '../../lib/pod-spec/scheduling/node-selector.ts'
import { longerThan } from '../../lib/validation/names.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { validateCounters, validateNodeName } from './validation.ts'
import { validateRequestPolicy } from './validation-capacity.ts'

const MAX_ATTRIBUTES_AND_CAPACITIES = 32
const MAX_ATTRIBUTE_VALUES = 48
const MAX_TAINTS = 16
const MAX_CONSUMPTIONS = 2
const MAX_KEY = 96
const MAX_VALUE = 64
const LISTS = ['bools', 'ints', 'strings', 'versions'] as const
const ONE_OF =
  'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec'
const NOT_HERE =
  '`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec'

/** validateDevice; `old` is the stored device of the name, `perDevice`: devices say which nodes they are on. */
export function validateDevice(
  device: Device,
  old: Device | undefined,
  perDevice: boolean,
  path: Path,
  errors: FieldErrors,
): void {
  validateLabelLikeName(device.name, path.child('name'), errors)
  validateSizes(device, path, errors)
  eachEntry(device.attributes, path.child('attributes'), errors, (attribute, at) =>
    validateAttribute(attribute, at, errors),
  )
  eachEntry(device.capacity, path.child('capacity'), errors, ({ value, requestPolicy }, at) => {
    if (!requestPolicy) return
    const place = at.child('requestPolicy')
    if (device.allowMultipleAllocations) validateRequestPolicy(value, requestPolicy, place, errors)
    else errors.forbidden(place, 'allowMultipleAllocations must be true')
  })
  if (old === undefined || !semanticEqual(old.taints, device.taints)) {
    const taint = (item: DeviceTaint, at: Path): void => validateDeviceTaint(item, at, errors)
    validateSlice(device.taints, MAX_TAINTS, taint, path.child('taints'), errors)
  }
  const consumption = ({ counterSet, counters }: DeviceCounterConsumption, at: Path): void => {
    if (counterSet === '') errors.required(at.child('counterSet'))
    else validateLabelLikeName(counterSet, at.child('counterSet'), errors)
    validateCounters(counters, at.child('counters'), errors)
  }
  const key = ({ counterSet }: DeviceCounterConsumption): string => counterSet
  validateSet(device.consumesCounters, MAX_CONSUMPTIONS, consumption, key, path.child('consumesCounters'), errors)
  if (perDevice) validateNodes(device, path, errors)
  else if (device.nodeName !== undefined || device.nodeSelector || device.allNodes !== undefined) {
    errors.invalid(path, undefined, NOT_HERE)
  }
  validateBindingConditions(device.bindingConditions, device.bindingFailureConditions, path, errors)
  validateMappings(device, path.child('nodeAllocatableResourceMappings'), errors)
}

function validateSizes(device: Device, path: Path, errors: FieldErrors): void {
  const attributes = Object.values(device.attributes ?? {})
  const entries = attributes.length + Object.keys(device.capacity ?? {}).length
  if (entries > MAX_ATTRIBUTES_AND_CAPACITIES) {
    const detail = `the total number of attributes and capacities must not exceed ${MAX_ATTRIBUTES_AND_CAPACITIES}`
    errors.invalid(path, entries, detail)
  }
  const count = (attribute: DeviceAttribute): number =>
    LISTS.reduce((sum, list) => sum + (attribute[list]?.length ?? 0), 0) || 1
  const values = attributes.reduce((sum, attribute) => sum + count(attribute), 0)
  if (values > MAX_ATTRIBUTE_VALUES) {
    errors.invalid(path, values, `the total number of attribute values must not exceed ${MAX_ATTRIBUTE_VALUES}`)
  }
}

function eachEntry<T>(
  map: Readonly<Record<string, T>> | undefined,
  path: Path,
  errors: FieldErrors,
  rule: (item: T, at: Path) => void,
): void {
  for (const key in map) {
    validateQualifiedName(key, path, errors)
    rule(map[key]!, path.key(shortened(key)))
  }
}

/** Long keys lose their middle. */
function shortened(key: string): string {
  if (key.length <= MAX_KEY) return key
  const remaining = MAX_KEY - 3
  return `${key.slice(0, Math.floor((remaining + 1) / 2))}...${key.slice(key.length - Math.floor(remaining / 2))}`
}

const NUMBER = '(?:0|[1-9]\\d*)'
const PRE_RELEASE = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)'
const BUILD = '[0-9a-zA-Z-]+'
const SEMVER = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${PRE_RELEASE}(?:\\.${PRE_RELEASE})*)?(?:\\+${BUILD}(?:\\.${BUILD})*)?$`,
)

function validateAttribute(attribute: DeviceAttribute, path: Path, errors: FieldErrors): void {
  const text = (value: string, at: Path): void => {
    if (longerThan(value, MAX_VALUE)) errors.tooLong(at, MAX_VALUE)
  }
  const version = (value: string, at: Path): void => {
    if (!SEMVER.test(value)) errors.invalid(at, value, 'must be a string compatible with semver.org spec 2.0.0')
    text(value, at)
  }
  if (attribute.string !== undefined) text(attribute.string, path.child('string'))
  if (attribute.version !== undefined) version(attribute.version, path.child('version'))
  for (const [i, value] of (attribute.strings ?? []).entries()) text(value, path.child('strings').index(i))
  for (const [i, value] of (attribute.versions ?? []).entries()) version(value, path.child('versions').index(i))
  const fields = (['bool', 'int', 'string', 'version', ...LISTS] as const).filter((f) => attribute[f] !== undefined)
  if (fields.length === 1) return
  const shown = fields.length === 0 ? '' : goForm(attribute, 'resource.v1.DeviceAttribute')
  errors.invalid(path, shown, 'exactly one value must be specified')
}

function validateNodes({ nodeName, nodeSelector, allNodes }: Device, path: Path, errors: FieldErrors): void {
  const set: string[] = []
  if (nodeName !== undefined) {
    if (nodeName) set.push('`nodeName`')
    validateNodeName(nodeName, path.child('nodeName'), errors, 'must not be empty')
  }
  if (nodeSelector) {
    set.push('`nodeSelector`')
    validateNodeSelector(nodeSelector, false, path.child('nodeSelector'), errors)
  }
  if (allNodes) set.push('`allNodes`')
  else if (allNodes === false) errors.invalid(path.child('allNodes'), false, 'must be either unset or set to true')
  if (set.length === 0) errors.required(path, ONE_OF)
  if (set.length > 1) errors.invalid(path, `{${set.join(', ')}}`, ONE_OF)
}

function validateMappings(
  { nodeAllocatableResourceMappings, capacity }: Device,
  path: Path,
  errors: FieldErrors,
): void {
  for (const [name, { allocationMultiplier, capacityKey }] of Object.entries(nodeAllocatableResourceMappings ?? {})) {
    const at = path.key(name)
    if (!isNativeResource(name)) errors.invalid(at, name, 'must be a node allocatable resource name')
    if (allocationMultiplier === undefined && capacityKey === undefined) {
      errors.invalid(at, '', 'at least one of allocationMultiplier or capacityKey must be set')
      continue
    }
    if (allocationMultiplier !== undefined && sign(mustParseQuantity(allocationMultiplier)) <= 0) {
      errors.invalid(at.child('allocationMultiplier'), allocationMultiplier, 'must be positive')
    }
    if (capacityKey === undefined) continue
    if (capacityKey === '') errors.invalid(at.child('capacityKey'), '', 'capacityKey must not be an empty string')
    else if (capacity?.[capacityKey] === undefined) errors.notFound(at.child('capacityKey'), capacityKey)
  }
}
