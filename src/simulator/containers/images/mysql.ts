// mysql: a database server.
import type { ImageBehaviour } from '../contract.ts'
import { unknownProgram } from '../programs/unknown.ts'

/** mysql. */
export const image: ImageBehaviour = {
  name: 'mysql',
  size: 243_000_000,
  entrypoint: ['docker-entrypoint.sh'],
  tools: 'gnu',
  has: ['curl'],
  sh: 'bash',
  programs: { 'docker-entrypoint.sh': { listens: [3306] }, mysqladmin: unknownProgram, mysql: unknownProgram },
}
