// redis: a server; changes to the user redis when it starts, so it is root as far as the runtime knows.
import type { ImageBehaviour } from '../contract.ts'
import { unknownProgram } from '../programs/unknown.ts'

/** redis. */
export const image: ImageBehaviour = {
  name: 'redis',
  size: 52_500_000,
  entrypoint: ['redis-server'],
  tools: 'gnu',
  programs: {
    'redis-server': { listens: [6379] },
    'redis-cli': (context, args) => {
      if (args.length !== 1 || args[0]?.toLowerCase() !== 'ping') return unknownProgram(context, args)
      context.out.write('PONG\n')
      return 0
    },
  },
}
