// What may change in a stored pod through its main door: images, labels, tolerations, deadlines, gates.
// Upstream: pkg/registry/core/pod/strategy.go, pkg/apis/core/validation/validation.go (ValidatePodUpdate).
import type { Container, Pod, PodSpec, Toleration } from '../../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import { changedWithGiven } from '../../../../model/given-empty.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { KindContext, UpdateRules } from '../../contract.ts'
import { MIRROR_POD_ANNOTATION, validatePodAnnotations } from '../../lib/pod-spec/annotations.ts'
import { dropDisabledFields } from '../../lib/pod-spec/disabled-fields.ts'
import { internalPodSpec } from '../../lib/pod-spec/internal-form.ts'
import { type PodValidationOptions, podValidationOptions } from '../../lib/pod-spec/options.ts'
import { validateTolerations } from '../../lib/pod-spec/scheduling/tolerations.ts'
import { APPARMOR_CONTAINER_PREFIX } from '../../lib/pod-spec/security/profiles.ts'
import { POD_SPEC_PATH } from '../../lib/pod-spec/validate.ts'
import { internalDiff } from '../../lib/unified-diff.ts'
import { METADATA, validateCoreObjectMeta, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { inclusiveRangeError, nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { maskGatedChanges } from './update-gated.ts'
import { ANNOTATIONS, validateAnnotationsAndSpec } from './validate.ts'

const MAX_INT32 = 2147483647
const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }
const UPDATABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',')

/** The options for judging an update of `old`. */
export const optionsForUpdate = (old: Pod, { gates }: KindContext): PodValidationOptions =>
  podValidationOptions(gates, true, { spec: old.spec, annotations: old.metadata.annotations })

/** The generation counts changes of the spec. */
export function bumpGeneration(pod: Pod, old: Pod): void {
  if (!deepEqual(pod.spec, old.spec)) pod.metadata.generation = (old.metadata.generation ?? 0) + 1
}

/** PUT and PATCH on the pod itself. */
export const updatePod: UpdateRules<Pod> = {
  prepare(pod, old, context) {
    pod.status = old.status
    dropDisabledFields(pod.spec, context.gates, old.spec)
    bumpGeneration(pod, old)
  },
  validate(pod, old, errors, context) {
    const options = optionsForUpdate(old, context)
    validateWhole(pod, old, errors, options)
    validateAnnotationUpdates(pod, old, errors, options)
    validateSpecUpdate(pod.spec, old.spec, errors, options)
  },
}

/** What doors that change the spec begin with: the change of metadata, metadata as a whole, and the whole spec. */
export function validateWhole(pod: Pod, old: Pod, errors: FieldErrors, options: PodValidationOptions): void {
  validateCoreObjectMetaUpdate(pod.metadata, old.metadata, errors)
  validateCoreObjectMeta(pod.metadata, META_RULES, METADATA, errors)
  validateAnnotationsAndSpec(pod, errors, options)
}

/** Annotations of AppArmor and of mirror pods stay as they are (ValidatePodSpecificAnnotationUpdates). */
export function validateAnnotationUpdates(
  { metadata, spec }: Pod,
  old: Pod,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const now = metadata.annotations ?? {}
  const before = old.metadata.annotations ?? {}
  for (const key in before) {
    if (now[key] === before[key]) continue
    if (key.startsWith(APPARMOR_CONTAINER_PREFIX)) {
      errors.forbidden(ANNOTATIONS.key(key), 'may not remove or update AppArmor annotations')
    }
    if (key === MIRROR_POD_ANNOTATION) {
      errors.forbidden(ANNOTATIONS.key(key), 'may not remove or update mirror pod annotation')
    }
  }
  for (const key in now) {
    if (key in before) continue
    if (key.startsWith(APPARMOR_CONTAINER_PREFIX)) {
      errors.forbidden(ANNOTATIONS.key(key), 'may not add AppArmor annotations')
    }
    if (key === MIRROR_POD_ANNOTATION) errors.forbidden(ANNOTATIONS.key(key), 'may not add mirror pod annotation')
  }
  validatePodAnnotations(metadata.annotations, spec, ANNOTATIONS, errors, options)
}

