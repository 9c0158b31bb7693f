// Looks at what has no history: again every second of cluster time until it is as it should be, or patience is over.
import type { Tail } from '../language/nodes.ts'
import type { Play } from './play.ts'
import type { Failure } from './result.ts'

const LOOK_MS = 1000

/** The last look's failure, or nothing as soon as one holds. */
export async function eventually(
  play: Play,
  { time }: Tail,
  look: () => Promise<Failure | undefined> | Failure | undefined,
): Promise<Failure | undefined> {
  const cluster = await play.cluster()
  const patience = time?.is === 'now' ? 0 : time?.is === 'within' ? time.milliseconds : play.patience
  const deadline = cluster.now() + patience
  for (;;) {
    const failure = await look()
    if (failure === undefined || cluster.now() >= deadline) return failure
    await cluster.pass(Math.min(LOOK_MS, deadline - cluster.now()))
  }
}
