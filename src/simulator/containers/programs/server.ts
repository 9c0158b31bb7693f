// Programs that listen and wait, as images describe them.
import type { Listener, PodNetwork, Server, World } from '../contract.ts'

const ANY_PORT = 0

/** A port that was opened. */
export interface Open {
  readonly port: number
  readonly listener: Listener
}

/** Opens a server's ports. `world` is asked for only when somebody connects. */
export function openAll(network: PodNetwork, server: Server, now: number, world: () => World): readonly Open[] {
  const { listens, http, after, grpcHealth } = server
  const listener: Listener = {
    ...(http === undefined ? {} : { http: (ask) => http(ask, world()) }),
    ...(grpcHealth === undefined ? {} : { grpcHealth }),
    ...(after === undefined ? {} : { from: now + after }),
  }
  const open: Open[] = []
  for (const port of listens === 'any' ? [ANY_PORT] : listens)
    if (network.listen(port, listener)) open.push({ port, listener })
  return open
}

/** Closes them. */
export function closeAll(network: PodNetwork, open: readonly Open[]): void {
  for (const { port, listener } of open) network.close(port, listener)
}
