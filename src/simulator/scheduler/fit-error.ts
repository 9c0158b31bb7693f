// The sentence a pod that fits nowhere gets: reasons counted over nodes, sorted as text, then what PostFilter had to say.
// Upstream: FitError.Error in pkg/scheduler/framework/types.go.
import type { NodeToStatus } from './node-to-status.ts'

/** What is known when no node fits. */
export interface Diagnosis {
  readonly nodes: number
  readonly refused: NodeToStatus
  /** Set when PreFilter refused the pod outright. */
  readonly preFilterMessage?: string
  readonly postFilterMessage?: string
}

/** The text of the PodScheduled condition and of the FailedScheduling event. */
export function fitErrorText(diagnosis: Diagnosis): string {
  let text = `0/${diagnosis.nodes} nodes are available:`
  if (diagnosis.preFilterMessage) text += ` ${diagnosis.preFilterMessage}.`
  else {
    const reasons = countReasons(diagnosis)
    if (reasons.length > 0) text += ` ${reasons.join(', ')}.`
  }
  if (diagnosis.postFilterMessage) text += ` ${diagnosis.postFilterMessage}`
  return text
}

function countReasons({ nodes, refused }: Diagnosis): string[] {
  const counts = new Map<string, number>()
  const count = (reasons: readonly string[], by: number): void => {
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + by)
  }
  for (const status of refused.explicit.values()) count(status.reasons, 1)
  const absent = nodes - refused.explicit.size
  if (absent > 0) count(refused.absent.reasons, absent)
  return [...counts].map(([reason, times]) => `${times} ${reason}`).sort()
}

/** An event's note may have so many bytes; longer ones end in an ellipsis. */
const NOTE_LIMIT = 1024

/** Cuts a message for an event. */
export function truncateNote(message: string): string {
  return message.length <= NOTE_LIMIT ? message : `${message.slice(0, NOTE_LIMIT - 4)} ...`
}
