// What one sync of a Job works on: a draft of the Job, its pods, and what was counted. Upstream: syncJobCtx.
import type { Job, JobCondition, UncountedTerminatedPods } from '../../../generated/api/batch.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import type { Clock } from '../../engine/clock.ts'
import { compact } from '../lib/compact.ts'
import type { PodControl } from '../lib/pod-control.ts'
import { must } from '../lib/sync-error.ts'
import type { BackoffRecord } from './backoff.ts'
import type { Indexes } from './indexes.ts'

/** How to act. */
export interface Context {
  readonly client: Client
  readonly clock: Clock
  readonly recorder: EventRecorder
  readonly pods: PodControl
  /** Syncs the Job again after so many milliseconds. */
  again(job: Job, afterMs: number): void
  keepRecord(job: Job, record: BackoffRecord): void
}

/** The state of a sync. */
export interface SyncState {
  job: Job
  readonly pods: Pod[]
  readonly activePods: Pod[]
  readonly uncounted: { readonly succeeded: ReadonlySet<string>; readonly failed: ReadonlySet<string> }
  readonly record: BackoffRecord
  active: number
  ready: number
  terminating: number
  succeeded: number
  failed: number
  succeededBefore: Indexes
  succeededIndexes: Indexes
  failedIndexes: Indexes | undefined
  delayed: ReadonlyMap<number, Pod>
  finished: JobCondition | undefined
}

/** A copy whose status may be changed. */
export function draftOf(job: Job): Job {
  const { uncountedTerminatedPods: uncounted = {}, ...status } = job.status
  return { ...job, status: { ...status, uncountedTerminatedPods: { ...uncounted } } }
}

/** The lists of pods that are over but not counted yet. */
export const uncountedOf = (job: Job): UncountedTerminatedPods => job.status.uncountedTerminatedPods ?? {}

/** Writes the draft's status; answers with a draft of what was stored. */
export function writeStatus({ client }: Context, job: Job): Job {
  const { uncountedTerminatedPods = {}, failedIndexes, ...rest } = job.status
  const status = {
    ...compact(rest, ['ready', 'terminating']),
    ...(failedIndexes === undefined ? {} : { failedIndexes }),
    uncountedTerminatedPods: compact(uncountedTerminatedPods),
  }
  return draftOf(must(client.updateStatus<Job>('jobs.batch', { ...job, status })))
}
