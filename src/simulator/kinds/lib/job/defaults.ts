// What a job's template of pods and its failure policy leave out, in a Job and in a CronJob's template; the warnings of both.
// Upstream: pkg/apis/batch/v1/defaults.go (those of nested types), pkg/api/job/warnings.go.
import type { JobSpec } from '../../../../generated/api/batch.v1.ts'
import type { Path } from '../../../api/status/path.ts'
import { defaultPodTemplate } from '../pod-spec/defaults.ts'
import { templateWarnings } from '../pod-template/template.ts'

/** Fills in what lies below a job's spec; the spec's own fields only a Job defaults. */
export function defaultBelowJobSpec(spec: JobSpec): void {
  for (const { onPodConditions } of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of onPodConditions ?? []) pattern.status ||= 'True'
  }
  defaultPodTemplate(spec.template)
}

const TOO_MANY =
  'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail'

/** WarningsForJobSpec. */
export function jobSpecWarnings(spec: JobSpec, path: Path): readonly string[] {
  const { completionMode, completions = 0, parallelism = 0 } = spec
  const many = completionMode === 'Indexed' && completions > 100_000 && parallelism > 10_000
  return [...(many ? [`${path}: ${TOO_MANY}`] : []), ...templateWarnings(spec.template, path.child('template'))]
}
