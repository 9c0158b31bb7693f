// redis: a server with its client; changes to the user redis when it starts, so it is root as far as the runtime knows.
// Upstream: docker-library/redis.
import type { ImageBehaviour } from '../contract.ts'
import { redisCli } from '../redis/cli.ts'
import { redisEntrypoint, redisServer } from '../redis/server.ts'

/** redis. */
export const image: ImageBehaviour = {
  name: 'redis',
  size: 52_500_000,
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['redis-server'],
  workingDir: '/data',
  tools: 'gnu',
  programs: { 'docker-entrypoint.sh': redisEntrypoint, 'redis-server': redisServer, 'redis-cli': redisCli },
}
