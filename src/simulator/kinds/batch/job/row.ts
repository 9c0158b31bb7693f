// A job as a row of a table. Upstream: printJob in pkg/printers/internalversion/printers.go.
import type { Job } from '../../../../generated/api/batch.v1.ts'
import { humanDuration } from '../../../../model/duration.ts'
import { parseTime } from '../../../../model/time.ts'
import { age } from '../../lib/age.ts'
import { containerCells } from '../../lib/pod-template/template.ts'
import { selectorCell } from '../../lib/workload/selector.ts'
import { hasCondition } from './validation.ts'

/** The cells of the table, those of the wide form last. */
export function jobRow(job: Job, now: number): readonly unknown[] {
  const { metadata, spec } = job
  return [
    metadata.name,
    statusCell(job),
    completionsCell(job),
    durationCell(job, now),
    age(metadata.creationTimestamp, now),
    ...containerCells(spec.template),
    selectorCell(spec.selector),
  ]
}

const LATER_STATES = ['Suspended', 'FailureTarget', 'SuccessCriteriaMet']

function statusCell(job: Job): string {
  if (hasCondition(job, 'Complete')) return 'Complete'
  if (hasCondition(job, 'Failed')) return 'Failed'
  if (job.metadata.deletionTimestamp) return 'Terminating'
  return LATER_STATES.find((state) => hasCondition(job, state)) ?? 'Running'
}

function completionsCell({ spec, status }: Job): string {
  const succeeded = status.succeeded ?? 0
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`
  const parallelism = spec.parallelism ?? 0
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`
}

function durationCell({ status }: Job, now: number): string {
  if (!status.startTime) return ''
  const end = status.completionTime ? parseTime(status.completionTime) : now
  return humanDuration(end - parseTime(status.startTime))
}
