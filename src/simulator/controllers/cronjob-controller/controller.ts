// Makes Jobs at scheduled times, keeps track of those that run and deletes the old ones. A CronJob is looked at again 100 ms after its
// next time. Its queue retries as the default of controllers, without end, and forgets failures only when it knows the next time.
// Upstream: pkg/controller/cronjob/cronjob_controllerv2.go.
import type { CronJob, Job } from '../../../generated/api/batch.v1.ts'
import { controllerOf, isControlledBy } from '../../../model/owner-references.ts'
import { quote } from '../../../model/quote.ts'
import { formatTime, parseTime } from '../../../model/time.ts'
import { timeZoneError } from '../../../model/time-zone.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder, type EventType, referenceTo } from '../../client/event-recorder.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { keyOf, splitKey } from '../lib/keys.ts'
import { must, retrying, SyncError } from '../lib/sync-error.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { cleanUp, deleteJob, jobFor, jobName, jobsOf, outcomeOf } from './jobs.ts'
import { dueTime, type Times, timesOf, untilNext } from './schedule.ts'

const RESOURCE = 'cronjobs.batch'
const JOBS = 'jobs.batch'

/** cronjob-controller. */
export const controller: Controller = {
  name: 'cronjob-controller',
  wakesOn: [RESOURCE],
  start: (environment) => new CronJobs(environment),
}

/** What a sync came to: whether the status has changed, and when to look again. */
interface Outcome {
  readonly changed: boolean
  readonly afterMs?: number | undefined
}

