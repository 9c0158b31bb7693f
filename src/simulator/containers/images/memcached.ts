// memcached: a cache server.
import type { ImageBehaviour } from '../contract.ts'

/** memcached. */
export const image: ImageBehaviour = {
  name: 'memcached',
  size: 33_000_000,
  entrypoint: ['memcached'],
  tools: 'gnu',
  programs: { memcached: { listens: [11211] } },
}
