// The rules for a job's spec, in a Job and in a CronJob's template.
// Upstream: validateJobSpec in pkg/apis/batch/validation/validation.go.
import type { JobSpec } from '../../../../generated/api/batch.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { PodValidationOptions } from '../pod-spec/options.ts'
import { validatePodTemplateSpec } from '../pod-spec/validate.ts'
import { isDomainPrefixedPath } from '../validation/label-syntax.ts'
import { validateNonnegativeField } from '../validation/metadata.ts'
import { longerThan } from '../validation/names.ts'
import { validatePodFailurePolicy } from './pod-failure-policy.ts'
import { validateSuccessPolicy } from './success-policy.ts'

const MAX_PARALLELISM = 100_000
const MAX_FAILED_INDEXES = 100_000
const MANY_COMPLETIONS = 100_000
const LIMIT_FOR_MANY = 10_000
const MAX_MANAGED_BY = 63
const NOT_NEGATIVE = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
] as const
const FOR_MANY = `when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`

/** Everything but the selector. */
export function validateJobSpec(spec: JobSpec, path: Path, errors: FieldErrors, options: PodValidationOptions): void {
  for (const field of NOT_NEGATIVE) validateNonnegativeField(spec[field] ?? 0, path.child(field), errors)
  if (spec.maxFailedIndexes !== undefined) {
    validateNonnegativeField(spec.maxFailedIndexes, path.child('maxFailedIndexes'), errors)
    if (spec.backoffLimitPerIndex === undefined) {
      errors.required(path.child('backoffLimitPerIndex'), 'when maxFailedIndexes is specified')
    }
  }
  if (spec.managedBy !== undefined) {
    isDomainPrefixedPath(path.child('managedBy'), spec.managedBy, errors)
    if (longerThan(spec.managedBy, MAX_MANAGED_BY)) errors.tooLong(path.child('managedBy'), MAX_MANAGED_BY)
  }
  validateCompletionMode(spec, path, errors)
  if (spec.podFailurePolicy) validatePodFailurePolicy(spec, path.child('podFailurePolicy', 'rules'), errors)
  if (spec.successPolicy) validateSuccessPolicy(spec, path.child('successPolicy'), errors)
  validatePodReplacementPolicy(spec, path.child('podReplacementPolicy'), errors)
  validatePodTemplateSpec(spec.template, path.child('template'), errors, options)
  validateRestartPolicy(spec, path.child('template', 'spec', 'restartPolicy'), errors)
}

function validateCompletionMode(spec: JobSpec, path: Path, errors: FieldErrors): void {
  const { completionMode, backoffLimitPerIndex, maxFailedIndexes } = spec
  if (completionMode === 'Indexed') {
    validateIndexed(spec, path, errors)
    return
  }
  if (completionMode !== undefined && completionMode !== 'NonIndexed') {
    errors.notSupported(path.child('completionMode'), completionMode, ['NonIndexed', 'Indexed'])
    return
  }
  const detail = 'requires indexed completion mode'
  if (backoffLimitPerIndex !== undefined)
    errors.invalid(path.child('backoffLimitPerIndex'), backoffLimitPerIndex, detail)
  if (maxFailedIndexes !== undefined) errors.invalid(path.child('maxFailedIndexes'), maxFailedIndexes, detail)
}

function validateIndexed(spec: JobSpec, path: Path, errors: FieldErrors): void {
  const { completions, parallelism = 0, maxFailedIndexes } = spec
  const failedPath = path.child('maxFailedIndexes')
  if (completions === undefined) errors.required(path.child('completions'), 'when completion mode is Indexed')
  if (parallelism > MAX_PARALLELISM) {
    const detail = `must be less than or equal to ${MAX_PARALLELISM} when completion mode is Indexed`
    errors.invalid(path.child('parallelism'), parallelism, detail)
  }
  if (maxFailedIndexes !== undefined) {
    if (completions !== undefined && maxFailedIndexes > completions) {
      errors.invalid(failedPath, maxFailedIndexes, 'must be less than or equal to completions')
    }
    if (maxFailedIndexes > MAX_FAILED_INDEXES) {
      errors.invalid(failedPath, maxFailedIndexes, `must be less than or equal to ${MAX_FAILED_INDEXES}`)
    }
  }
  if ((completions ?? 0) <= MANY_COMPLETIONS || spec.backoffLimitPerIndex === undefined) return
  if (maxFailedIndexes === undefined) {
    errors.required(failedPath, `must be specified when completions is above ${MANY_COMPLETIONS}`)
  }
  const detail = `must be less than or equal to ${LIMIT_FOR_MANY} ${FOR_MANY}`
  if (parallelism > LIMIT_FOR_MANY) errors.invalid(path.child('parallelism'), parallelism, detail)
  if ((maxFailedIndexes ?? 0) > LIMIT_FOR_MANY) errors.invalid(failedPath, maxFailedIndexes, detail)
}

function validatePodReplacementPolicy(spec: JobSpec, path: Path, errors: FieldErrors): void {
  const policy = spec.podReplacementPolicy
  if (policy === undefined) return
  const supported = spec.podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed']
  if (!supported.includes(policy)) errors.notSupported(path, policy, supported)
}

function validateRestartPolicy({ template, podFailurePolicy }: JobSpec, path: Path, errors: FieldErrors): void {
  const policy = template.spec.restartPolicy ?? ''
  if (policy === '' || policy === 'Always') errors.required(path, 'valid values: "OnFailure", "Never"')
  else if (policy !== 'OnFailure' && policy !== 'Never') errors.notSupported(path, policy, ['OnFailure', 'Never'])
  else if (podFailurePolicy && policy !== 'Never') {
    errors.invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified')
  }
}
