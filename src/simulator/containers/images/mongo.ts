// mongo: a database server.
import type { ImageBehaviour } from '../contract.ts'
import { unknownProgram } from '../programs/unknown.ts'

/** mongo. */
export const image: ImageBehaviour = {
  name: 'mongo',
  size: 330_000_000,
  entrypoint: ['mongod'],
  tools: 'gnu',
  programs: { mongod: { listens: [27017] }, mongosh: unknownProgram },
}
