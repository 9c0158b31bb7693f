// The rules for a stateful set's spec and status.
// Upstream: ValidateStatefulSetSpec, ValidateStatefulSetStatus in pkg/apis/apps/validation/validation.go.
import type {
  RollingUpdateStatefulSetStrategy,
  StatefulSet,
  StatefulSetPersistentVolumeClaimRetentionPolicy,
  StatefulSetSpec,
} from '../../../../generated/api/apps.v1.ts'
import type { PodTemplateSpec, Volume } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindContext } from '../../contract.ts'
import { validatePodAnnotations } from '../../lib/pod-spec/annotations.ts'
import type { PodValidationOptions } from '../../lib/pod-spec/options.ts'
import { validatePodTemplateSpec } from '../../lib/pod-spec/validate.ts'
import { validateClaimSpec } from '../../lib/pod-spec/volumes/claim-template.ts'
import { templateOptions, validateAlwaysRestarted, validateSelected } from '../../lib/pod-template/template.ts'
import { validateAnnotations, validateLabels } from '../../lib/validation/labels.ts'
import { validateCoreObjectMetaUpdate, validateNonnegativeField } from '../../lib/validation/metadata.ts'
import { isDNS1123Label } from '../../lib/validation/names.ts'
import { STATUS, validateAtMost, validateCollisionCount, validateCounters } from '../../lib/workload/counters.ts'
import {
  intOrPercentValue,
  validateNotMoreThan100Percent,
  validatePositiveIntOrPercent,
} from '../../lib/workload/int-or-percent.ts'
import {
  SPEC,
  selectsTemplate,
  TEMPLATE,
  usableSelector,
  validateRequiredSelector,
} from '../../lib/workload/selector.ts'

const STRATEGY = SPEC.child('updateStrategy')
const ROLLING_UPDATE = STRATEGY.child('rollingUpdate')
const RETENTION = SPEC.child('persistentVolumeClaimRetentionPolicy')

/** What an update does not judge again: upstream's StatefulSetValidationOptions. */
export interface StatefulSetLeniency {
  readonly allowInvalidServiceName: boolean
  readonly skipClaimTemplates: boolean
  readonly skipTemplate: boolean
}

const STRICT: StatefulSetLeniency = { allowInvalidServiceName: false, skipClaimTemplates: false, skipTemplate: false }

/** ValidateStatefulSetSpec; `old` is the stored spec on update. */
export function validateStatefulSetSpec(
  spec: StatefulSetSpec,
  errors: FieldErrors,
  context: KindContext,
  old?: StatefulSetSpec,
  lenient: StatefulSetLeniency = STRICT,
): void {
  validateManagementPolicy(spec.podManagementPolicy ?? '', errors)
  validateUpdateStrategy(spec, errors)
  if (spec.persistentVolumeClaimRetentionPolicy) validateRetention(spec.persistentVolumeClaimRetentionPolicy, errors)
  if (!lenient.skipClaimTemplates) {
    for (const [i, claim] of (spec.volumeClaimTemplates ?? []).entries()) {
      validateClaimSpec(claim.spec, SPEC.child('volumeClaimTemplates').index(i).child('spec'), errors)
    }
  }
  validateNonnegativeField(spec.replicas ?? 0, SPEC.child('replicas'), errors)
  validateNonnegativeField(spec.minReadySeconds ?? 0, SPEC.child('minReadySeconds'), errors)
  if (spec.ordinals) validateNonnegativeField(spec.ordinals.start, SPEC.child('ordinals.start'), errors)
  if (!lenient.allowInvalidServiceName && spec.serviceName) {
    errors.invalidAll(SPEC.child('serviceName'), spec.serviceName, isDNS1123Label(spec.serviceName))
  }
  validateRequiredSelector(spec.selector, 'statefulset', errors)
  const selector = usableSelector(spec.selector, '', errors)
  if (selector !== undefined) {
    if (!selectsTemplate(selector, spec.template)) validateSelected(spec.template, TEMPLATE, errors)
    validateTemplate(templateToJudge(spec), errors, templateOptions(context, old?.template), lenient.skipTemplate)
  }
  validateAlwaysRestarted(spec.template, 'StatefulSet', TEMPLATE, errors)
}

function validateManagementPolicy(policy: string, errors: FieldErrors): void {
  const path = SPEC.child('podManagementPolicy')
  if (policy === '') errors.required(path)
  else if (policy !== 'OrderedReady' && policy !== 'Parallel') {
    errors.invalid(path, policy, "must be 'OrderedReady' or 'Parallel'")
  }
}

