// Names of compute resources, and the quantities they may have.
// Upstream: pkg/apis/core/helper/helpers.go; validateResourceName and its kin in pkg/apis/core/validation/validation.go.
import { isExtendedResourceName, isNativeResource } from '../../../../model/extended-resource.ts'
import { mustParseQuantity, quantityMilliValue, sign } from '../../../../model/quantity.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isQualifiedName } from './label-syntax.ts'

const OBJECT_COUNTS: readonly string[] = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]
const CONTAINER_RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage'])
const INTEGER_RESOURCES: ReadonlySet<string> = new Set(OBJECT_COUNTS)
const QUOTA_RESOURCES: ReadonlySet<string> = new Set([
  ...CONTAINER_RESOURCES,
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  ...OBJECT_COUNTS,
])
const STANDARD_RESOURCES: ReadonlySet<string> = new Set([...QUOTA_RESOURCES, 'storage'])

/** hugepages-2Mi and the like. */
export const isHugePageResourceName = (name: string): boolean => name.startsWith('hugepages-')

/** The same, or a quota on requests for them. */
export const isQuotaHugePageResourceName = (name: string): boolean =>
  isHugePageResourceName(name) || name.startsWith('requests.hugepages-')

/** Whether limits may exceed requests: native, and not huge pages. */
export const isOvercommitAllowed = (name: string): boolean => isNativeResource(name) && !isHugePageResourceName(name)

/** What a container may ask for without a domain. */
export const isStandardContainerResourceName = (name: string): boolean =>
  CONTAINER_RESOURCES.has(name) || isHugePageResourceName(name)

/** What a quota may limit without a domain. */
export const isStandardQuotaResourceName = (name: string): boolean =>
  QUOTA_RESOURCES.has(name) || isQuotaHugePageResourceName(name)

/** Anything Kubernetes itself counts. */
export const isStandardResourceName = (name: string): boolean =>
  STANDARD_RESOURCES.has(name) || isQuotaHugePageResourceName(name)

/** Measured in whole numbers: object counts and extended resources. */
export const isIntegerResourceName = (name: string): boolean =>
  INTEGER_RESOURCES.has(name) || isExtendedResourceName(name)

/** A resource's name: qualified, and known when it has no domain. */
export function validateResourceName(name: string, path: Path, errors: FieldErrors): void {
  const problems = isQualifiedName(name)
  if (problems.length) errors.invalidAll(path, name, problems)
  else if (!name.includes('/') && !isStandardResourceName(name)) {
    errors.invalid(path, name, 'must be a standard resource type or fully qualified')
  }
}

/** A resource's name as a container may ask for it. */
export function validateContainerResourceName(name: string, path: Path, errors: FieldErrors): void {
  validateResourceName(name, path, errors)
  if (name.split('/').length === 1) {
    if (!isStandardContainerResourceName(name)) {
      errors.invalid(path, name, 'must be a standard resource for containers')
    }
  } else if (!isNativeResource(name) && !isExtendedResourceName(name)) {
    errors.invalid(path, name, "doesn't follow extended resource name standard")
  }
}

/** A resource's name as a quota may limit it. */
export function validateQuotaResourceName(name: string, path: Path, errors: FieldErrors): void {
  validateResourceName(name, path, errors)
  if (!name.includes('/') && !isStandardQuotaResourceName(name)) {
    errors.invalid(path, name, 'must be a standard resource for quota')
  }
}

/** An amount that may not be negative. */
export function validateNonnegativeQuantity(value: string, path: Path, errors: FieldErrors): void {
  if (sign(mustParseQuantity(value)) < 0) errors.invalid(path, value, 'must be greater than or equal to 0')
}

/** An amount of a resource: not negative, and whole where the resource is counted. */
export function validateResourceQuantityValue(name: string, value: string, path: Path, errors: FieldErrors): void {
  validateNonnegativeQuantity(value, path, errors)
  if (isIntegerResourceName(name) && quantityMilliValue(mustParseQuantity(value)) % 1000 !== 0) {
    errors.invalid(path, value, 'must be an integer')
  }
}
