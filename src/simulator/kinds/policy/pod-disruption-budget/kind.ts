// PodDisruptionBudget: how many pods of a set may be missing by choice.
// Upstream: pkg/registry/policy/poddisruptionbudget/strategy.go, pkg/apis/policy/validation/validation.go.
import type { PodDisruptionBudget } from '../../../../generated/api/policy.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { goForm } from '../../lib/go-form.ts'
import {
  semanticEqual,
  validateConditions,
  validateLabelSelector,
  validateNonnegativeField,
} from '../../lib/validation/metadata.ts'
import { validatePathSegmentName } from '../../lib/validation/names.ts'
import {
  type IntOrPercent,
  validateNotMoreThan100Percent,
  validatePositiveIntOrPercent,
} from '../../lib/workload/int-or-percent.ts'

type Spec = PodDisruptionBudget['spec']

const SPEC = Path.of('spec')
const SELECTOR = SPEC.child('selector')
const STATUS = Path.of('status')
const COUNTS = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const
const EVICTION_POLICIES = ['AlwaysAllow', 'IfHealthyBudget']

function validateAmount(field: 'minAvailable' | 'maxUnavailable', value: IntOrPercent, errors: FieldErrors): void {
  validatePositiveIntOrPercent(value, SPEC.child(field), errors)
  validateNotMoreThan100Percent(value, SPEC.child(field), errors)
}

function validateSpec(spec: Spec, errors: FieldErrors, allowInvalidLabelValue: boolean): void {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    errors.invalid(
      SPEC,
      goForm(spec, 'policy.v1.PodDisruptionBudgetSpec'),
      'minAvailable and maxUnavailable cannot be both set',
    )
  }
  if (minAvailable !== undefined) validateAmount('minAvailable', minAvailable, errors)
  if (maxUnavailable !== undefined) validateAmount('maxUnavailable', maxUnavailable, errors)
  validateLabelSelector(selector, SELECTOR, errors, { allowInvalidLabelValue })
  if (policy !== undefined && !EVICTION_POLICIES.includes(policy)) {
    errors.notSupported(SPEC.child('unhealthyPodEvictionPolicy'), policy, EVICTION_POLICIES)
  }
}

/** A stored selector that the rules would refuse may stay. */
function hasInvalidSelector({ spec }: PodDisruptionBudget): boolean {
  const errors = new FieldErrors()
  validateLabelSelector(spec.selector, SELECTOR, errors)
  return errors.length > 0
}

/** PodDisruptionBudget of policy/v1. */
export const kind: KindRules<PodDisruptionBudget> = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  name: validatePathSegmentName,
  metadata: 'own',
  prepareForCreate(object) {
    object.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }
    object.metadata.generation = 1
  },
  validate: (object, errors) => validateSpec(object.spec, errors, false),
  update: {
    prepare(object, old) {
      object.status = old.status
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate: (object, old, errors) => validateSpec(object.spec, errors, hasInvalidSelector(old)),
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
      },
      validate({ status }, _old, errors) {
        validateConditions(status.conditions, STATUS.child('conditions'), errors)
        for (const field of COUNTS) validateNonnegativeField(status[field], STATUS.child(field), errors)
      },
    },
  },
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    String(spec.minAvailable ?? 'N/A'),
    String(spec.maxUnavailable ?? 'N/A'),
    status.disruptionsAllowed,
    age(metadata.creationTimestamp, now),
  ],
}
