// The status of a claim: what was allocated, to whom it is reserved, what drivers say of the devices.
// Upstream: validateResourceClaimStatusUpdate and below in pkg/apis/resource/validation/validation.go, the drop… functions in
// pkg/registry/resource/resourceclaim/strategy.go.
import type {
  AllocationResult,
  DeviceAllocationConfiguration,
  DeviceRequestAllocationResult,
  ResourceClaim,
  ResourceClaimConsumerReference,
} from '../../../../generated/api/resource.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { FeatureGates } from '../../../api/types.ts'
import type { KindContext } from '../../contract.ts'
import { validateAdminNamespace } from '../../lib/dra/claim-prepare.ts'
import {
  type RequestNames,
  requestNamesOf,
  validateRequestReference,
  validateRequestReferences,
} from '../../lib/dra/claim-spec.ts'
import { validateBindingConditions, validateConfiguration } from '../../lib/dra/configuration.ts'
import { validateSet, validateSlice } from '../../lib/dra/lists.ts'
import { validateDriverName, validateLabelLikeName, validatePoolName, validateUid } from '../../lib/dra/names.ts'
import { goForm } from '../../lib/go-form.ts'
import { validateNodeSelector } from '../../lib/pod-spec/scheduling/node-selector.ts'
import { FIELD_IMMUTABLE, semanticEqual, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { STATUS } from '../../lib/workload/counters.ts'
import { authorizeClaimStatus } from './authorization.ts'
import { deviceIdOf, shownDevice, validateDeviceStatus } from './device-status.ts'

const MAX_RESERVED = 256
const MAX_RESULTS = 32
const MAX_CONFIG = 64
const RESERVED_FOR = STATUS.child('reservedFor')
const ALLOCATION = STATUS.child('allocation')

const resultsOf = ({ status }: ResourceClaim): readonly DeviceRequestAllocationResult[] =>
  status.allocation?.devices.results ?? []

/** Fields of gates that are off are dropped, unless the stored status has them. */
export function dropDisabledStatusFields(claim: ResourceClaim, old: ResourceClaim, gates: FeatureGates): void {
  if (!gates.enabled('DRAResourceClaimDeviceStatus') && !old.status.devices?.length) delete claim.status.devices
  const usesCapacity = resultsOf(old).some(({ shareID, consumedCapacity }) => shareID ?? consumedCapacity)
  if (!gates.enabled('DRAConsumableCapacity') && !usesCapacity) {
    for (const result of resultsOf(claim)) {
      delete result.shareID
      delete result.consumedCapacity
    }
    for (const device of claim.status.devices ?? []) delete device.shareID
  }
  const usesBinding = resultsOf(old).some((result) => result.bindingConditions ?? result.bindingFailureConditions)
  if (gates.enabled('DRADeviceBindingConditions') || usesBinding) return
  for (const result of resultsOf(claim)) {
    delete result.bindingConditions
    delete result.bindingFailureConditions
  }
}

/** What was said of devices that are given back goes with them. */
export function dropDeallocatedDevices(claim: ResourceClaim, old: ResourceClaim): void {
  const kept = new Set(resultsOf(claim).map(deviceIdOf))
  const gone = new Set(
    resultsOf(old)
      .map(deviceIdOf)
      .filter((id) => !kept.has(id)),
  )
  const devices = claim.status.devices?.filter((device) => !gone.has(deviceIdOf(device)))
  if (devices?.length) claim.status.devices = devices
  else delete claim.status.devices
}

/** ValidateUpdate of the status strategy. */
export function validateClaimStatus(
  claim: ResourceClaim,
  old: ResourceClaim,
  errors: FieldErrors,
  context: KindContext,
): void {
  validateAdminResults(claim, old, errors, context.lister)
  authorizeClaimStatus(claim, old, errors, context)
  validateCoreObjectMetaUpdate(claim.metadata, old.metadata, errors)
  const { reservedFor, devices, allocation } = claim.status
  const consumer = (ref: ResourceClaimConsumerReference, at: Path): void => {
    for (const field of ['resource', 'name', 'uid'] as const) if (ref[field] === '') errors.required(at.child(field))
  }
  validateSet(reservedFor, MAX_RESERVED, consumer, ({ uid }) => uid, RESERVED_FOR, errors)
  const allocated = new Set(resultsOf(claim).map(deviceIdOf))
  validateSet(
    devices,
    -1,
    (device, at) => validateDeviceStatus(device, allocated, at, errors),
    deviceIdOf,
    STATUS.child('devices'),
    errors,
    shownDevice,
  )
  validateReservations(claim, old, errors)
  if (!allocation) return
  if (!old.status.allocation) validateAllocation(allocation, errors, requestNamesOf(claim.spec.devices))
  else if (!semanticEqual(allocation, old.status.allocation)) {
    errors.invalid(ALLOCATION, goForm(allocation, 'resource.v1.AllocationResult'), FIELD_IMMUTABLE)
  }
}

function validateAdminResults(
  claim: ResourceClaim,
  old: ResourceClaim,
  errors: FieldErrors,
  lister: KindContext['lister'],
): void {
  if (resultsOf(old).some(({ adminAccess }) => adminAccess)) return
  const at = resultsOf(claim).findIndex(({ adminAccess }) => adminAccess)
  if (at < 0) return
  const path = ALLOCATION.child('devices', 'results').index(at).child('adminAccess')
  validateAdminNamespace(claim.metadata.namespace ?? '', path, lister, errors)
}

function validateReservations({ metadata, status }: ResourceClaim, old: ResourceClaim, errors: FieldErrors): void {
  const reserved = status.reservedFor ?? []
  if (reserved.length === 0) return
  if (!status.allocation) {
    errors.forbidden(RESERVED_FOR, 'may not be specified when `allocated` is not set')
    return
  }
  if (!metadata.deletionTimestamp) return
  const before = old.status.reservedFor ?? []
  if (reserved.every((ref) => before.some((known) => semanticEqual(ref, known)))) return
  const detail = 'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set'
  errors.forbidden(RESERVED_FOR, detail)
}

function validateAllocation(
  { devices, nodeSelector }: AllocationResult,
  errors: FieldErrors,
  names: RequestNames,
): void {
  const place = ALLOCATION.child('devices')
  const result = (item: DeviceRequestAllocationResult, at: Path): void => validateResult(item, at, errors, names)
  validateSlice(devices.results, MAX_RESULTS, result, place.child('results'), errors)
  const config = (item: DeviceAllocationConfiguration, at: Path): void => {
    validateSource(item.source, at.child('source'), errors)
    validateRequestReferences(item.requests, at.child('requests'), errors, names)
    validateConfiguration(item, at, errors, false)
  }
  validateSlice(devices.config, MAX_CONFIG, config, place.child('config'), errors)
  if (nodeSelector) validateNodeSelector(nodeSelector, false, ALLOCATION.child('nodeSelector'), errors)
}

const SOURCES = ['FromClaim', 'FromClass']

function validateSource(source: string, path: Path, errors: FieldErrors): void {
  if (source === '') errors.required(path)
  else if (!SOURCES.includes(source)) errors.notSupported(path, source, SOURCES)
}

function validateResult(
  result: DeviceRequestAllocationResult,
  path: Path,
  errors: FieldErrors,
  names: RequestNames,
): void {
  validateRequestReference(result.request, path.child('request'), errors, names)
  validateDriverName(result.driver, path.child('driver'), errors)
  validatePoolName(result.pool, path.child('pool'), errors)
  validateLabelLikeName(result.device, path.child('device'), errors)
  validateBindingConditions(result.bindingConditions, result.bindingFailureConditions, path, errors)
  if (result.shareID !== undefined) validateUid(result.shareID, path.child('shareID'), errors)
}
