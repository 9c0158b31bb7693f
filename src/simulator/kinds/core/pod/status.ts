// pods/<name>/status: what kubelets and the scheduler report, and what they may not.
// Upstream: pkg/registry/core/pod/strategy.go (podStatusStrategy), ValidatePodStatusUpdate in pkg/apis/core/validation.
import type { ContainerStatus, Pod, PodSpec, PodStatus } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { UpdateRules } from '../../contract.ts'
import type { PodValidationOptions } from '../../lib/pod-spec/options.ts'
import { validateCoreObjectMetaUpdate, validateImmutableField } from '../../lib/validation/metadata.ts'
import { isDNS1123Subdomain, isQualifiedName, parseIP, warningsForIP } from '../../lib/validation/names.ts'
import { validateAddresses } from './status-addresses.ts'
import { validateClaimStatuses, validateExtendedClaimStatus } from './status-claims.ts'
import { validateContainerStatuses, validateStateTransitions } from './status-containers.ts'
import { optionsForUpdate, validateAnnotationUpdates } from './update.ts'

/** `status`. */
const STATUS = Path.of('status')
const SYSTEM_CONDITIONS = ['PodScheduled', 'Ready', 'Initialized']
const NOT_NEGATIVE = 'must be a non-negative integer'

/** PUT and PATCH on the subresource. */
export const updatePodStatus: UpdateRules<Pod> = {
  prepare(pod, old, context) {
    pod.spec = old.spec
    delete pod.metadata.deletionTimestamp
    if (old.metadata.ownerReferences === undefined) delete pod.metadata.ownerReferences
    else pod.metadata.ownerReferences = old.metadata.ownerReferences
    if (!pod.status.qosClass && old.status.qosClass) pod.status.qosClass = old.status.qosClass
    keepObservedGenerations(pod.status, old.status)
    dropDisabledStatus(pod.status, old.status, context.gates.enabled('ImageVolumeWithDigest'))
    if (!context.gates.enabled('DRANodeAllocatableResources')) {
      if (old.status.nodeAllocatableResourceClaimStatuses === undefined) {
        delete pod.status.nodeAllocatableResourceClaimStatuses
      }
    }
  },
  validate(pod, old, errors, context) {
    const options = optionsForUpdate(old, context)
    validateCoreObjectMetaUpdate(pod.metadata, old.metadata, errors)
    validateAnnotationUpdates(pod, old, errors, options)
    validateConditions(pod.status, errors)
    validateNominatedNode(pod, old, errors, options)
    const generation = pod.status.observedGeneration ?? 0
    if (generation < 0) errors.invalid(STATUS.child('observedGeneration'), generation, NOT_NEGATIVE)
    validateImmutableField(pod.status.qosClass ?? '', old.status.qosClass ?? '', STATUS.child('qosClass'), errors)
    validateStateTransitions(pod.status, old, STATUS, errors, options)
    validateClaimStatuses(pod.status, pod.spec, STATUS, errors)
    validateExtendedClaimStatus(pod.status, pod.spec, STATUS, errors)
    validateAddresses(pod.status, old.status, STATUS, errors, options)
    validateContainerStatuses(pod.status, pod.spec, STATUS, errors, options)
  },
  warnings({ status }) {
    const warnings: string[] = []
    for (const list of ['podIPs', 'hostIPs'] as const) {
      for (const [i, { ip }] of (status[list] ?? []).entries()) {
        if (parseIP(ip) !== undefined) warnings.push(...warningsForIP(STATUS.child(list).index(i).child('ip'), ip))
      }
    }
    return warnings
  },
}

/** A generation once observed is not forgotten: a report without one keeps the old. */
function keepObservedGenerations(status: PodStatus, old: PodStatus): void {
  if (!status.observedGeneration && old.observedGeneration) status.observedGeneration = old.observedGeneration
  const known = new Map<string, number[]>()
  for (const { type, observedGeneration = 0 } of old.conditions ?? []) {
    known.set(type, [...(known.get(type) ?? []), observedGeneration])
  }
  for (const condition of status.conditions ?? []) {
    const generation = known.get(condition.type)?.shift() ?? 0
    if (!condition.observedGeneration && generation !== 0) condition.observedGeneration = generation
  }
}

/** ImageVolumeWithDigest is off unless asked for. */
function dropDisabledStatus(status: PodStatus, old: PodStatus, withDigest: boolean): void {
  const lists = (from: PodStatus): readonly ContainerStatus[] => [
    ...(from.containerStatuses ?? []),
    ...(from.initContainerStatuses ?? []),
    ...(from.ephemeralContainerStatuses ?? []),
  ]
  const inUse = lists(old).some(({ volumeMounts }) => volumeMounts?.some((mount) => mount.volumeStatus !== undefined))
  if (withDigest || inUse) return
  for (const { volumeMounts = [] } of lists(status)) for (const mount of volumeMounts) delete mount.volumeStatus
}

function validateConditions({ conditions = [] }: PodStatus, errors: FieldErrors): void {
  for (const [i, { type, observedGeneration = 0 }] of conditions.entries()) {
    const path = STATUS.child('conditions').index(i)
    if (observedGeneration < 0) errors.invalid(path.child('observedGeneration'), observedGeneration, NOT_NEGATIVE)
    if (!SYSTEM_CONDITIONS.includes(type)) errors.invalidAll(path.child('Type'), type, isQualifiedName(type))
  }
}

function validateNominatedNode(
  { spec, status }: { spec: PodSpec; status: PodStatus },
  old: Pod,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if ((spec.nodeName ?? '') !== (old.spec.nodeName ?? '')) {
    errors.forbidden(STATUS.child('nodeName'), 'may not be changed directly')
  }
  const name = status.nominatedNodeName
  if (!name || name === old.status.nominatedNodeName) return
  const path = STATUS.child('nominatedNodeName')
  errors.invalidAll(path, name, isDNS1123Subdomain(name))
  if (options.clearingNominatedNodeNameAfterBinding && old.spec.nodeName) {
    errors.forbidden(path, 'may not be set on pods that are already bound to a node')
  }
}
