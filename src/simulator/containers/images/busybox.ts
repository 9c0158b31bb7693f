// busybox: a shell without input ends at once; otherwise what the pod says.
import { planOf } from '../command.ts'
import type { ImageBehaviour } from '../contract.ts'
import { follow } from '../plan.ts'

/** busybox. */
export const image: ImageBehaviour = {
  name: 'busybox',
  size: 2_223_685,
  start: ({ command, args }, host) => follow(planOf([...(command ?? []), ...(args ?? (command ? [] : ['sh']))]), host),
}