function validateSpecUpdate(spec: PodSpec, old: PodSpec, errors: FieldErrors, options: PodValidationOptions): void {
  for (const list of ['containers', 'initContainers'] as const) {
    if (!validateImages(spec[list] ?? [], old[list] ?? [], POD_SPEC_PATH.child(list), errors)) return
  }
  if (!validateDeadline(spec.activeDeadlineSeconds, old.activeDeadlineSeconds, errors)) return
  const tolerationsPath = POD_SPEC_PATH.child('tolerations')
  validateAddedTolerations(spec.tolerations ?? [], old.tolerations ?? [], tolerationsPath, errors, options)
  validateDeletedGates(spec, old, errors)
  if (deepEqual(spec, old)) return
  const masked = maskAllowedChanges(spec, old, errors)
  if (deepEqual(masked, old)) return
  const diff = internalDiff(internalPodSpec(old, true), internalPodSpec(masked))
  errors.forbidden(POD_SPEC_PATH, `pod updates may not change fields other than ${UPDATABLE}\n${diff}`)
}

/** False when the lists cannot be compared further. */
function validateImages(
  containers: readonly Container[],
  old: readonly Container[],
  path: Path,
  errors: FieldErrors,
): boolean {
  if (containers.length !== old.length) {
    errors.forbidden(path, 'pod updates may not add or remove containers')
    return false
  }
  for (const [i, { image = '' }] of containers.entries()) {
    const place = path.index(i).child('image')
    if (image === '') errors.required(place)
    if (image.trim() !== image) errors.invalid(place, image, 'must not have leading or trailing whitespace')
  }
  return true
}

/** A deadline may be set, or shortened; false ends the judgement. */
function validateDeadline(seconds: number | undefined, old: number | undefined, errors: FieldErrors): boolean {
  const path = POD_SPEC_PATH.child('activeDeadlineSeconds')
  if (seconds === undefined) {
    if (old !== undefined) errors.invalid(path, undefined, 'must not update from a positive integer to nil value')
    return true
  }
  if (seconds < 0 || seconds > MAX_INT32) errors.invalid(path, seconds, inclusiveRangeError(0, MAX_INT32))
  else if (old !== undefined && old < seconds) {
    errors.invalid(path, seconds, 'must be less than or equal to previous value')
  } else return true
  return false
}

function validateAddedTolerations(
  tolerations: readonly Toleration[],
  old: readonly Toleration[],
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const kept = old.every((before) =>
    tolerations.some((now) => deepEqual({ ...before, tolerationSeconds: now.tolerationSeconds }, now)),
  )
  if (!kept) {
    errors.forbidden(path, 'existing toleration can not be modified except its tolerationSeconds')
    return
  }
  validateTolerations(tolerations, path, errors, options)
}

function validateDeletedGates(spec: PodSpec, old: PodSpec, errors: FieldErrors): void {
  const before = new Set((old.schedulingGates ?? []).map(({ name }) => name))
  for (const [i, { name }] of (spec.schedulingGates ?? []).entries()) {
    if (before.has(name)) continue
    const path = POD_SPEC_PATH.child('schedulingGates').index(i).child('name')
    errors.forbidden(path, `only deletion is allowed, but found new scheduling gate '${name}'`)
  }
}

/** The new spec with everything that may change set back: what still differs may not. */
function maskAllowedChanges(spec: PodSpec, old: PodSpec, errors: FieldErrors): PodSpec {
  const masked = changedWithGiven(spec, {
    containers: maskImages(spec.containers, old.containers) ?? null,
    initContainers: maskImages(spec.initContainers, old.initContainers),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    schedulingGates: old.schedulingGates,
    tolerations: old.tolerations,
  })
  const grace = old.terminationGracePeriodSeconds
  if (grace !== undefined && grace < 0 && spec.terminationGracePeriodSeconds === 1) {
    masked.terminationGracePeriodSeconds = grace
  }
  if (old.schedulingGates?.length) maskGatedChanges(masked, old, errors)
  return masked
}

const maskImages = (
  containers: readonly Container[] | null | undefined,
  old: readonly Container[] | null | undefined,
): Container[] | undefined => containers?.map((container, i) => changedWithGiven(container, { image: old?.[i]?.image }))
