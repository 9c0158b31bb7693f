// Programs that listen and wait, as images describe them.
import type { Answer, Ask, Listener, PodNetwork, Server, World } from '../contract.ts'

const ANY_PORT = 0

/** A port that was opened. */
export interface Open {
  readonly port: number
  readonly listener: Listener
}

/** Opens a server's ports. The files of `world` are made only when somebody connects. */
export function openAll(network: PodNetwork, server: Server, now: number, world: () => World): readonly Open[] {
  const { listens, http, after = 0, grpcHealth } = server
  const starts = world().pace.takes(after)
  const listener: Listener = {
    ...(http === undefined ? {} : { http: (ask) => paced(http(ask, world()), world()) }),
    ...(grpcHealth === undefined ? {} : { grpcHealth }),
    ...(starts === 0 ? {} : { from: now + starts }),
  }
  const open: Open[] = []
  for (const port of listens === 'any' ? [ANY_PORT] : listens) {
    const { http: answers } = listener
    const own = answers === undefined ? listener : { ...listener, http: (ask: Ask) => answers({ ...ask, port }) }
    if (network.listen(port, own)) open.push({ port, listener: own })
  }
  return open
}

/** A slow node's servers answer later. */
function paced(answer: Answer, { pace }: World): Answer {
  const { after = 0 } = answer
  const takes = pace.takes(after)
  return takes === after ? answer : { ...answer, after: takes }
}

/** Closes them. */
export function closeAll(network: PodNetwork, open: readonly Open[]): void {
  for (const { port, listener } of open) network.close(port, listener)
}
