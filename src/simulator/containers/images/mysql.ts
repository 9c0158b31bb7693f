// mysql: a database server.
import type { ImageBehaviour } from '../contract.ts'

/** mysql. */
export const image: ImageBehaviour = {
  name: 'mysql',
  size: 243_000_000,
  entrypoint: ['docker-entrypoint.sh'],
  programs: { 'docker-entrypoint.sh': { listens: [3306] }, mysqladmin: () => 0, mysql: () => 0 },
}
