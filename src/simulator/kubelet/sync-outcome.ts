// What a worker is told of a sync: whether to go on, and when to try again. Upstream: SyncPod in pkg/kubelet/kubelet.go,
// completeWork in pkg/kubelet/pod_workers.go.
import type { StartFailure } from './start-container.ts'

/** What became of a sync. */
export interface SyncOutcome {
  /** All its containers are done for good. */
  readonly terminal?: boolean
  readonly failed?: boolean
  /** Containers that had ended were started again. */
  readonly restarted?: boolean
  /** When the earliest back-off ends. */
  readonly retryAt?: number | undefined
  /** It waits for the node's network. */
  readonly networkNotReady?: boolean
}

/** The outcome of a sync in which containers could not be started. */
export function failed(failures: readonly StartFailure[]): SyncOutcome {
  let retryAt: number | undefined
  for (const failure of failures)
    if (failure.retryAt !== undefined && (retryAt === undefined || failure.retryAt < retryAt)) retryAt = failure.retryAt
  return { failed: true, retryAt }
}