class CronJobs implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #informers: Informers
  readonly #queue: WorkQueue

  constructor(environment: Environment) {
    const { clock } = environment
    this.#clock = clock
    this.#client = controllerClient(environment, 'cronjob-controller')
    this.#recorder = new EventRecorder(this.#client, clock, 'cronjob-controller')
    this.#queue = new WorkQueue(
      clock,
      retrying((key) => this.#sync(key)),
    )
    this.#informers = environment.informers()
    const enqueue = (cronJob: CronJob): void => this.#queue.add(keyOf(cronJob))
    this.#informers.on<CronJob>(RESOURCE, {
      add: enqueue,
      update: (cronJob, old) => this.#changed(cronJob, old),
      delete: enqueue,
    })
    const owner = (job: Job): void => {
      const reference = controllerOf(job)
      if (reference?.kind === 'CronJob') this.#queue.add(`${job.metadata.namespace}/${reference.name}`)
    }
    this.#informers.on<Job>(JOBS, { add: owner, update: owner, delete: owner })
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
  }

  #changed(cronJob: CronJob, old: CronJob): void {
    const { schedule, timeZone } = cronJob.spec
    if (schedule === old.spec.schedule && timeZone === old.spec.timeZone) {
      this.#queue.add(keyOf(cronJob))
      return
    }
    const times = timesOf(cronJob)
    if ('error' in times) {
      const message = `unparseable schedule for cronjob: ${schedule}`
      this.#recorder.event(cronJob, 'Warning', 'UnParseableCronJobSchedule', message)
      return
    }
    this.#queue.addAfter(keyOf(cronJob), untilNext(cronJob, this.#clock.now(), times))
  }

  #sync(key: string): SyncResult {
    const [namespace, name] = splitKey(key)
    const stored = this.#client.lister.get<CronJob>(RESOURCE, namespace, name)
    if (stored === undefined) return undefined
    const cronJob: CronJob = { ...stored, status: { ...stored.status } }
    const jobs = jobsOf(this.#client, cronJob)
    const cleaned = cleanUp(this.#client, this.#recorder, cronJob, jobs)
    let changed = this.#followJobs(cronJob, jobs)
    let outcome: Outcome = { changed: false }
    let failure: SyncError | undefined
    const { active: before } = cronJob.status
    try {
      if (cronJob.metadata.deletionTimestamp === undefined) outcome = this.#startDue(cronJob)
    } catch (error) {
      if (!(error instanceof SyncError)) throw error
      failure = error
      // Jobs that made room for one that did not come are not active any more.
      changed ||= cronJob.status.active !== before
    }
    changed ||= outcome.changed
    if (cleaned || changed) {
      const { active, ...status } = cronJob.status
      const written = active === undefined || active.length === 0 ? status : { ...status, active }
      must(this.#client.updateStatus(RESOURCE, { ...cronJob, status: written }))
    }
    if (failure !== undefined) throw failure
    return outcome.afterMs === undefined ? 'keep' : { afterMs: outcome.afterMs }
  }

  /** Notes which Jobs have finished or gone missing. */
  #followJobs(cronJob: CronJob, jobs: readonly Job[]): boolean {
    const { status } = cronJob
    let changed = false
    for (const job of jobs) {
      const { uid, name } = job.metadata
      const active = status.active?.some((reference) => reference.uid === uid) === true
      const outcome = outcomeOf(job)
      if (outcome === undefined) {
        if (!active)
          this.#tell(
            cronJob,
            'Warning',
            'UnexpectedJob',
            `Saw a job that the controller did not create or forgot: ${name}`,
          )
        continue
      }
      if (active) {
        status.active = status.active!.filter((reference) => reference.uid !== uid)
        this.#tell(cronJob, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${outcome}`)
        changed = true
      }
      const { completionTime } = job.status
      if (outcome !== 'Complete' || !completionTime) continue
      if (!status.lastSuccessfulTime || parseTime(completionTime) > parseTime(status.lastSuccessfulTime)) {
        status.lastSuccessfulTime = completionTime
        changed = true
      }
    }
    const known = new Set(jobs.map(({ metadata }) => metadata.uid))
    for (const { namespace = '', name = '', uid } of status.active ?? []) {
      if (known.has(uid) || this.#client.lister.get(JOBS, namespace, name) !== undefined) continue
      this.#tell(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${name}`)
      status.active = status.active!.filter((reference) => reference.uid !== uid)
      changed = true
    }
    return changed
  }

  #startDue(cronJob: CronJob): Outcome {
    const { schedule, timeZone, suspend } = cronJob.spec
    const zoneProblem = timeZone === undefined ? undefined : timeZoneError(timeZone)
    if (zoneProblem !== undefined) {
      this.#tell(cronJob, 'Warning', 'UnknownTimeZone', `invalid timeZone: ${quote(timeZone ?? '')}: ${zoneProblem}`)
      return { changed: false }
    }
    if (suspend === true) return { changed: false }
    if (schedule.includes('TZ')) {
      const where = 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/'
      const message = `CRON_TZ or TZ used in schedule ${quote(schedule)} is not officially supported, see ${where} for more details`
      this.#tell(cronJob, 'Warning', 'UnsupportedSchedule', message)
    }
    const times = timesOf(cronJob)
    if ('error' in times) {
      const message = `unparseable schedule: ${quote(schedule)} : ${times.error}`
      this.#tell(cronJob, 'Warning', 'UnparseableSchedule', message)
      return { changed: false }
    }
    const now = this.#clock.now()
    const { at, tooMany, error } = dueTime(cronJob, now, times)
    if (error !== undefined) {
      this.#tell(cronJob, 'Warning', 'InvalidSchedule', `invalid schedule: ${schedule} : ${error}`)
      return { changed: false }
    }
    if (tooMany) {
      const message = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew'
      this.#tell(cronJob, 'Warning', 'TooManyMissedTimes', message)
    }
    if (at === undefined || !this.#mayStart(cronJob, at, now))
      return { changed: false, afterMs: untilNext(cronJob, now, times) }
    return this.#start(cronJob, at, now, times)
  }

  #mayStart(cronJob: CronJob, at: number, now: number): boolean {
    const { startingDeadlineSeconds, concurrencyPolicy } = cronJob.spec
    const { active = [], lastScheduleTime } = cronJob.status
    if (startingDeadlineSeconds !== undefined && at + startingDeadlineSeconds * 1000 < now) {
      const time = new Date(at).toUTCString().replace('GMT', '+0000')
      this.#tell(cronJob, 'Warning', 'MissSchedule', `Missed scheduled time to start a job: ${time}`)
      return false
    }
    const name = jobName(cronJob, at)
    if (active?.some((reference) => reference.name === name)) return false
    if (lastScheduleTime && parseTime(lastScheduleTime) === at) return false
    if (concurrencyPolicy === 'Forbid' && (active?.length ?? 0) > 0) {
      const message = 'Not starting job because prior execution is running and concurrency policy is Forbid'
      this.#tell(cronJob, 'Normal', 'JobAlreadyActive', message)
      return false
    }
    return true
  }

  #start(cronJob: CronJob, at: number, now: number, times: Times): Outcome {
    const replaced = cronJob.spec.concurrencyPolicy === 'Replace' && this.#replaceActive(cronJob)
    const created = this.#client.create<Job>(JOBS, jobFor(cronJob, at))
    let job: Job
    if (created.ok) {
      job = created.object
      this.#tell(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`)
    } else if (created.status.reason === 'AlreadyExists') {
      const there = this.#client.lister.get<Job>(JOBS, cronJob.metadata.namespace ?? '', jobName(cronJob, at))
      if (there === undefined) throw new SyncError(created.status)
      const active = cronJob.status.active?.some(({ uid }) => uid === there.metadata.uid)
      if (!isControlledBy(there, cronJob.metadata.uid) || active) return { changed: replaced }
      job = there
    } else {
      const error = new SyncError(created.status)
      if (!created.status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating'))
        this.#tell(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`)
      throw error
    }
    cronJob.status.active = [...(cronJob.status.active ?? []), referenceTo(job)]
    cronJob.status.lastScheduleTime = formatTime(at)
    return { changed: true, afterMs: untilNext(cronJob, now, times) }
  }

  #replaceActive(cronJob: CronJob): boolean {
    const active = cronJob.status.active ?? []
    for (const { namespace = '', name = '' } of active) {
      const job = this.#client.lister.get<Job>(JOBS, namespace, name)
      if (job === undefined) {
        const message = `jobs.batch "${name}" not found`
        this.#tell(cronJob, 'Warning', 'FailedGet', `Get job: ${message}`)
        throw new SyncError(undefined, message)
      }
      if (!deleteJob(this.#client, this.#recorder, cronJob, job))
        throw new SyncError(undefined, `could not replace job ${namespace}/${name}`)
    }
    return active.length > 0
  }

  #tell(cronJob: CronJob, type: EventType, reason: string, message: string): void {
    this.#recorder.event(cronJob, type, reason, message)
  }
}
