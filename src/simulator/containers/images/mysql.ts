// mysql: a database server. Without a word on the password of root it does not start. Limit: the lines that name the server's version
// are left out. Upstream: docker-library/mysql, docker-entrypoint.sh.
import type { ImageBehaviour } from '../contract.ts'
import { entrypointError, mayServe } from '../programs/database.ts'
import { unknownProgram } from '../programs/unknown.ts'

const variables = ['MYSQL_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD']
const problem = `Database is uninitialized and password option is not specified
    You need to specify one of the following as an environment variable:
${variables.map((name) => `    - ${name}`).join('\n')}`

/** mysql. */
export const image: ImageBehaviour = {
  name: 'mysql',
  size: 243_000_000,
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['mysqld'],
  tools: 'gnu',
  has: ['curl'],
  sh: 'bash',
  programs: {
    'docker-entrypoint.sh': {
      listens: [3306],
      configured: (world) =>
        mayServe(world, '/var/lib/mysql/mysql', [...variables, 'MYSQL_ROOT_PASSWORD_FILE'])
          ? {}
          : entrypointError(world, problem),
    },
    mysqladmin: unknownProgram,
    mysql: unknownProgram,
  },
}
