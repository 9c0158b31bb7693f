// Takes the pods of a node that is not ready out of service. Upstream: MarkPodsNotReady in
// pkg/controller/util/node/controller_utils.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'

/** Sets Ready to False and tells the pods why, also one whose status was refused; false when one was. */
export function markNotReady(pods: readonly Pod[], client: Client, recorder: EventRecorder, now: number): boolean {
  let all = true
  for (const pod of pods) {
    const { status } = pod
    const ready = status.conditions?.find(({ type }) => type === 'Ready')
    if (status.conditions === undefined || ready === undefined || ready.status === 'False') continue
    const lastTransitionTime = formatTime(now)
    const conditions = status.conditions.map((condition) =>
      condition.type === 'Ready' ? { ...condition, status: 'False', lastTransitionTime } : condition,
    )
    const marked = { ...pod, status: { ...status, conditions } }
    const written = client.updateStatus<Pod>('pods', marked)
    if (!written.ok && written.status.code === 404) continue
    all &&= written.ok
    recorder.event(marked, 'Warning', 'NodeNotReady', 'Node is not ready')
  }
  return all
}
