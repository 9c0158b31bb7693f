// What sentences about faults share.
import type { Fault } from '../cluster/port.ts'
import type { Play } from './play.ts'
import type { Failure } from './result.ts'

/** Brings a fault about; a failure when there is nothing it could befall. */
export async function befall(play: Play, fault: Fault): Promise<Failure | undefined> {
  const cluster = await play.cluster()
  const problem = await cluster.fault(fault)
  return problem === undefined ? undefined : { summary: problem }
}
