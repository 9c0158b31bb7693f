// The Jobs of a CronJob: how they are made from its template, which of them are old, how they are deleted.
// Upstream: pkg/controller/cronjob/{utils,cronjob_controllerv2}.go.
import type { CronJob, Job } from '../../../generated/api/batch.v1.ts'
import { controllerReference } from '../../../model/owner-references.ts'
import { formatTime, parseTime } from '../../../model/time.ts'
import { zoneOffset } from '../../../model/time-zone.ts'
import type { Client } from '../../client/client.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import { jobsByControllerName } from '../../client/indexes.ts'
import { keyOf } from '../lib/keys.ts'

const TIMESTAMP = 'batch.kubernetes.io/cronjob-scheduled-timestamp'
const MINUTE_MS = 60_000

/** How a Job ended, if it did. */
export const outcomeOf = ({ status }: Job): 'Complete' | 'Failed' | undefined =>
  status.conditions?.find((c) => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True')?.type as
    | 'Complete'
    | 'Failed'
    | undefined

/** `<name>-<minutes since 1970>`. */
export const jobName = ({ metadata }: CronJob, at: number): string => `${metadata.name}-${Math.trunc(at / MINUTE_MS)}`

/** The Jobs that name the CronJob as their controller. */
export const jobsOf = (client: Client, cronJob: CronJob): Job[] => client.indexed(jobsByControllerName, keyOf(cronJob))

/** The Job for a scheduled time. */
export function jobFor(cronJob: CronJob, at: number): Job {
  const { jobTemplate, timeZone } = cronJob.spec
  const { labels, annotations } = jobTemplate.metadata ?? {}
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(cronJob, at),
      namespace: cronJob.metadata.namespace,
      ...(labels ? { labels } : {}),
      annotations: { ...annotations, [TIMESTAMP]: inZone(at, timeZone ?? '') },
      ownerReferences: [controllerReference(cronJob)],
    },
    spec: jobTemplate.spec!,
    status: {},
  }
}

/** RFC 3339 as it is shown in a zone. */
function inZone(at: number, zone: string): string {
  if (zone === '') return formatTime(at)
  const offset = zoneOffset(zone, at)
  if (offset === 0) return formatTime(at)
  const minutes = Math.abs(offset) / MINUTE_MS
  const pad = (value: number): string => String(Math.trunc(value)).padStart(2, '0')
  const shown = formatTime(at + offset).slice(0, -1)
  return `${shown}${offset < 0 ? '-' : '+'}${pad(minutes / 60)}:${pad(minutes % 60)}`
}

/** Deletes a Job and takes it off the list of active ones; whether that went well. */
export function deleteJob(client: Client, recorder: EventRecorder, cronJob: CronJob, { metadata }: Job): boolean {
  const { namespace = '', name = '', uid } = metadata
  const deleted = client.delete('jobs.batch', namespace, name, { propagationPolicy: 'Background' })
  if (!deleted.ok) {
    recorder.event(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${deleted.status.message}`)
    return false
  }
  cronJob.status.active = (cronJob.status.active ?? []).filter((reference) => reference.uid !== uid)
  recorder.event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`)
  return true
}

/** Deletes the oldest finished Jobs beyond the history limits; whether any was. */
export function cleanUp(client: Client, recorder: EventRecorder, cronJob: CronJob, jobs: readonly Job[]): boolean {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec
  let deleted = false
  for (const [outcome, limit] of [
    ['Complete', successfulJobsHistoryLimit],
    ['Failed', failedJobsHistoryLimit],
  ] as const) {
    if (limit === undefined) continue
    const finished = jobs.filter((job) => outcomeOf(job) === outcome).sort(byStart)
    for (const job of finished.slice(0, Math.max(0, finished.length - limit)))
      if (deleteJob(client, recorder, cronJob, job)) deleted = true
  }
  return deleted
}

function byStart(a: Job, b: Job): number {
  const started = ({ status }: Job): number =>
    status.startTime ? parseTime(status.startTime) : Number.POSITIVE_INFINITY
  const [one, other] = [started(a), started(b)]
  if (one !== other) return one - other
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1
}
