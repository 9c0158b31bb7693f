// Annotations that mean something to pods.
// Upstream: pkg/apis/core/validation/validation.go (ValidatePodSpecificAnnotations).
import type { PodSpec, Toleration } from '../../../../generated/api/core.v1.ts'
import { parseGoJson } from '../../../../model/go-json.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { JsonObject } from '../../../api/types.ts'
import { isDeletionCost, POD_DELETION_COST } from './deletion-cost.ts'
import type { PodValidationOptions } from './options.ts'
import { validateTolerations } from './scheduling/tolerations.ts'
import { validateProfileAnnotations } from './security/profiles.ts'

/** A mirror pod, made by a kubelet of a static pod's manifest, has this. */
export const MIRROR_POD_ANNOTATION = 'kubernetes.io/config.mirror'
const TOLERATIONS = 'scheduler.alpha.kubernetes.io/tolerations'

/** The annotations of a pod or template; `path` is theirs. */
export function validatePodAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  spec: PodSpec,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if (annotations === undefined) return
  const mirror = annotations[MIRROR_POD_ANNOTATION]
  if (mirror !== undefined && !spec.nodeName) {
    const detail = 'must set spec.nodeName if mirror pod annotation is set'
    errors.invalid(path.key(MIRROR_POD_ANNOTATION), mirror, detail)
  }
  const tolerations = annotations[TOLERATIONS]
  if (tolerations) validateTolerationsText(tolerations, path, errors, options)
  if (!options.allowInvalidPodDeletionCost && !isDeletionCost(annotations)) {
    errors.invalid(path.key(POD_DELETION_COST), annotations[POD_DELETION_COST], 'must be a 32bit integer')
  }
  validateProfileAnnotations(annotations, spec, path, errors)
}

/** Upstream reads the internal type here, so the fields' names are matched without regard to case. */
function validateTolerationsText(text: string, path: Path, errors: FieldErrors, options: PodValidationOptions): void {
  const parsed = parseGoJson(text, 'array', '[]core.Toleration')
  if ('error' in parsed) {
    errors.invalid(path, TOLERATIONS, parsed.error)
    return
  }
  const tolerations = ((parsed.value ?? []) as readonly JsonObject[]).map(withApiNames)
  validateTolerations(tolerations, path.child(TOLERATIONS), errors, options)
}

const NAMES = ['key', 'operator', 'value', 'effect', 'tolerationSeconds']

const withApiNames = (item: JsonObject): Toleration =>
  Object.fromEntries(
    Object.entries(item).map(([field, value]) => [
      NAMES.find((name) => name.toLowerCase() === field.toLowerCase()) ?? field,
      value,
    ]),
  )
