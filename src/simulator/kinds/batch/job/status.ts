// What a job's status may say, and how it may change: only what changed is judged, so that old flaws block nothing.
// Upstream: getStatusValidationOptions in pkg/registry/batch/job/strategy.go, validateJobStatus and ValidateJobStatusUpdate in
// pkg/apis/batch/validation/validation.go. Its options for the gates JobManagedBy and JobPodReplacementPolicy, both locked on.
import type { Job, JobStatus } from '../../../../generated/api/batch.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { internalUncounted } from '../../lib/job/internal-form.ts'
import { countIndexes } from '../../lib/job/success-policy.ts'
import { FIELD_IMMUTABLE, semanticEqual, validateNonnegativeField } from '../../lib/validation/metadata.ts'
import { STATUS } from '../../lib/workload/counters.ts'
import { indexesOverlap } from './status-indexes.ts'
import { hasCondition } from './validation.ts'

const CONDITIONS = STATUS.child('conditions')
const COMPLETION_TIME = STATUS.child('completionTime')
const START_TIME = STATUS.child('startTime')
const UNCOUNTED = STATUS.child('uncountedTerminatedPods')
const COMPLETED_INDEXES = STATUS.child('completedIndexes')
const FAILED_INDEXES = STATUS.child('failedIndexes')
const COUNTERS = ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const
const TERMINAL = ['Failed', 'Complete', 'FailureTarget']

/** What the rules ask of a job's conditions. */
interface State {
  readonly complete: boolean
  readonly failed: boolean
  readonly finished: boolean
  readonly failureTarget: boolean
  readonly criteriaMet: boolean
}

function stateOf(job: Job): State {
  const complete = hasCondition(job, 'Complete')
  const failed = hasCondition(job, 'Failed')
  return {
    complete,
    failed,
    finished: complete || failed,
    failureTarget: hasCondition(job, 'FailureTarget'),
    criteriaMet: hasCondition(job, 'SuccessCriteriaMet'),
  }
}

/** Both sides of an update, and what differs between them. */
interface Change {
  readonly job: Job
  readonly now: State
  readonly before: State
  readonly state: (name: keyof State) => boolean
  readonly field: (name: keyof JobStatus) => boolean
}

function changeOf(job: Job, old: Job): Change {
  const now = stateOf(job)
  const before = stateOf(old)
  return {
    job,
    now,
    before,
    state: (name) => now[name] !== before[name],
    field: (name) => !semanticEqual(job.status[name], old.status[name]),
  }
}

/** ValidateJobStatusUpdate. */
export function validateJobStatusUpdate(job: Job, old: Job, errors: FieldErrors): void {
  const change = changeOf(job, old)
  validateCounters(job.status, errors)
  validateEnd(change, errors)
  validateFinished(change, errors)
  validateIndexes(change, errors)
  validateOutcome(change, errors)
  validateTransition(change, old, errors)
}

function validateCounters(status: JobStatus, errors: FieldErrors): void {
  for (const field of COUNTERS) validateNonnegativeField(status[field] ?? 0, STATUS.child(field), errors)
  const seen = new Set<string>()
  for (const list of ['succeeded', 'failed'] as const) {
    for (const [i, uid] of (status.uncountedTerminatedPods?.[list] ?? []).entries()) {
      const path = UNCOUNTED.child(list).index(i)
      if (uid === '') errors.invalid(path, uid, 'must not be empty')
      else if (seen.has(uid)) errors.duplicate(path, uid)
      seen.add(uid)
    }
  }
}

/** How conditions and the time of completion go together. */
function validateEnd({ job, now, state, field }: Change, errors: FieldErrors): void {
  const { completionTime, startTime } = job.status
  if ((state('complete') || state('failed')) && now.complete && now.failed) {
    errors.invalidUnshown(CONDITIONS, 'cannot set Complete=True and Failed=true conditions')
  }
  if ((state('complete') || state('failureTarget')) && now.complete && now.failureTarget) {
    errors.invalidUnshown(CONDITIONS, 'cannot set Complete=True and FailureTarget=true conditions')
  }
  if (state('complete') || field('completionTime')) {
    if (completionTime !== undefined && !now.complete) {
      const detail = 'cannot set completionTime when there is no Complete=True condition'
      errors.invalid(COMPLETION_TIME, completionTime, detail)
    }
    if (completionTime === undefined && now.complete) {
      errors.required(COMPLETION_TIME, 'completionTime is required for Complete jobs')
    }
  }
  if ((field('startTime') || field('completionTime')) && startTime && completionTime && completionTime < startTime) {
    errors.invalid(COMPLETION_TIME, completionTime, 'must be equal to or after `startTime`')
  }
  if ((state('failed') || field('failedIndexes')) && now.failed && !now.failureTarget) {
    const detail = 'cannot set Failed=True condition without the FailureTarget=true condition'
    errors.invalidUnshown(CONDITIONS, detail)
  }
  if ((state('complete') || state('criteriaMet')) && now.complete && !now.criteriaMet) {
    const detail = 'cannot set Complete=True condition without the SuccessCriteriaMet=true condition'
    errors.invalidUnshown(CONDITIONS, detail)
  }
}

