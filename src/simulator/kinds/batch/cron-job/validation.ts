// The rules for a cron job. Upstream: ValidateCronJobCreate, validateCronJobSpec in pkg/apis/batch/validation/validation.go.
import type { CronJobSpec } from '../../../../generated/api/batch.v1.ts'
import { parseCron } from '../../../../model/cron.ts'
import { timeZoneError } from '../../../../model/time-zone.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindContext } from '../../contract.ts'
import { validateJobSpec } from '../../lib/job/spec.ts'
import { templateOptions } from '../../lib/pod-template/template.ts'
import { METADATA, validateNonnegativeField } from '../../lib/validation/metadata.ts'
import { longerThan } from '../../lib/validation/names.ts'
import { SPEC } from '../../lib/workload/selector.ts'

const MAX_NAME = 52
const POLICIES = ['Allow', 'Forbid', 'Replace']
const SCHEDULE = SPEC.child('schedule')
const TIME_ZONE = SPEC.child('timeZone')
/** `spec.jobTemplate.spec`. */
export const JOB_SPEC = SPEC.child('jobTemplate', 'spec')

/** Jobs add a time to the name. */
export function validateCronJobName(name: string, errors: FieldErrors): void {
  if (longerThan(name, MAX_NAME)) {
    errors.invalid(METADATA.child('name'), name, `must be no more than ${MAX_NAME} characters`)
  }
}

/** validateCronJobSpec; `old` is the stored spec on update. */
export function validateCronJobSpec(
  spec: CronJobSpec,
  errors: FieldErrors,
  context: KindContext,
  old?: CronJobSpec,
): void {
  if (spec.schedule === '') errors.required(SCHEDULE)
  else validateSchedule(spec, old?.schedule.includes('TZ') ?? false, errors)
  validateNonnegativeField(spec.startingDeadlineSeconds ?? 0, SPEC.child('startingDeadlineSeconds'), errors)
  const zoneChanged = old === undefined || old.timeZone !== spec.timeZone
  if (spec.timeZone !== undefined && zoneChanged) validateTimeZone(spec.timeZone, errors)
  const policy = spec.concurrencyPolicy ?? ''
  if (policy === '') errors.required(SPEC.child('concurrencyPolicy'))
  else if (!POLICIES.includes(policy)) errors.notSupported(SPEC.child('concurrencyPolicy'), policy, POLICIES)
  const job = spec.jobTemplate.spec
  validateJobSpec(job, JOB_SPEC, errors, templateOptions(context, old?.jobTemplate.spec.template))
  if (job.selector) errors.invalid(JOB_SPEC.child('selector'), job.selector, '`selector` will be auto-generated')
  if (job.manualSelector) errors.notSupported(JOB_SPEC.child('manualSelector'), true, ['nil', 'false'])
  for (const field of ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const) {
    validateNonnegativeField(spec[field] ?? 0, SPEC.child(field), errors)
  }
}

function validateSchedule({ schedule, timeZone }: CronJobSpec, allowZone: boolean, errors: FieldErrors): void {
  const parsed = parseCron(schedule)
  if ('error' in parsed) errors.invalid(SCHEDULE, schedule, parsed.error)
  if (!schedule.includes('TZ')) return
  if (!allowZone) {
    errors.invalid(SCHEDULE, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')
  } else if (timeZone !== undefined) {
    errors.invalid(SCHEDULE, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule')
  }
}

const ZONE_PART = /^(?!-)[A-Za-z.\-_0-9+]{1,14}$/

function validateTimeZone(zone: string, errors: FieldErrors): void {
  if (zone === '') {
    errors.invalid(TIME_ZONE, zone, 'timeZone must be nil or non-empty string')
    return
  }
  const isName = zone.split('/').every((part) => part !== '.' && part !== '..' && ZONE_PART.test(part))
  if (!isName) {
    errors.invalid(TIME_ZONE, zone, `unknown time zone ${zone}`)
    return
  }
  if (zone.toLowerCase() === 'local') {
    const detail = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'
    errors.invalid(TIME_ZONE, zone, detail)
  }
  const problem = timeZoneError(zone)
  if (problem !== undefined) errors.invalid(TIME_ZONE, zone, problem)
}
