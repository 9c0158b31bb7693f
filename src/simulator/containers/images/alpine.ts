// alpine: a shell without input ends at once; otherwise what the pod says.
import { planOf } from '../command.ts'
import type { ImageBehaviour } from '../contract.ts'
import { follow } from '../plan.ts'

/** alpine. */
export const image: ImageBehaviour = {
  name: 'alpine',
  size: 3_800_000,
  start: ({ command, args }, host) => follow(planOf([...(command ?? []), ...(args ?? (command ? [] : ['sh']))]), host),
}
