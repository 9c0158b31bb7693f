// The selector the server makes for a job, and the labels it gives to the job's pods.
// Upstream: generateSelector in pkg/registry/batch/job/strategy.go, validateGeneratedSelector in the validation.
import type { Job } from '../../../../generated/api/batch.v1.ts'
import { selectorOfObject } from '../../../../model/labels.ts'
import { sortedMap } from '../../../../model/sorted-map.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { SELECTOR, TEMPLATE } from '../../lib/workload/selector.ts'

/** The label with the job's uid. */
export const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid'
/** The label with the job's name. */
export const JOB_NAME = 'batch.kubernetes.io/job-name'
const LEGACY_CONTROLLER_UID = 'controller-uid'
const LEGACY_JOB_NAME = 'job-name'
const LABELS = TEMPLATE.child('metadata', 'labels')

const generatedLabels = ({ metadata }: Job): Readonly<Record<string, string>> => ({
  [CONTROLLER_UID]: metadata.uid ?? '',
  [JOB_NAME]: metadata.name ?? '',
  [LEGACY_CONTROLLER_UID]: metadata.uid ?? '',
  [LEGACY_JOB_NAME]: metadata.name ?? '',
})

/** Labels the pods and selects them by the job's uid; what the user set stays, to be judged. */
export function generateSelector(job: Job): void {
  const { template, selector } = job.spec
  const given = template.metadata.labels
  const labels = sortedMap({ ...generatedLabels(job), ...given })
  if (given !== undefined && job.metadata.labels === given) job.metadata.labels = labels
  template.metadata.labels = labels
  const matchLabels = sortedMap({ [CONTROLLER_UID]: job.metadata.uid ?? '', ...selector?.matchLabels })
  job.spec.selector = { ...selector, matchLabels }
}

/** The generated labels are there, and nothing else is selected. */
export function validateGeneratedSelector(job: Job, requirePrefixed: boolean, errors: FieldErrors): void {
  const { selector, manualSelector } = job.spec
  if (manualSelector || selector === undefined) return
  if (!job.metadata.uid) errors.required(Path.of('metadata', 'uid'))
  const expected = generatedLabels(job)
  const keys = [LEGACY_CONTROLLER_UID, LEGACY_JOB_NAME, ...(requirePrefixed ? [CONTROLLER_UID, JOB_NAME] : [])]
  for (const key of keys) validateHasLabel(job, key, expected[key] ?? '', errors)
  const usable = selectorOfObject(selector)
  if ('error' in usable) return
  const matched = Object.fromEntries(keys.map((key) => [key, expected[key] ?? '']))
  if (!usable.matches(matched)) errors.invalid(SELECTOR, selector, '`selector` not auto-generated')
}

function validateHasLabel(job: Job, key: string, expected: string, errors: FieldErrors): void {
  const { labels } = job.spec.template.metadata
  const value = labels?.[key]
  if (value === undefined) errors.required(LABELS.key(key), `must be '${expected}'`)
  else if (value !== expected) errors.invalid(LABELS.key(key), labels, `must be '${expected}'`)
}
