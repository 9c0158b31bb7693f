// Takes the pods of a node that is not ready out of service. Upstream: MarkPodsNotReady in
// pkg/controller/util/node/controller_utils.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'

/** Sets Ready of those that are to False and tells them why; false when one could not be written. */
export function markNotReady(pods: readonly Pod[], client: Client, recorder: EventRecorder, now: number): boolean {
  let all = true
  for (const pod of pods) {
    const { status } = pod
    if (status.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True') continue
    const lastTransitionTime = formatTime(now)
    const conditions = status.conditions.map((condition) =>
      condition.type === 'Ready' ? { ...condition, status: 'False', lastTransitionTime } : condition,
    )
    const written = client.updateStatus<Pod>('pods', { ...pod, status: { ...status, conditions } })
    if (written.ok) recorder.event(written.object, 'Warning', 'NodeNotReady', 'Node is not ready')
    else if (written.status.code !== 404) all = false
  }
  return all
}