function validateUpdateStrategy({ updateStrategy }: StatefulSetSpec, errors: FieldErrors): void {
  const { type, rollingUpdate } = updateStrategy
  if (!type) errors.required(STRATEGY)
  else if (type === 'OnDelete') {
    if (!rollingUpdate) return
    errors.invalid(ROLLING_UPDATE, internal(rollingUpdate), "only allowed for updateStrategy 'RollingUpdate'")
  } else if (type === 'RollingUpdate') {
    if (rollingUpdate) validateRollingUpdate(rollingUpdate, errors)
  } else {
    const shown = { Type: type, RollingUpdate: rollingUpdate ? internal(rollingUpdate) : null }
    errors.invalid(STRATEGY, shown, "must be 'RollingUpdate' or 'OnDelete'")
  }
}

const internal = ({ partition = 0, maxUnavailable }: RollingUpdateStatefulSetStrategy) => ({
  Partition: partition,
  MaxUnavailable: maxUnavailable ?? null,
})

function validateRollingUpdate(rollingUpdate: RollingUpdateStatefulSetStrategy, errors: FieldErrors): void {
  const { partition, maxUnavailable } = rollingUpdate
  validateNonnegativeField(partition ?? 0, ROLLING_UPDATE.child('partition'), errors)
  if (maxUnavailable === undefined) return
  const path = ROLLING_UPDATE.child('maxUnavailable')
  validatePositiveIntOrPercent(maxUnavailable, path, errors)
  if (intOrPercentValue(maxUnavailable) === 0) errors.invalid(path, maxUnavailable, 'cannot be 0')
  validateNotMoreThan100Percent(maxUnavailable, path, errors)
}

function validateRetention(policy: StatefulSetPersistentVolumeClaimRetentionPolicy, errors: FieldErrors): void {
  for (const field of ['whenDeleted', 'whenScaled'] as const) {
    const value = policy[field] ?? ''
    if (value === 'Retain' || value === 'Delete') continue
    errors.notSupported(RETENTION.child(field), value, ['Retain', 'Delete'])
  }
}

/** The template as the controller will use it: names from the set, volumes for the claims. */
function templateToJudge({ template, volumeClaimTemplates }: StatefulSetSpec): PodTemplateSpec {
  const { hostname, subdomain, ...spec } = template.spec
  if (!hostname && !subdomain && !volumeClaimTemplates?.length) return template
  if (!volumeClaimTemplates?.length) return { ...template, spec }
  const names = [...new Set(volumeClaimTemplates.map(({ metadata }) => metadata.name ?? ''))]
  const forClaims = names.map((name): Volume => ({ name, persistentVolumeClaim: { claimName: name } }))
  const others = (spec.volumes ?? []).filter(({ name }) => !names.includes(name))
  return { ...template, spec: { ...spec, volumes: [...forClaims, ...others] } }
}

/** Upstream judges labels and annotations of the template a second time. */
function validateTemplate(
  template: PodTemplateSpec,
  errors: FieldErrors,
  options: PodValidationOptions,
  skip: boolean,
): void {
  if (!skip) validatePodTemplateSpec(template, TEMPLATE, errors, options)
  const { labels, annotations } = template.metadata
  validateLabels(labels, TEMPLATE.child('labels'), errors)
  if (annotations === undefined) return
  validateAnnotations(annotations, TEMPLATE.child('annotations'), errors)
  validatePodAnnotations(annotations, template.spec, TEMPLATE.child('annotations'), errors, options)
}

const COUNTERS = ['replicas', 'readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'] as const
const PARTS = ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'] as const

/** ValidateStatefulSetStatusUpdate. */
export function validateStatefulSetStatus(object: StatefulSet, old: StatefulSet, errors: FieldErrors): void {
  const { status } = object
  validateCounters(status, COUNTERS, errors)
  for (const field of ['observedGeneration', 'collisionCount'] as const) {
    validateNonnegativeField(status[field] ?? 0, STATUS.child(field), errors)
  }
  validateAtMost(status, PARTS, status.replicas, 'status.replicas', errors)
  validateAtMost(status, ['availableReplicas'], status.readyReplicas ?? 0, 'status.readyReplicas', errors)
  validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
  validateCollisionCount(status, old.status, errors)
}
