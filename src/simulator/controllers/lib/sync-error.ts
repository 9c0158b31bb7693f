// How a sync gives up: a refused write ends it there and the work queue tries again later, as a returned error does upstream.
// Refusals stay values at the client; this is only the way out of a controller's own functions, caught at the door of its sync.

import type { Result, Status } from '../../client/client.ts'
import type { SyncResult } from './work-queue.ts'

/** Ends a sync; `status` is the refusal it ended with. */
export class SyncError {
  readonly status: Status | undefined
  readonly message: string

  constructor(status: Status | undefined, message = status?.message ?? '') {
    this.status = status
    this.message = message
  }
}

/** The object of a write that went well; else the sync ends. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new SyncError(result.status)
  return result.object
}

/** The same where it does not matter that the object is gone. */
export function mustUnlessGone<T>(result: Result<T>): T | undefined {
  if (result.ok) return result.object
  if (result.status.code === 404) return undefined
  throw new SyncError(result.status)
}

/** A sync for a work queue: what ends early is tried again. */
export function retrying(sync: (key: string) => SyncResult): (key: string) => SyncResult {
  return (key) => {
    try {
      return sync(key)
    } catch (error) {
      if (error instanceof SyncError) return isNamespaceGoing(error.status) ? undefined : 'retry'
      throw error
    }
  }
}

/** Whether a create was refused because its namespace is being deleted. */
export function isNamespaceGoing(status: Status | undefined): boolean {
  return status?.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true
}
