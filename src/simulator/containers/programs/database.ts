// What images of database servers do before they serve: a new database needs a password, one that is there already does not.
// Upstream: docker_verify_minimum_env in the entrypoints of docker-library/mysql, postgres and MariaDB/mariadb-docker.
import { formatTime } from '../../../model/time.ts'
import type { World } from '../contract.ts'

/** Whether the database may be made: one of the variables says how, or it is there already. What is made stays for the next container. */
export function mayServe({ env, files }: World, database: string, variables: readonly string[]): boolean {
  if (files.get(database) !== undefined) return true
  if (!variables.some((name) => (env[name] ?? '') !== '')) return false
  files.makeDirectory(database, true)
  return true
}

/** What the entrypoints of MySQL and MariaDB end with. */
export const entrypointError = ({ time }: World, text: string): { readonly code: number; readonly err: string } => ({
  code: 1,
  err: `${formatTime(time.now()).slice(0, 19).replace('T', ' ')}+00:00 [ERROR] [Entrypoint]: ${text}\n`,
})
