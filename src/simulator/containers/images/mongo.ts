// mongo: a database server.
import type { ImageBehaviour } from '../contract.ts'

/** mongo. */
export const image: ImageBehaviour = {
  name: 'mongo',
  size: 330_000_000,
  entrypoint: ['mongod'],
  programs: { mongod: { listens: [27017] }, mongosh: () => 0 },
}
