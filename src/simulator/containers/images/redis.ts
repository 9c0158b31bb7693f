// redis: a server; its image changes to the user redis when it starts, so it is root as far as the runtime knows.
import { planOf } from '../command.ts'
import type { ImageBehaviour } from '../contract.ts'
import { follow, server } from '../plan.ts'

/** redis. */
export const image: ImageBehaviour = {
  name: 'redis',
  size: 52_500_000,
  start: ({ command, args }, host) =>
    follow(command === undefined ? server : planOf([...command, ...(args ?? [])]), host),
}
