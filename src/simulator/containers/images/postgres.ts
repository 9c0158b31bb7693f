// postgres: a database server.
import type { ImageBehaviour } from '../contract.ts'
import { unknownProgram } from '../programs/unknown.ts'

/** postgres. */
export const image: ImageBehaviour = {
  name: 'postgres',
  size: 160_000_000,
  entrypoint: ['docker-entrypoint.sh'],
  tools: 'gnu',
  programs: { 'docker-entrypoint.sh': { listens: [5432] }, pg_isready: unknownProgram, psql: unknownProgram },
}
