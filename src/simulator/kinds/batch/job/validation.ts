// The rules for a job. Upstream: ValidateJob, ValidateJobSpec in pkg/apis/batch/validation/validation.go,
// validationOptionsForJob in pkg/registry/batch/job/strategy.go.
import type { Job, JobSpec } from '../../../../generated/api/batch.v1.ts'
import { selectorOfObject } from '../../../../model/labels.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindContext } from '../../contract.ts'
import { validateJobSpec } from '../../lib/job/spec.ts'
import type { PodValidationOptions } from '../../lib/pod-spec/options.ts'
import { templateOptions, validateSelected } from '../../lib/pod-template/template.ts'
import { labelSelectorHasInvalidLabelValue, validateLabelSelector } from '../../lib/validation/labels.ts'
import { METADATA } from '../../lib/validation/metadata.ts'
import { isDNS1123Label } from '../../lib/validation/names.ts'
import { SELECTOR, SPEC, TEMPLATE } from '../../lib/workload/selector.ts'
import { CONTROLLER_UID, JOB_NAME, validateGeneratedSelector } from './generated-selector.ts'

/** Upstream's JobValidationOptions. */
export interface JobOptions {
  readonly pod: PodValidationOptions
  readonly requirePrefixedLabels: boolean
  readonly mutableScheduling: boolean
  readonly mutableResources: boolean
}

/** Whether a condition of the type is True. */
export const hasCondition = ({ status }: Job, type: string): boolean =>
  (status.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True')

/** The options for a new job. */
export const createOptions = (context: KindContext): JobOptions => ({
  pod: templateOptions(context),
  requirePrefixedLabels: true,
  mutableScheduling: false,
  mutableResources: false,
})

/** The options for an update: a suspended job that runs nothing may still change its pods. */
export function updateOptions(old: Job, context: KindContext): JobOptions {
  const { spec, status } = old
  const pod = templateOptions(context, spec.template)
  const suspended = spec.suspend === true
  const notStarted = status.startTime === undefined
  const mutable = suspended && (notStarted || hasCondition(old, 'Suspended')) && (status.active ?? 0) === 0
  const { labels } = spec.template.metadata
  return {
    pod: labelSelectorHasInvalidLabelValue(spec.selector) ? { ...pod, allowInvalidLabelValueInSelector: true } : pod,
    requirePrefixedLabels: labels?.[JOB_NAME] !== undefined && labels[CONTROLLER_UID] !== undefined,
    mutableScheduling: context.gates.enabled('MutableSchedulingDirectivesForSuspendedJobs')
      ? mutable
      : suspended && notStarted,
    mutableResources: context.gates.enabled('MutablePodResourcesForSuspendedJobs') && mutable,
  }
}

/** ValidateJob, without metadata. */
export function validateJob(job: Job, errors: FieldErrors, options: JobOptions): void {
  const { completionMode, completions } = job.spec
  validateGeneratedSelector(job, options.requirePrefixedLabels, errors)
  validateWholeSpec(job.spec, errors, options.pod)
  if (completionMode !== 'Indexed' || completions === undefined || completions <= 0) return
  const name = job.metadata.name ?? ''
  const hostname = `${name}-${completions - 1}`
  if (isDNS1123Label(hostname).length > 0) {
    const detail = `will not able to create pod with invalid DNS label: ${hostname}`
    errors.invalid(METADATA.child('name'), name, detail)
  }
}

/** ValidateJobSpec. */
export function validateWholeSpec(spec: JobSpec, errors: FieldErrors, options: PodValidationOptions): void {
  validateJobSpec(spec, SPEC, errors, options)
  if (spec.selector === undefined) errors.required(SELECTOR)
  else {
    const allowInvalidLabelValue = options.allowInvalidLabelValueInSelector
    validateLabelSelector(spec.selector, SELECTOR, errors, { allowInvalidLabelValue })
  }
  const selector = selectorOfObject(spec.selector)
  if (!('error' in selector) && !selector.matches(spec.template.metadata.labels)) {
    validateSelected(spec.template, TEMPLATE, errors)
  }
}
