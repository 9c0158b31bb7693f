// The rules for a deployment's spec and status.
// Upstream: ValidateDeploymentSpec, ValidateDeploymentStatus in pkg/apis/apps/validation/validation.go.
import type { Deployment, DeploymentSpec, RollingUpdateDeployment } from '../../../../generated/api/apps.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindContext } from '../../contract.ts'
import { templateOptions, validateRunningTemplate } from '../../lib/pod-template/template.ts'
import { validateNonnegativeField } from '../../lib/validation/metadata.ts'
import { validateAtMost, validateCollisionCount, validateCounters } from '../../lib/workload/counters.ts'
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
import { rollbackRevision } from './rollback.ts'

const STRATEGY = SPEC.child('strategy')
const ROLLING_UPDATE = STRATEGY.child('rollingUpdate')
const MAX_UNAVAILABLE = ROLLING_UPDATE.child('maxUnavailable')
const DEADLINE = SPEC.child('progressDeadlineSeconds')

/** ValidateDeploymentSpec; `old` is the stored object on update. */
export function validateDeploymentSpec(
  object: Deployment,
  errors: FieldErrors,
  context: KindContext,
  old?: Deployment,
): void {
  const { spec } = object
  validateNonnegativeField(spec.replicas ?? 0, SPEC.child('replicas'), errors)
  validateRequiredSelector(spec.selector, 'deployment', errors)
  const selector = usableSelector(spec.selector, 'invalid label selector', errors)
  if (selector !== undefined) {
    const rule = { owner: 'ReplicaSet', selected: selectsTemplate(selector, spec.template) }
    validateRunningTemplate(spec.template, rule, TEMPLATE, errors, templateOptions(context, old?.spec.template))
  }
  validateStrategy(spec, errors)
  validateNonnegativeField(spec.minReadySeconds ?? 0, SPEC.child('minReadySeconds'), errors)
  validateNonnegativeField(spec.revisionHistoryLimit ?? 0, SPEC.child('revisionHistoryLimit'), errors)
  const revision = rollbackRevision(object)
  if (revision !== undefined) validateNonnegativeField(revision, SPEC.child('rollback', 'version'), errors)
  const deadline = spec.progressDeadlineSeconds
  if (deadline === undefined) return
  validateNonnegativeField(deadline, DEADLINE, errors)
  if (deadline <= (spec.minReadySeconds ?? 0)) {
    errors.invalid(DEADLINE, deadline, 'must be greater than minReadySeconds')
  }
}

function validateStrategy({ strategy }: DeploymentSpec, errors: FieldErrors): void {
  const { type, rollingUpdate } = strategy
  if (type === 'Recreate') {
    if (rollingUpdate === undefined) return
    errors.forbidden(ROLLING_UPDATE, "may not be specified when strategy `type` is 'Recreate'")
  } else if (type === 'RollingUpdate') {
    if (rollingUpdate === undefined) errors.required(ROLLING_UPDATE, 'this should be defaulted and never be nil')
    else validateRollingUpdate(rollingUpdate, errors)
  } else {
    const shown = { Type: type ?? '', RollingUpdate: rollingUpdate ? internalRollingUpdate(rollingUpdate) : null }
    errors.notSupported(STRATEGY, shown, ['Recreate', 'RollingUpdate'])
  }
}

const internalRollingUpdate = ({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment) => ({
  MaxUnavailable: maxUnavailable,
  MaxSurge: maxSurge,
})

function validateRollingUpdate(
  { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment,
  errors: FieldErrors,
): void {
  validatePositiveIntOrPercent(maxUnavailable, MAX_UNAVAILABLE, errors)
  validatePositiveIntOrPercent(maxSurge, ROLLING_UPDATE.child('maxSurge'), errors)
  if (intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0) {
    errors.invalid(MAX_UNAVAILABLE, maxUnavailable, 'may not be 0 when `maxSurge` is 0')
  }
  validateNotMoreThan100Percent(maxUnavailable, MAX_UNAVAILABLE, errors)
}

const COUNTERS = [
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'terminatingReplicas',
  'collisionCount',
] as const
const PARTS = ['updatedReplicas', 'readyReplicas', 'availableReplicas'] as const

/** ValidateDeploymentStatusUpdate, without metadata. */
export function validateDeploymentStatus({ status }: Deployment, old: Deployment, errors: FieldErrors): void {
  validateCounters(status, COUNTERS, errors)
  validateAtMost(status, PARTS, status.replicas ?? 0, 'status.replicas', errors)
  validateAtMost(status, ['availableReplicas'], status.readyReplicas ?? 0, 'readyReplicas', errors)
  validateCollisionCount(status, old.status, errors)
}
