// What the status of a claim must be. Upstream: ValidatePersistentVolumeClaimStatusUpdate in pkg/apis/core/validation/validation.go.
import type { PersistentVolumeClaim } from '../../../../generated/api/core.v1.ts'
import { isNativeResource } from '../../../../model/extended-resource.ts'
import { mustParseQuantity, quantityValue } from '../../../../model/quantity.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { FeatureGates } from '../../../api/types.ts'
import { isQualifiedName } from '../../lib/validation/names.ts'
import { validateResourceQuantityValue } from '../../lib/validation/resource-names.ts'

const CAPACITY = Path.of('status', 'capacity')
const RESIZE = Path.of('status', 'allocatedResourceStatuses')
const ALLOCATED = Path.of('status', 'allocatedResources')
const RESIZE_STATUSES: readonly string[] = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
]

/** Amounts, and how far an expansion has come. */
export function validateClaimStatus(
  { spec, status }: PersistentVolumeClaim,
  { status: old }: PersistentVolumeClaim,
  errors: FieldErrors,
  gates: FeatureGates,
): void {
  if (!spec.accessModes?.length) errors.required('Spec.accessModes')
  for (const name in status.capacity) validateAmount(status.capacity[name]!, CAPACITY.key(name), errors)
  const used = old.allocatedResources !== undefined || old.allocatedResourceStatuses !== undefined
  if (!used && !gates.enabled('RecoverVolumeExpansionFailure')) return
  for (const name in status.allocatedResourceStatuses) {
    validateKey(name, RESIZE, errors)
    const state = status.allocatedResourceStatuses[name]!
    if (!RESIZE_STATUSES.includes(state)) errors.notSupported(RESIZE, name, RESIZE_STATUSES)
  }
  for (const name in status.allocatedResources) {
    if (!validateKey(name, ALLOCATED, errors)) continue
    const amount = status.allocatedResources[name]!
    if (validateAmount(amount, ALLOCATED.key(name), errors)) {
      validateResourceQuantityValue('storage', amount, ALLOCATED.key(name), errors)
    }
  }
}

function validateAmount(text: string, path: Path, errors: FieldErrors): boolean {
  const value = quantityValue(mustParseQuantity(text))
  if (value < 0) errors.invalid(path, value, 'must be a valid resource quantity')
  return value >= 0
}

/** Storage, or something with a domain. */
function validateKey(name: string, path: Path, errors: FieldErrors): boolean {
  const problems = isQualifiedName(name)
  errors.invalidAll(path, name, problems)
  if (problems.length > 0) return false
  if (!isNativeResource(name) || name === 'storage') return true
  errors.notSupported(path, name, ['storage'])
  return false
}
