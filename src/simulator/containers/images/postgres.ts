// postgres: a database server.
import type { ImageBehaviour } from '../contract.ts'

/** postgres. */
export const image: ImageBehaviour = {
  name: 'postgres',
  size: 160_000_000,
  entrypoint: ['docker-entrypoint.sh'],
  programs: { 'docker-entrypoint.sh': { listens: [5432] }, pg_isready: () => 0, psql: () => 0 },
}
