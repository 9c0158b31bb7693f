// The rules for a slice: whose devices, on which nodes, and what they share.
// Upstream: validateResourceSliceSpec in pkg/apis/resource/validation/validation.go.
import type { CounterSet, ResourcePool, ResourceSliceSpec } from '../../../../generated/api/resource.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { validateSet } from '../../lib/dra/lists.ts'
import { validateDriverName, validateLabelLikeName, validatePoolName } from '../../lib/dra/names.ts'
import { internalForm } from '../../lib/pod-spec/internal-form.ts'
import { validateNodeSelector } from '../../lib/pod-spec/scheduling/node-selector.ts'
import { validateImmutableField } from '../../lib/validation/metadata.ts'
import { isDNS1123Subdomain } from '../../lib/validation/names.ts'
import { SPEC } from '../../lib/workload/selector.ts'
import { validateDevice } from './validation-device.ts'

const MAX_DEVICES = 128
const MAX_ADVANCED_DEVICES = 64
const MAX_COUNTER_SETS = 8
const MAX_COUNTERS = 32
const ONE_OF = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required'
const POOL = SPEC.child('pool')

/** validateResourceSliceSpec; `old` is the stored spec on update. */
export function validateSliceSpec(spec: ResourceSliceSpec, errors: FieldErrors, old?: ResourceSliceSpec): void {
  validateDriverName(spec.driver, SPEC.child('driver'), errors)
  validatePool(spec.pool, errors)
  if (old) {
    validateImmutableField(spec.pool.name, old.pool.name, POOL.child('name'), errors)
    validateImmutableField(spec.driver, old.driver, SPEC.child('driver'), errors)
    validateImmutableField(spec.nodeName, old.nodeName, SPEC.child('nodeName'), errors)
  }
  validateNodes(spec, errors)
  if (spec.sharedCounters && spec.devices) {
    errors.invalid(SPEC, '', 'only one of `sharedCounters` or `devices` is allowed')
  }
  validateSet(
    spec.devices,
    isAdvanced(spec) ? MAX_ADVANCED_DEVICES : MAX_DEVICES,
    (device, path) => {
      const before = old?.devices?.find(({ name }) => name === device.name)
      validateDevice(device, before, spec.perDeviceNodeSelection === true, path, errors)
    },
    ({ name }) => name,
    SPEC.child('devices'),
    errors,
  )
  const set = (item: CounterSet, path: Path): void => validateCounterSet(item, path, errors)
  validateSet(spec.sharedCounters, MAX_COUNTER_SETS, set, ({ name }) => name, SPEC.child('sharedCounters'), errors)
}

function validatePool({ name, resourceSliceCount, generation }: ResourcePool, errors: FieldErrors): void {
  validatePoolName(name, POOL.child('name'), errors)
  if (resourceSliceCount <= 0) {
    errors.invalid(POOL.child('resourceSliceCount'), resourceSliceCount, 'must be greater than zero')
  }
  if (generation < 0) errors.invalid(POOL.child('generation'), generation, 'must be greater than or equal to zero')
}

function validateNodes(spec: ResourceSliceSpec, errors: FieldErrors): void {
  const { nodeName, nodeSelector } = spec
  const set: string[] = []
  if (nodeName !== undefined) {
    if (nodeName) set.push('`nodeName`')
    validateNodeName(nodeName, SPEC.child('nodeName'), errors, 'must be either unset or set to a non-empty string')
  }
  if (nodeSelector) {
    set.push('`nodeSelector`')
    const path = SPEC.child('nodeSelector')
    validateNodeSelector(nodeSelector, false, path, errors)
    const terms = nodeSelector.nodeSelectorTerms
    if (terms?.length !== 1) {
      const shown = terms?.map((term) => internalForm('NodeSelectorTerm', term))
      errors.invalid(path.child('nodeSelectorTerms'), shown, 'must have exactly one node selector term')
    }
  }
  for (const field of ['allNodes', 'perDeviceNodeSelection'] as const) {
    if (spec[field]) set.push(`\`${field}\``)
    else if (spec[field] === false) {
      errors.invalid(SPEC.child(field), false, 'must be either unset or set to true')
    }
  }
  if (set.length === 0) errors.required(SPEC, ONE_OF)
  if (set.length > 1) errors.invalid(SPEC, `{${set.join(', ')}}`, `${ONE_OF}, but multiple fields are set`)
}

/** A node's name; an empty one is refused with `empty`. */
export function validateNodeName(name: string, path: Path, errors: FieldErrors, empty: string): void {
  if (name === '') errors.invalid(path, '', empty)
  else errors.invalidAll(path, name, isDNS1123Subdomain(name))
}

const LISTS = ['ints', 'bools', 'strings', 'versions'] as const

/** Slices with taints, counters or lists of attributes hold fewer devices. */
const isAdvanced = ({ devices }: ResourceSliceSpec): boolean =>
  (devices ?? []).some(
    ({ taints, consumesCounters, attributes }) =>
      taints?.length ||
      consumesCounters?.length ||
      Object.values(attributes ?? {}).some((attribute) => LISTS.some((list) => attribute[list] !== undefined)),
  )

function validateCounterSet({ name, counters }: CounterSet, path: Path, errors: FieldErrors): void {
  if (name === '') errors.required(path.child('name'))
  else validateLabelLikeName(name, path.child('name'), errors)
  validateCounters(counters, path.child('counters'), errors)
}

/** Counters by name. */
export function validateCounters(
  counters: Readonly<Record<string, unknown>> | undefined,
  path: Path,
  errors: FieldErrors,
): void {
  const names = Object.keys(counters ?? {})
  if (names.length === 0) errors.required(path)
  else if (names.length > MAX_COUNTERS) errors.tooMany(path, names.length, MAX_COUNTERS)
  else for (const name of names) validateLabelLikeName(name, path, errors)
}
