// CronJob: jobs by the clock. Upstream: pkg/registry/batch/cronjob/strategy.go, SetDefaults_CronJob in
// pkg/apis/batch/v1/defaults.go, printCronJob in pkg/printers/internalversion/printers.go.
import type { CronJob } from '../../../../generated/api/batch.v1.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { defaultBelowJobSpec, jobSpecWarnings } from '../../lib/job/defaults.ts'
import { containerCells, dropTemplateFields, podNameWarnings } from '../../lib/pod-template/template.ts'
import { validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { selectorCell } from '../../lib/workload/selector.ts'
import { JOB_SPEC, validateCronJobName, validateCronJobSpec } from './validation.ts'

const ZONE_WARNING =
  'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details'

function defaults({ spec }: CronJob): void {
  defaultBelowJobSpec(spec.jobTemplate.spec)
  spec.concurrencyPolicy ||= 'Allow'
  spec.suspend ??= false
  spec.successfulJobsHistoryLimit ??= 3
  spec.failedJobsHistoryLimit ??= 1
}

function row({ metadata, spec, status }: CronJob, now: number): readonly unknown[] {
  return [
    metadata.name,
    spec.schedule,
    spec.timeZone ?? '<none>',
    spec.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False',
    status.active?.length ?? 0,
    status.lastScheduleTime ? age(status.lastScheduleTime, now) : '<none>',
    age(metadata.creationTimestamp, now),
    ...containerCells(spec.jobTemplate.spec.template),
    selectorCell(spec.jobTemplate.spec.selector),
  ]
}

/** CronJob of batch/v1. */
export const kind: KindRules<CronJob> = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  name: nameIsDNSSubdomain,
  defaults,
  prepareForCreate(object, context) {
    object.status = {}
    object.metadata.generation = 1
    dropTemplateFields(object.spec.jobTemplate.spec.template, context)
  },
  validate(object, errors, context) {
    validateCronJobSpec(object.spec, errors, context)
    validateCronJobName(object.metadata.name ?? '', errors)
  },
  warningsOnCreate: ({ metadata, spec }) => [
    ...podNameWarnings(metadata.name),
    ...jobSpecWarnings(spec.jobTemplate.spec, JOB_SPEC),
  ],
  update: {
    prepare(object, old, context) {
      object.status = old.status
      dropTemplateFields(object.spec.jobTemplate.spec.template, context, old.spec.jobTemplate.spec.template)
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors, context) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateCronJobSpec(object.spec, errors, context, old.spec)
    },
    warnings: ({ metadata, spec }, old) => [
      ...(metadata.generation === old.metadata.generation ? [] : jobSpecWarnings(spec.jobTemplate.spec, JOB_SPEC)),
      ...(spec.schedule.includes('TZ') ? [ZONE_WARNING] : []),
    ],
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
      },
    },
  },
  row,
}
