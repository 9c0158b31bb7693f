// redis-server: keeps data in memory and answers its clients; configured by a file and by options. Limits: nothing is written to disk, so
// data ends with the container; replicas of another server are not simulated; what it logs names its version and process and is left out.
// Upstream: redis' src/server.c, src/config.c.
import type { Program, ProgramContext } from '../contract.ts'
import { absolute, FsError } from '../files/file-system.ts'
import { serve } from '../programs/serve.ts'
import { notSimulated } from '../programs/unknown.ts'
import { type Connection, runCommand } from './commands.ts'
import { configValue, RedisStore } from './store.ts'

const ending = { code: 0 }

/** redis-server. */
export const redisServer: Program = (context, args) => {
  const { world, err } = context
  const store = new RedisStore(() => world.clock.now())
  const problem = configure(store, context, args)
  if (problem !== undefined) {
    err.write(problem)
    return 1
  }
  const redis = () => {
    const connection: Connection = { database: 0, authenticated: false }
    return (words: readonly string[]) => runCommand(store, connection, words)
  }
  return serve(context, new Map([[Number(store.config.get('port')), { redis }]]), ending)
}

/** The image's entrypoint: options alone are the server's. */
export const redisEntrypoint: Program = (context, args) => {
  const [first = 'redis-server'] = args
  if (first.startsWith('-') || first.endsWith('.conf')) return redisServer(context, args)
  return first === 'redis-server' ? redisServer(context, args.slice(1)) : context.run(args)
}

function configure(
  store: RedisStore,
  { world, cwd, name }: ProgramContext,
  args: readonly string[],
): string | undefined {
  const [first = ''] = args
  const isFile = first !== '' && !first.startsWith('-')
  if (isFile) {
    try {
      for (const line of world.files.read(absolute(first, cwd)).split('\n')) {
        const words = line.trim().split(/\s+/)
        if (words.length > 1 && !line.trim().startsWith('#')) setting(store, words)
      }
    } catch (error) {
      if (!(error instanceof FsError)) throw error
      return notSimulated(`${name} without its file ${first}`)
    }
  }
  let words: string[] = []
  for (const arg of [...args.slice(isFile ? 1 : 0), '--']) {
    if (!arg.startsWith('--')) {
      words.push(arg)
      continue
    }
    if (words.length > 1) setting(store, words)
    words = [arg.slice(2)]
  }
  return undefined
}

/** What nobody asks for is taken in silence. */
function setting(store: RedisStore, [name = '', ...values]: readonly string[]): void {
  const key = name.toLowerCase()
  if (store.config.has(key)) store.config.set(key, configValue(key, values.join(' ').replace(/^"(.*)"$/, '$1')))
}