/** A finished job has started, and nothing of it is left. */
function validateFinished({ job, now, state, field }: Change, errors: FieldErrors): void {
  if (!now.finished) return
  const { active = 0, startTime, uncountedTerminatedPods } = job.status
  if ((state('finished') || field('active')) && active > 0) {
    errors.invalid(STATUS.child('active'), active, 'active>0 is invalid for finished job')
  }
  const nothingToDo = job.spec.suspend === true && job.spec.completions === 0
  if ((state('finished') || field('startTime')) && !nothingToDo && startTime === undefined) {
    errors.required(START_TIME, 'startTime is required for finished job')
  }
  if (!state('finished') && !field('uncountedTerminatedPods')) return
  const { succeeded = [], failed = [] } = uncountedTerminatedPods ?? {}
  if (uncountedTerminatedPods === undefined || succeeded.length + failed.length === 0) return
  errors.invalid(UNCOUNTED, internalUncounted(uncountedTerminatedPods), 'must be empty for finished job')
}

function validateIndexes({ job, field }: Change, errors: FieldErrors): void {
  const { completedIndexes = '', failedIndexes } = job.status
  const { completions, backoffLimitPerIndex, completionMode } = job.spec
  const [completedChanged, failedChanged] = [field('completedIndexes'), field('failedIndexes')]
  if (completedChanged && completions !== undefined) {
    const count = countIndexes(completedIndexes, completions)
    if (typeof count === 'object') {
      errors.invalid(COMPLETED_INDEXES, completedIndexes, `error parsing completedIndexes: ${count.error}`)
    }
  }
  if (failedChanged && completions !== undefined && backoffLimitPerIndex !== undefined && failedIndexes !== undefined) {
    const count = countIndexes(failedIndexes, completions)
    if (typeof count === 'object') {
      errors.invalid(FAILED_INDEXES, failedIndexes, `error parsing failedIndexes: ${count.error}`)
    }
  }
  if (completedChanged && completedIndexes !== '' && completionMode !== 'Indexed') {
    const detail = 'cannot set non-empty completedIndexes when non-indexed completion mode'
    errors.invalid(COMPLETED_INDEXES, completedIndexes, detail)
  }
  if (failedIndexes === undefined) return
  if (failedChanged && backoffLimitPerIndex === undefined) {
    const detail = 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'
    errors.invalid(FAILED_INDEXES, failedIndexes, detail)
  }
  if ((failedChanged || completedChanged) && completions !== undefined) {
    const overlap = indexesOverlap(completedIndexes, failedIndexes, completions)
    if (overlap !== undefined) errors.invalid(FAILED_INDEXES, failedIndexes, overlap)
  }
}

function validateOutcome({ job, now, state, field }: Change, errors: FieldErrors): void {
  const { terminating = 0, ready, active = 0 } = job.status
  if ((state('finished') || field('terminating')) && terminating > 0 && now.finished) {
    errors.invalid(STATUS.child('terminating'), terminating, 'terminating>0 is invalid for finished job')
  }
  if ((field('ready') || field('active')) && ready !== undefined && ready > active) {
    errors.invalid(STATUS.child('ready'), ready, 'cannot set more ready pods than active')
  }
  const refuse = (detail: string): void => errors.invalidUnshown(CONDITIONS, detail)
  if (now.criteriaMet && now.failed) refuse('cannot set SuccessCriteriaMet=True and Failed=true conditions')
  if (now.criteriaMet && now.failureTarget) {
    refuse('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions')
  }
  if (job.spec.successPolicy && !now.criteriaMet && now.complete) {
    refuse('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True')
  }
}

/** What may not be taken back. */
function validateTransition({ job, now, before }: Change, old: Job, errors: FieldErrors): void {
  const { spec, status } = job
  for (const type of TERMINAL) {
    if (!hasCondition(old, type) || hasCondition(job, type)) continue
    errors.invalidUnshown(CONDITIONS, `cannot disable the terminal ${type}=True condition`)
  }
  for (const field of ['failed', 'succeeded'] as const) {
    const scalable = spec.completionMode === 'Indexed' && spec.completions === spec.parallelism
    if (field === 'succeeded' && scalable) continue
    const value = status[field] ?? 0
    if (value < (old.status[field] ?? 0)) {
      errors.invalid(STATUS.child(field), value, `cannot decrease the ${field} counter`)
    }
  }
  const { completionTime, startTime } = status
  if (completionTime && old.status.completionTime && completionTime !== old.status.completionTime) {
    errors.invalid(COMPLETION_TIME, completionTime, FIELD_IMMUTABLE)
  }
  const resuming =
    hasCondition(old, 'Suspended') &&
    (status.conditions ?? []).some((condition) => condition.type === 'Suspended' && condition.status === 'False')
  if (old.status.startTime && old.status.startTime !== startTime && !resuming && !spec.suspend) {
    errors.invalid(START_TIME, startTime, 'field is immutable for unsuspended job once set')
  }
  if (before.criteriaMet && !now.criteriaMet) {
    errors.invalidUnshown(CONDITIONS, 'cannot disable the SuccessCriteriaMet=True condition')
  }
  if (before.complete && !before.criteriaMet && now.criteriaMet) {
    const detail = 'cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions'
    errors.invalidUnshown(CONDITIONS, detail)
  }
}
