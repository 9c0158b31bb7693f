// The rules for a daemon set's spec, its updates and its status.
// Upstream: ValidateDaemonSet* in pkg/apis/apps/validation/validation.go.
import type { DaemonSet, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from '../../../../generated/api/apps.v1.ts'
import { selectorOfObject } from '../../../../model/labels.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindContext } from '../../contract.ts'
import { validatePodTemplateSpec } from '../../lib/pod-spec/validate.ts'
import { templateOptions, validateAlwaysRestarted, validateSelected } from '../../lib/pod-template/template.ts'
import { labelSelectorHasInvalidLabelValue, validateLabelSelector } from '../../lib/validation/labels.ts'
import {
  validateCoreObjectMetaUpdate,
  validateImmutableField,
  validateNonnegativeField,
} from '../../lib/validation/metadata.ts'
import { validateCollisionCount, validateCounters } from '../../lib/workload/counters.ts'
import {
  intOrPercentValue,
  validateNotMoreThan100Percent,
  validatePositiveIntOrPercent,
} from '../../lib/workload/int-or-percent.ts'
import { isEmptySelector, SELECTOR, SPEC, TEMPLATE } from '../../lib/workload/selector.ts'
import { templateGeneration } from './template-generation.ts'

const STRATEGY = SPEC.child('updateStrategy')
const ROLLING_UPDATE = STRATEGY.child('rollingUpdate')

/** ValidateDaemonSetSpec; `old` is the stored object on update. */
export function validateDaemonSetSpec(
  object: DaemonSet,
  errors: FieldErrors,
  context: KindContext,
  old?: DaemonSet,
): void {
  const { spec } = object
  const options = templateOptions(context, old?.spec.template)
  const storedIsInvalid = labelSelectorHasInvalidLabelValue(old?.spec.selector ?? undefined)
  const allowInvalidLabelValue = options.allowInvalidLabelValueInSelector || storedIsInvalid
  validateLabelSelector(spec.selector ?? undefined, SELECTOR, errors, { allowInvalidLabelValue })
  const selector = selectorOfObject(spec.selector)
  if (!('error' in selector) && !selector.matches(spec.template.metadata.labels)) {
    validateSelected(spec.template, TEMPLATE, errors)
  }
  if (spec.selector && isEmptySelector(spec.selector)) {
    errors.invalid(SELECTOR, spec.selector, 'empty selector is invalid for daemonset')
  }
  validatePodTemplateSpec(spec.template, TEMPLATE, errors, {
    ...options,
    allowInvalidLabelValueInSelector: allowInvalidLabelValue,
  })
  validateAlwaysRestarted(spec.template, 'DaemonSet', TEMPLATE, errors)
  validateNonnegativeField(spec.minReadySeconds ?? 0, SPEC.child('minReadySeconds'), errors)
  validateNonnegativeField(Number(templateGeneration(object)), SPEC.child('templateGeneration'), errors)
  validateUpdateStrategy(spec.updateStrategy, errors)
  validateNonnegativeField(spec.revisionHistoryLimit ?? 0, SPEC.child('revisionHistoryLimit'), errors)
}

function validateUpdateStrategy({ type, rollingUpdate }: DaemonSetUpdateStrategy, errors: FieldErrors): void {
  if (type === 'OnDelete') return
  if (type !== 'RollingUpdate') {
    const shown = { Type: type ?? '', RollingUpdate: rollingUpdate ? internalRollingUpdate(rollingUpdate) : null }
    errors.notSupported(STRATEGY, shown, ['RollingUpdate', 'OnDelete'])
  } else if (rollingUpdate === undefined) errors.required(ROLLING_UPDATE)
  else validateRollingUpdate(rollingUpdate, errors)
}

const internalRollingUpdate = ({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet) => ({
  MaxUnavailable: maxUnavailable,
  MaxSurge: maxSurge,
})

function validateRollingUpdate(
  { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet,
  errors: FieldErrors,
): void {
  const unavailable = ROLLING_UPDATE.child('maxUnavailable')
  const surge = ROLLING_UPDATE.child('maxSurge')
  validatePositiveIntOrPercent(maxUnavailable, unavailable, errors)
  validatePositiveIntOrPercent(maxSurge, surge, errors)
  validateNotMoreThan100Percent(maxUnavailable, unavailable, errors)
  validateNotMoreThan100Percent(maxSurge, surge, errors)
  const hasUnavailable = intOrPercentValue(maxUnavailable) !== 0
  const hasSurge = intOrPercentValue(maxSurge) !== 0
  if (hasUnavailable && hasSurge) errors.invalid(surge, maxSurge, 'may not be set when maxUnavailable is non-zero')
  if (!hasUnavailable && !hasSurge) errors.required(unavailable, 'cannot be 0 when maxSurge is 0')
}

/** ValidateDaemonSetSpecUpdate. What it says of the template's generation cannot come about: preparing sets it. */
export function validateDaemonSetUpdate({ spec }: DaemonSet, old: DaemonSet, errors: FieldErrors): void {
  validateImmutableField(spec.selector, old.spec.selector, SELECTOR, errors)
}

const COUNTERS = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'collisionCount',
] as const

/** ValidateDaemonSetStatusUpdate. */
export function validateDaemonSetStatus({ metadata, status }: DaemonSet, old: DaemonSet, errors: FieldErrors): void {
  validateCoreObjectMetaUpdate(metadata, old.metadata, errors)
  validateCounters(status, COUNTERS, errors)
  validateCollisionCount(status, old.status, errors)
}
