// How long a Job waits before it makes another pod after failures: 10 s, doubling, at most 10 minutes.
// Upstream: pkg/controller/job/backoff_utils.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { allFailures, finishedAt } from './job-pods.ts'

const FIRST_MS = 10_000
const MAX_MS = 600_000

/** Failures in a row, and when the last one was. */
export interface BackoffRecord {
  readonly failures: number
  readonly lastFailure: number | undefined
}

/** No failure yet. */
export const noFailures: BackoffRecord = { failures: 0, lastFailure: undefined }

/** The record after these pods have finished: a success begins anew. */
export function recordAfter(before: BackoffRecord, succeeded: readonly Pod[], failed: readonly Pod[]): BackoffRecord {
  if (succeeded.length === 0 && failed.length === 0) return before
  const failures = failed.map(finishedAt).sort((a, b) => a - b)
  if (succeeded.length === 0) return { failures: before.failures + failures.length, lastFailure: failures.at(-1) }
  const lastSuccess = Math.max(...succeeded.map(finishedAt))
  const since = failures.filter((time) => time > lastSuccess)
  return { failures: since.length, lastFailure: since.at(-1) }
}

/** Milliseconds still to wait. */
export function remainingTime({ failures, lastFailure }: BackoffRecord, now: number): number {
  if (failures === 0 || lastFailure === undefined) return 0
  return Math.max(0, Math.min(FIRST_MS * 2 ** (failures - 1), MAX_MS) - (now - lastFailure))
}

/** The same for one index, by its last failed pod. */
export function remainingForIndex(last: Pod | undefined, now: number): number {
  return last === undefined ? 0 : remainingTime({ failures: allFailures(last) + 1, lastFailure: finishedAt(last) }, now)
}
