// How pods spread over zones, nodes and the like.
// Upstream: pkg/apis/core/validation/validation.go (validateTopologySpreadConstraints).
import type { TopologySpreadConstraint } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { validateLabelSelector } from '../../validation/labels.ts'
import type { PodValidationOptions } from '../options.ts'
import { validateLegacyMatchLabelKeys, validateMatchLabelKeys } from './label-keys.ts'

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway']
const NODE_POLICIES = ['Honor', 'Ignore']
const NOT_POSITIVE = 'must be greater than zero'

/** The spread constraints of a pod. */
export function validateTopologySpreadConstraints(
  constraints: readonly TopologySpreadConstraint[],
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  for (const [i, constraint] of constraints.entries()) {
    const place = path.index(i)
    validateConstraint(constraint, constraints.slice(i + 1), place, errors)
    validateKeys(constraint, place, errors, options)
    if (!options.allowInvalidTopologySpreadConstraintLabelSelector) {
      validateLabelSelector(constraint.labelSelector, place.child('labelSelector'), errors)
    }
  }
}

function validateConstraint(
  constraint: TopologySpreadConstraint,
  rest: readonly TopologySpreadConstraint[],
  path: Path,
  errors: FieldErrors,
): void {
  const { maxSkew, topologyKey, whenUnsatisfiable, minDomains } = constraint
  if (maxSkew <= 0) errors.invalid(path.child('maxSkew'), maxSkew, NOT_POSITIVE)
  if (topologyKey === '') errors.required(path.child('topologyKey'), 'can not be empty')
  if (!ACTIONS.includes(whenUnsatisfiable)) {
    errors.notSupported(path.child('whenUnsatisfiable'), whenUnsatisfiable, ACTIONS)
  }
  if (rest.some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable)) {
    errors.duplicate(path.child('{topologyKey, whenUnsatisfiable}'), `{${topologyKey}, ${whenUnsatisfiable}}`)
  }
  if (minDomains !== undefined) {
    const place = path.child('minDomains')
    if (minDomains <= 0) errors.invalid(place, minDomains, NOT_POSITIVE)
    if (whenUnsatisfiable !== 'DoNotSchedule') {
      const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`
      errors.invalid(place, minDomains, detail)
    }
  }
  for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
    const policy = constraint[field]
    if (policy !== undefined && !NODE_POLICIES.includes(policy)) {
      errors.notSupported(path.child(field), policy, NODE_POLICIES)
    }
  }
}

/** Which of the two rules for matchLabelKeys holds depends on gates and on what the stored pod already broke. */
function validateKeys(
  { matchLabelKeys, labelSelector }: TopologySpreadConstraint,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const merges = options.allowMatchLabelKeysInPodTopologySpreadSelectorMerge
  const current = merges
    ? !options.oldPodViolatesMatchLabelKeysValidation
    : options.oldPodViolatesLegacyMatchLabelKeysValidation
  if (options.allowMatchLabelKeysInPodTopologySpread && current) {
    validateMatchLabelKeys(path, matchLabelKeys, undefined, labelSelector, errors)
  } else validateLegacyMatchLabelKeys(path.child('matchLabelKeys'), matchLabelKeys, labelSelector, errors)
}
