// pods/<name>/resize: cpu and memory of containers, and of the pod, change in place.
// Upstream: pkg/registry/core/pod/strategy.go (dropNonResizeUpdates), ValidatePodResize in pkg/apis/core/validation.
import type { Container, Pod, PodSpec, ResourceRequirements } from '../../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import { computeQosClass, qosClassOf } from '../../../../model/pod-qos.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { UpdateRules } from '../../contract.ts'
import { MIRROR_POD_ANNOTATION } from '../../lib/pod-spec/annotations.ts'
import { dropDisabledFields } from '../../lib/pod-spec/disabled-fields.ts'
import type { PodValidationOptions } from '../../lib/pod-spec/options.ts'
import { POD_SPEC_PATH } from '../../lib/pod-spec/validate.ts'
import { isSidecar } from '../../lib/pod-spec/visit.ts'
import { containersKeepOrder, maskComputeOfContainer, maskComputeOfPod, removesResources } from './resize-masks.ts'
import { keepMetaForSubresource } from './subresource-meta.ts'
import { bumpGeneration, optionsForUpdate, validateWhole } from './update.ts'

const ONLY_COMPUTE = 'only cpu and memory resources are mutable'

/** PUT and PATCH on the subresource. */
export const resizePod: UpdateRules<Pod> = {
  prepare(pod, old, context) {
    keepAllButResources(pod, old, context.gates.enabled('InPlacePodLevelResourcesVerticalScaling'))
    dropDisabledFields(pod.spec, context.gates, old.spec)
    bumpGeneration(pod, old)
  },
  validate(pod, old, errors, context) {
    const options = optionsForUpdate(old, context)
    const before = errors.length
    validateWhole(pod, old, errors, options)
    if (!validateResizable(pod, old, before, errors)) return
    const masked: PodSpec = { ...pod.spec }
    if (!validatePodLevel(pod.spec, old.spec, masked, errors, options)) return
    if (old.status.nodeAllocatableResourceClaimStatuses) {
      errors.forbidden(POD_SPEC_PATH, 'pods with node allocatable resource claims cannot be resized')
    }
    if (!containersKeepOrder(pod.spec, old.spec, errors)) return
    validateNothingRemoved(pod.spec, old.spec, errors, options)
    validateContainersMasked(masked, old.spec, errors)
    validateInitContainersMasked(masked, old.spec, errors, options)
    if (errors.length === before && !deepEqual(masked, old.spec)) errors.forbidden(POD_SPEC_PATH, ONLY_COMPUTE)
  },
}

/** When containers were added, removed or renamed, all is left as it came: the rules then refuse it. */
function keepAllButResources(pod: Pod, old: Pod, podLevel: boolean): void {
  const { containers, initContainers = [], resources } = pod.spec
  if ((containers ?? []).length !== (old.spec.containers ?? []).length) return
  if (initContainers.length !== (old.spec.initContainers ?? []).length) return
  const spec: PodSpec = { ...old.spec, containers: withResourcesOf(containers ?? [], old.spec.containers ?? []) }
  if (initContainers.length > 0) spec.initContainers = withResourcesOf(initContainers, old.spec.initContainers ?? [])
  if (podLevel) {
    if (resources === undefined) delete spec.resources
    else spec.resources = resources
  }
  pod.spec = spec
  pod.status = old.status
  keepMetaForSubresource(pod.metadata, old.metadata)
}

function withResourcesOf(containers: Container[], old: readonly Container[]): Container[] {
  if (containers.some(({ name }, i) => name !== old[i]?.name)) return containers
  return containers.map(({ resources, resizePolicy }, i) => {
    const merged: Container = { ...old[i]!, resources }
    if (resizePolicy === undefined) delete merged.resizePolicy
    else merged.resizePolicy = resizePolicy
    return merged
  })
}

