// Where a pod wants to run: near nodes and pods, or far from pods.
// Upstream: pkg/apis/core/validation/validation.go (validateAffinity).
import type { Affinity, NodeAffinity, PodAffinity, PodAffinityTerm } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { validateLabelName, validateLabelSelector } from '../../validation/labels.ts'
import { isDNS1123Label } from '../../validation/names.ts'
import type { PodValidationOptions } from '../options.ts'
import { validateMatchLabelKeys } from './label-keys.ts'
import { validateNodeSelector, validateNodeSelectorTerm } from './node-selector.ts'

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

/** The affinity of a pod. */
export function validateAffinity(
  { nodeAffinity, podAffinity, podAntiAffinity }: Affinity,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if (nodeAffinity) validateNodeAffinity(nodeAffinity, path.child('nodeAffinity'), errors, options)
  if (podAffinity) validatePodAffinity(podAffinity, path.child('podAffinity'), errors, options)
  if (podAntiAffinity) validatePodAffinity(podAntiAffinity, path.child('podAntiAffinity'), errors, options)
}

function validateWeight(weight: number, path: Path, errors: FieldErrors): void {
  if (weight <= 0 || weight > 100) errors.invalid(path.child('weight'), weight, 'must be in the range 1-100')
}

function validateNodeAffinity(
  affinity: NodeAffinity,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const required = affinity.requiredDuringSchedulingIgnoredDuringExecution
  if (required) {
    const allow = options.allowInvalidLabelValueInRequiredNodeAffinity
    validateNodeSelector(required, allow, path.child(REQUIRED), errors)
  }
  for (const [i, term] of (affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
    const place = path.child(PREFERRED).index(i)
    validateWeight(term.weight, place, errors)
    validateNodeSelectorTerm(term.preference, true, place.child('preference'), errors)
  }
}

function validatePodAffinity(
  affinity: PodAffinity,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const allow = options.allowInvalidLabelValueInSelector
  for (const [i, term] of (affinity.requiredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
    validateTerm(term, allow, path.child(REQUIRED).index(i), errors)
  }
  for (const [i, weighted] of (affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
    const place = path.child(PREFERRED).index(i)
    validateWeight(weighted.weight, place, errors)
    validateTerm(weighted.podAffinityTerm, allow, place.child('podAffinityTerm'), errors)
  }
}

function validateTerm(term: PodAffinityTerm, allowInvalidLabelValue: boolean, path: Path, errors: FieldErrors): void {
  const { labelSelector, namespaceSelector, topologyKey } = term
  validateLabelSelector(labelSelector, path.child('labelSelector'), errors, { allowInvalidLabelValue })
  validateLabelSelector(namespaceSelector, path.child('namespaceSelector'), errors, { allowInvalidLabelValue })
  for (const name of term.namespaces ?? []) errors.invalidAll(path.child('namespace'), name, isDNS1123Label(name))
  validateMatchLabelKeys(path, term.matchLabelKeys, term.mismatchLabelKeys, labelSelector, errors)
  if (topologyKey === '') errors.required(path.child('topologyKey'), 'can not be empty')
  validateLabelName(topologyKey, path.child('topologyKey'), errors)
}
