// What sentences about faults share.
import type { Fault } from '../cluster/port.ts'
import { nodeTarget } from './node-events.ts'
import type { Play } from './play.ts'
import type { Failure } from './result.ts'

/** Brings a fault about; a failure when there is nothing it could befall. A node it befalls is `it` from then on. */
export async function befall(play: Play, fault: Fault, node?: string): Promise<Failure | undefined> {
  const cluster = await play.cluster()
  if (node !== undefined) play.it = nodeTarget(node)
  const problem = await cluster.fault(fault)
  return problem === undefined ? undefined : { summary: problem }
}
