// redis: a server; changes to the user redis when it starts, so it is root as far as the runtime knows.
import type { ImageBehaviour } from '../contract.ts'

/** redis. */
export const image: ImageBehaviour = {
  name: 'redis',
  size: 52_500_000,
  entrypoint: ['redis-server'],
  programs: {
    'redis-server': { listens: [6379] },
    'redis-cli': ({ out }, args) => {
      out.write(args[0] === 'ping' ? 'PONG\\n' : 'OK\\n')
      return 0
    },
  },
}
