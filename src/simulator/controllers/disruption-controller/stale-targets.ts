// Takes the DisruptionTarget condition back from pods that were to be disrupted and, two minutes later, still are not.
// Upstream: disruption.go syncStalePodDisruption.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { formatTime, parseTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'
import type { Clock } from '../../engine/clock.ts'
import { splitKey } from '../lib/keys.ts'
import { isPodTerminal } from '../lib/pods.ts'
import type { SyncResult } from '../lib/work-queue.ts'

const TIMEOUT_MS = 120_000
const TYPE = 'DisruptionTarget'
const BY_KUBELET = 'TerminationByKubelet'

/** Milliseconds until the pod's condition is stale; undefined when it has none that can be. */
export function staleIn(pod: Pod, now: number): number | undefined {
  if (pod.metadata.deletionTimestamp !== undefined) return undefined
  const condition = pod.status?.conditions?.find(({ type }) => type === TYPE)
  if (condition?.status !== 'True' || condition.reason === BY_KUBELET || isPodTerminal(pod)) return undefined
  const since = condition.lastTransitionTime ? parseTime(condition.lastTransitionTime) : 0
  return Math.max(0, TIMEOUT_MS - (now - since))
}

/** Looks at one pod. */
export function syncStale(client: Client, clock: Clock, key: string): SyncResult {
  const [namespace, name] = splitKey(key)
  const pod = client.lister.get<Pod>('pods', namespace, name)
  const now = clock.now()
  const wait = pod && staleIn(pod, now)
  if (pod === undefined || wait === undefined) return undefined
  if (wait > 0) return { afterMs: wait }
  const { generation } = pod.metadata
  const conditions = (pod.status.conditions ?? []).map((condition) =>
    condition.type === TYPE
      ? {
          type: TYPE,
          ...(condition.observedGeneration === undefined ? {} : { observedGeneration: generation }),
          status: 'False',
          lastProbeTime: null,
          lastTransitionTime: formatTime(now),
        }
      : condition,
  )
  const written = client.updateStatus<Pod>('pods', { ...pod, status: { ...pod.status, conditions } })
  return written.ok ? undefined : 'retry'
}
