// postgres: a database server. Without a password for its superuser it does not start. Limit: what it says when it starts is left out.
// Upstream: docker-library/postgres, docker-entrypoint.sh.
import type { ImageBehaviour, Server, World } from '../contract.ts'
import { mayServe } from '../programs/database.ts'
import { unknownProgram } from '../programs/unknown.ts'

const DATA = '/var/lib/postgresql/data'
const problem = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`

function configured(world: World): ReturnType<NonNullable<Server['configured']>> {
  const { PGDATA = DATA, POSTGRES_HOST_AUTH_METHOD: method } = world.env
  if (method === 'trust') return {}
  const may = mayServe(world, `${PGDATA}/base`, ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE'])
  return may ? {} : { code: 1, err: problem }
}

/** postgres. */
export const image: ImageBehaviour = {
  name: 'postgres',
  size: 160_000_000,
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['postgres'],
  tools: 'gnu',
  programs: {
    'docker-entrypoint.sh': {
      listens: [5432],
      configured,
    },
    pg_isready: unknownProgram,
    psql: unknownProgram,
  },
}
