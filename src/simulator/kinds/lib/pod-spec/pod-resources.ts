// Resources given to the pod as a whole, against what its containers ask for.
// Upstream: pkg/apis/core/validation/validation.go (validatePodResources, validatePodResourceConsistency).
import type { PodSpec, ResourceRequirements } from '../../../../generated/api/core.v1.ts'
import { podLimits, podRequests } from '../../../../model/pod-resources.ts'
import { compareQuantity, formatQuantity, mustParseQuantity } from '../../../../model/quantity.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isHugePageResourceName } from '../validation/resource-names.ts'
import type { PodValidationOptions } from './options.ts'
import { validatePodRequirements } from './resources.ts'

const CONTAINERS_ONLY = { skipPodLevel: true, excludeOverhead: true }

/** spec.resources. */
export function validatePodResources(
  spec: PodSpec,
  claimNames: ReadonlySet<string>,
  specPath: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const { resources } = spec
  if (resources === undefined) return
  const path = specPath.child('resources')
  if (spec.os?.name === 'windows') {
    errors.forbidden(path, 'may not be set for a windows pod')
    return
  }
  if (resources.claims) errors.forbidden(path.child('claims'), 'claims may not be set for Resources at pod-level')
  validatePodRequirements(resources, claimNames, path, errors, options)
  validateAggregates(spec, resources, path, errors)
  validateContainerLimits(spec, resources, path, errors)
}

/** The pod's requests cover the containers'; its huge pages' limits cover theirs. */
function validateAggregates(spec: PodSpec, resources: ResourceRequirements, path: Path, errors: FieldErrors): void {
  const pod = { metadata: {}, spec, status: {} }
  for (const which of ['requests', 'limits'] as const) {
    const aggregate = (which === 'requests' ? podRequests : podLimits)(pod, CONTAINERS_ONLY)
    for (const [name, sum] of Object.entries(aggregate)) {
      const text = resources[which]?.[name]
      if (text === undefined || (which === 'limits' && !isHugePageResourceName(name))) continue
      const own = mustParseQuantity(text)
      if (compareQuantity(sum, own) <= 0) continue
      const detail = `must be greater than or equal to aggregate container ${which} of ${formatQuantity(sum)}`
      errors.invalid(path.child(which).key(name), formatQuantity(own), detail)
    }
  }
}

function validateContainerLimits(
  spec: PodSpec,
  resources: ResourceRequirements,
  path: Path,
  errors: FieldErrors,
): void {
  for (const [i, container] of (spec.containers ?? []).entries()) {
    for (const [name, text] of Object.entries(container.resources?.limits ?? {})) {
      const podText = resources.limits?.[name]
      if (podText === undefined) continue
      const limit = mustParseQuantity(text)
      const ofPod = mustParseQuantity(podText)
      if (compareQuantity(limit, ofPod) <= 0) continue
      const place = path.child('containers').index(i).key(name).child('limits')
      errors.invalid(
        place,
        formatQuantity(limit),
        `must be less than or equal to pod limits of ${formatQuantity(ofPod)}`,
      )
    }
  }
}
