// What a pod's status says of claims for devices. Upstream: pkg/apis/core/validation/validation.go
// (validatePodResourceClaimStatuses, validatePodExtendedResourceClaimStatus).
import type { PodSpec, PodStatus } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isDNS1123Label, isDNS1123Subdomain } from '../../lib/validation/names.ts'

/** The claims made for the pod's entries. */
export function validateClaimStatuses(status: PodStatus, spec: PodSpec, statusPath: Path, errors: FieldErrors): void {
  const names = new Set<string>()
  for (const [i, { name, resourceClaimName }] of (status.resourceClaimStatuses ?? []).entries()) {
    const path = statusPath.child('resourceClaimStatuses').index(i)
    if (!spec.resourceClaims?.some((claim) => claim.name === name)) {
      errors.invalid(path.child('name'), name, 'must match the name of an entry in `spec.resourceClaims`')
    }
    if (names.has(name)) errors.duplicate(path.child('name'), name)
    names.add(name)
    if (resourceClaimName !== undefined) {
      errors.invalidAll(path.child('resourceClaimName'), resourceClaimName, isDNS1123Subdomain(resourceClaimName))
    }
  }
}

/** The claim made for extended resources that devices back. */
export function validateExtendedClaimStatus(
  status: PodStatus,
  spec: PodSpec,
  statusPath: Path,
  errors: FieldErrors,
): void {
  const claim = status.extendedResourceClaimStatus
  if (claim === undefined) return
  const path = statusPath.child('extendedResourceClaimStatus')
  const mappings = claim.requestMappings ?? []
  if (mappings.length === 0) errors.required(path.child('requestMappings'), 'at least one request mapping is required')
  const containers = new Map([...(spec.initContainers ?? []), ...(spec.containers ?? [])].map((c) => [c.name, c]))
  const seen = new Set<string>()
  for (const [i, { containerName, resourceName, requestName }] of mappings.entries()) {
    const place = path.child('requestMappings').index(i)
    const container = containers.get(containerName)
    if (container === undefined) {
      const detail = 'must match the name of an entry in spec.initContainers.name or spec.containers.name'
      errors.invalid(place.child('containerName'), containerName, detail)
    } else if (container.resources.requests?.[resourceName] === undefined) {
      const lists = 'spec.initContainers.resources.requests or spec.containers.resources.requests'
      const detail = `must match the extended resource name of an entry in ${lists}`
      errors.invalid(place.child('resourceName'), resourceName, detail)
    }
    errors.invalidAll(path.child('requestName'), requestName, isDNS1123Label(requestName))
    const key = JSON.stringify([containerName, resourceName, requestName])
    if (seen.has(key)) {
      errors.duplicate(place.child('containerName'), containerName)
      errors.duplicate(place.child('resourceName'), resourceName)
      errors.duplicate(place.child('requestName'), requestName)
    }
    seen.add(key)
  }
  const name = claim.resourceClaimName
  if (name === '') errors.required(path.child('resourceClaimName'))
  else errors.invalidAll(path.child('resourceClaimName'), name, isDNS1123Subdomain(name))
}
