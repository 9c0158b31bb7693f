// What the decisions of this controller are given: a deployment of their own to change, and how to act.
import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import type { Client } from '../../client/client.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import type { Clock } from '../../engine/clock.ts'
import { must } from '../lib/sync-error.ts'

/** How to act. */
export interface Context {
  readonly client: Client
  readonly recorder: EventRecorder
  readonly clock: Clock
  /** Has the deployment looked at again after so many milliseconds. */
  again(deployment: Deployment, afterMs: number): void
}

/** A copy whose annotations and status a sync may change; the rest is shared with the store. */
export function draftOf(stored: Deployment): Deployment {
  const { metadata, status } = stored
  return {
    ...stored,
    metadata: { ...metadata, annotations: { ...metadata.annotations } },
    status: { ...status, ...(status.conditions ? { conditions: [...status.conditions] } : {}) },
  }
}

/** Writes status and annotations. The draft keeps its version: a second write of one sync conflicts, as upstream's does. */
export function writeStatus({ client }: Context, deployment: Deployment): void {
  must(client.updateStatus('deployments.apps', deployment))
}

/** Old sets and the new one, which may not be there yet. */
export interface Sets {
  readonly newSet: ReplicaSet | undefined
  readonly oldSets: ReplicaSet[]
}

/** All of them. */
export const allOf = ({ newSet, oldSets }: Sets): ReplicaSet[] =>
  newSet === undefined ? oldSets : [...oldSets, newSet]
