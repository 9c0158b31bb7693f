// mariadb: a database server. Without a word on the password of root it does not start. Limit: the lines that name the server's version
// are left out. Upstream: MariaDB/mariadb-docker, docker-entrypoint.sh.
import type { ImageBehaviour } from '../contract.ts'
import { entrypointError, mayServe } from '../programs/database.ts'
import { unknownProgram } from '../programs/unknown.ts'

const names = ['ROOT_PASSWORD', 'ROOT_PASSWORD_FILE', 'RANDOM_ROOT_PASSWORD']
const variables = [
  ...names.flatMap((name) => [`MARIADB_${name}`, `MYSQL_${name}`]),
  'MARIADB_ROOT_PASSWORD_HASH',
  'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
  'MYSQL_ALLOW_EMPTY_PASSWORD',
]
const problem =
  'Database is uninitialized and password option is not specified\n\tYou need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD'

/** mariadb. */
export const image: ImageBehaviour = {
  name: 'mariadb',
  size: 120_000_000,
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['mariadbd'],
  tools: 'gnu',
  programs: {
    'docker-entrypoint.sh': {
      listens: [3306],
      configured: (world) =>
        mayServe(world, '/var/lib/mysql/mysql', variables) ? {} : entrypointError(world, problem),
    },
    mariadb: unknownProgram,
    mysql: unknownProgram,
  },
}
