// The rules for a whole pod, on creation, and those every update repeats.
// Upstream: pkg/apis/core/validation/validation.go (ValidatePodCreate, validatePodMetadataAndSpec).
import type { Pod } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext } from '../../contract.ts'
import { validatePodAnnotations } from '../../lib/pod-spec/annotations.ts'
import { validateImageBlanks } from '../../lib/pod-spec/containers/ephemeral-containers.ts'
import { type PodValidationOptions, podValidationOptions } from '../../lib/pod-spec/options.ts'
import { validateProfilesMatch } from '../../lib/pod-spec/security/profiles.ts'
import { POD_SPEC_PATH, validatePodSpec } from '../../lib/pod-spec/validate.ts'

/** `metadata.annotations`. */
export const ANNOTATIONS = Path.of('metadata', 'annotations')

/** ValidatePodCreate, without the metadata every kind has. */
export function validatePod(pod: Pod, errors: FieldErrors, context: KindContext): void {
  validateAnnotationsAndSpec(pod, errors, podValidationOptions(context.gates, true))
  const { spec } = pod
  if (spec.ephemeralContainers) errors.forbidden(POD_SPEC_PATH.child('ephemeralContainers'), 'cannot be set on create')
  if (spec.nodeName && spec.schedulingGates) {
    const detail = 'cannot be set until all schedulingGates have been cleared'
    errors.forbidden(POD_SPEC_PATH.child('nodeName'), detail)
  }
  validateProfilesMatch(pod.metadata.annotations, spec, POD_SPEC_PATH, errors)
}

/** validatePodMetadataAndSpec, without the metadata every kind has. */
export function validateAnnotationsAndSpec(pod: Pod, errors: FieldErrors, options: PodValidationOptions): void {
  const { metadata, spec } = pod
  validatePodAnnotations(metadata.annotations, spec, ANNOTATIONS, errors, options)
  validatePodSpec(spec, metadata, POD_SPEC_PATH, errors, options)
  if (!spec.serviceAccountName && spec.volumes) validateNoTokens(pod, errors)
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [i, container] of (spec[list] ?? []).entries()) {
      if (container.image?.trim() === container.image) continue
      validateImageBlanks(container, POD_SPEC_PATH.child(list).index(i), errors)
    }
  }
}

function validateNoTokens({ spec }: Pod, errors: FieldErrors): void {
  for (const [i, { projected }] of (spec.volumes ?? []).entries()) {
    for (const [j, { serviceAccountToken }] of (projected?.sources ?? []).entries()) {
      if (serviceAccountToken === undefined) continue
      const path = POD_SPEC_PATH.child('volumes').index(i).child('projected', 'sources').index(j)
      const detail = 'must not be specified when serviceAccountName is not set'
      errors.forbidden(path.child('serviceAccountToken'), detail)
    }
  }
}
