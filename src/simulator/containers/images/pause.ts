// pause: sleeps until it is told to stop.
import type { ImageBehaviour } from '../contract.ts'
import { follow, server } from '../plan.ts'

/** pause. */
export const image: ImageBehaviour = {
  name: 'pause',
  size: 320_448,
  start: (_invocation, host) => follow(server, host),
}
