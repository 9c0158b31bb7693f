// Containers added to a running pod to look into it: only what does not hold resources or provide services.
// Upstream: pkg/apis/core/validation/validation.go (validateEphemeralContainers, allowedEphemeralContainerFields).
import type { EphemeralContainer } from '../../../../../generated/api/core.v1.ts'
import { givenOf } from '../../../../../model/given-empty.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import type { AnyContainer } from '../visit.ts'
import { type ContainerContext, validateContainerCommon } from './containers.ts'

const NOT_EPHEMERAL = 'cannot be set for an Ephemeral Container'
/** In the order of the type's fields. */
const FORBIDDEN = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const

/** An image's name may not begin or end with blanks; not said of templates. */
export function validateImageBlanks({ image = '' }: AnyContainer, path: Path, errors: FieldErrors): void {
  if (image.trim() !== image) {
    errors.invalid(path.child('image'), image, 'must not have leading or trailing whitespace')
  }
}

/** The ephemeral containers of a pod (or of a template, which then refuses them altogether). */
export function validateEphemeralContainers(
  containers: readonly EphemeralContainer[],
  path: Path,
  errors: FieldErrors,
  context: ContainerContext,
): void {
  const { spec } = context
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name))
  const names = new Set(others)
  for (const [i, container] of containers.entries()) {
    const place = path.index(i)
    validateContainerCommon(container, place, errors, context)
    validateImageBlanks(container, place, errors)
    if (names.has(container.name)) errors.duplicate(place.child('name'), container.name)
    else names.add(container.name)
    const target = container.targetContainerName
    if (target && !others.has(target)) errors.notFound(place.child('targetContainerName'), target)
    for (const field of FORBIDDEN) if (isSet(container, field)) errors.forbidden(place.child(field), NOT_EPHEMERAL)
    for (const [j, { subPath, subPathExpr }] of (container.volumeMounts ?? []).entries()) {
      const mount = place.child('volumeMounts').index(j)
      if (subPath) errors.forbidden(mount.child('subPath'), NOT_EPHEMERAL)
      if (subPathExpr) errors.forbidden(mount.child('subPathExpr'), NOT_EPHEMERAL)
    }
  }
}

/** Lists and maps count even when they are given empty. */
function isSet(container: EphemeralContainer, field: (typeof FORBIDDEN)[number]): boolean {
  if (field !== 'resources') return givenOf(container, field) !== undefined
  const { resources } = container
  return (['limits', 'requests', 'claims'] as const).some((each) => givenOf(resources, each) !== undefined)
}