/** False when the pod cannot be resized at all; then nothing else found since `before` is said. */
function validateResizable(pod: Pod, old: Pod, before: number, errors: FieldErrors): boolean {
  const isMirror = old.metadata.annotations !== undefined && MIRROR_POD_ANNOTATION in old.metadata.annotations
  if (isMirror || old.spec.os?.name === 'windows') {
    errors.list.length = before
    errors.forbidden('', isMirror ? 'static pods cannot be resized' : 'windows pods cannot be resized')
    return false
  }
  if (qosClassOf(old) !== computeQosClass(pod)) {
    errors.invalid(POD_SPEC_PATH, pod.status.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing')
  }
  const running = (old.status.containerStatuses ?? []).find(({ state }) => state.running !== undefined)
  if (running !== undefined && running.resources === undefined) {
    errors.forbidden(POD_SPEC_PATH, 'Pod running on node without support for resize')
  }
  return true
}

const isSet = ({ requests, limits }: ResourceRequirements = {}): boolean =>
  Object.keys({ ...requests, ...limits }).length > 0

/** The pod's own resources; false ends the judgement. */
function validatePodLevel(
  spec: PodSpec,
  old: PodSpec,
  masked: PodSpec,
  errors: FieldErrors,
  options: PodValidationOptions,
): boolean {
  if (!isSet(spec.resources) && !isSet(old.resources)) return true
  if (!options.inPlacePodLevelResourcesVerticalScalingEnabled) {
    const gate = 'InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled'
    errors.forbidden('', `resize of pods with pod-level resources is forbidden when ${gate}`)
    return false
  }
  const path = POD_SPEC_PATH.child('resources')
  if (old.resources !== undefined && spec.resources === undefined) {
    errors.forbidden(path, 'pod-level resources cannot be removed')
    return true
  }
  for (const which of ['requests', 'limits'] as const) {
    if (old.resources === undefined || !removesResources(spec.resources?.[which], old.resources[which])) continue
    errors.forbidden(path.child(which), `pod-level resource ${which} cannot be removed`)
  }
  masked.resources = maskComputeOfPod(spec.resources, old.resources)
  if (!deepEqual(masked.resources, old.resources)) {
    errors.forbidden(POD_SPEC_PATH, 'only cpu and memory resources are mutable at pod-level')
  }
  return true
}

function validateNothingRemoved(spec: PodSpec, old: PodSpec, errors: FieldErrors, options: PodValidationOptions): void {
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [i, before] of (old[list] ?? []).entries()) {
      if (list === 'initContainers' && !options.inPlaceInitContainers && !isSidecar(before)) continue
      const path = POD_SPEC_PATH.child(list).index(i).child('resources')
      for (const which of ['requests', 'limits'] as const) {
        if (!removesResources(spec[list]![i]!.resources[which], before.resources[which])) continue
        errors.forbidden(path.child(which), `resource ${which} cannot be removed`)
      }
    }
  }
}

function validateContainersMasked(masked: PodSpec, old: PodSpec, errors: FieldErrors): void {
  masked.containers = (masked.containers ?? []).map((container, i) => {
    const before = old.containers![i]!
    const own = maskComputeOfContainer(container, before)
    if (!deepEqual(own, before)) errors.forbidden(POD_SPEC_PATH, ONLY_COMPUTE)
    return own
  })
}

function validateInitContainersMasked(
  masked: PodSpec,
  old: PodSpec,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if (masked.initContainers === undefined) return
  masked.initContainers = masked.initContainers.map((container, i) => {
    const before = old.initContainers![i]!
    const modified = !deepEqual(container, before)
    const sidecar = isSidecar(container)
    if (!sidecar && !options.inPlaceInitContainers) {
      if (modified) errors.forbidden(POD_SPEC_PATH, 'resources for non-sidecar init containers are immutable')
      return container
    }
    const path = POD_SPEC_PATH.child('initContainers').index(i)
    const own = maskComputeOfContainer(container, before)
    if (!deepEqual(own, before)) {
      errors.forbidden(path, 'only cpu and memory resources for init or sidecar containers are mutable')
    }
    if (!modified || sidecar) return own
    for (const { restartPolicy } of own.resizePolicy ?? []) {
      if (restartPolicy !== 'RestartContainer') continue
      const detail = 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized'
      errors.forbidden(path, detail)
    }
    return own
  })
}
