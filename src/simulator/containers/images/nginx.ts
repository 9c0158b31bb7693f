// nginx: a web server; stops gracefully.
import { planOf } from '../command.ts'
import type { ImageBehaviour } from '../contract.ts'
import { follow, server } from '../plan.ts'

/** nginx. */
export const image: ImageBehaviour = {
  name: 'nginx',
  size: 72_955_450,
  start: ({ command, args }, host) =>
    follow(command === undefined ? server : planOf([...command, ...(args ?? [])]), host),
}
