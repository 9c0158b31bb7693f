// The commands of a redis server that documentation uses; any other is answered with an error that says it is not simulated.
// Upstream: redis' src/t_string.c, t_list.c, t_set.c, t_hash.c, db.c, expire.c, config.c.
import { patternOf } from '../shell/patterns.ts'
import type { Reply } from './reply.ts'
import { configValue, type RedisStore, type Value } from './store.ts'

/** One client of a server. */
export interface Connection {
  database: number
  authenticated: boolean
}

interface Call {
  readonly store: RedisStore
  readonly connection: Connection
  readonly args: readonly string[]
}

const OK: Reply = { status: 'OK' }
const wrongType: Reply = { error: 'WRONGTYPE Operation against a key holding the wrong kind of value' }
const notInteger: Reply = { error: 'ERR value is not an integer or out of range' }
const syntaxError: Reply = { error: 'ERR syntax error' }
const integer = /^-?\d{1,19}$/

/** A refusal in the middle of a command. */
class Refusal extends Error {
  readonly reply: Reply
  constructor(reply: Reply) {
    super()
    this.reply = reply
  }
}

function refuse(reply: Reply): never {
  throw new Refusal(reply)
}

const number = (text: string): number => (integer.test(text) ? Number(text) : refuse(notInteger))

/** Runs a command. */
export function runCommand(store: RedisStore, connection: Connection, words: readonly string[]): Reply {
  const [name = '', ...args] = words
  const command = commands[name.toLowerCase()]
  if (command === undefined) return { error: `NotSimulated: the command ${name}` }
  const [least, most, run] = command
  if (args.length < least || args.length > most)
    return { error: `ERR wrong number of arguments for '${name.toLowerCase()}' command` }
  const open = ['auth', 'quit'].includes(name.toLowerCase())
  if (store.config.get('requirepass') !== '' && !connection.authenticated && !open)
    return { error: 'NOAUTH Authentication required.' }
  try {
    return run({ store, connection, args })
  } catch (error) {
    if (error instanceof Refusal) return error.reply
    throw error
  }
}

const get = ({ store, connection }: Call, key: string): Value | undefined => store.get(connection.database, key)
const put = ({ store, connection }: Call, key: string, value: Value, expires?: number | 'never'): void =>
  store.set(connection.database, key, value, expires)

function text(call: Call, key: string): string | undefined {
  const value = get(call, key)
  return value === undefined || typeof value === 'string' ? value : refuse(wrongType)
}
function list(call: Call, key: string): string[] {
  const value = get(call, key)
  return value === undefined ? [] : Array.isArray(value) ? value : refuse(wrongType)
}
function set(call: Call, key: string): Set<string> {
  const value = get(call, key)
  return value === undefined ? new Set() : value instanceof Set ? value : refuse(wrongType)
}
function hash(call: Call, key: string): Map<string, string> {
  const value = get(call, key)
  return value === undefined ? new Map() : value instanceof Map ? value : refuse(wrongType)
}

/** Keeps a collection; an empty one is no key any more. */
function keep(call: Call, key: string, value: Exclude<Value, string>): void {
  if ((Array.isArray(value) ? value.length : value.size) === 0) call.store.delete(call.connection.database, key)
  else put(call, key, value)
}

function add(call: Call, amount: number): Reply {
  const [key = ''] = call.args
  const sum = number(text(call, key) ?? '0') + amount
  put(call, key, String(sum))
  return sum
}

function push(call: Call, front: boolean): Reply {
  const [key = '', ...values] = call.args
  const before = list(call, key)
  const after = front ? [...values.reverse(), ...before] : [...before, ...values]
  keep(call, key, after)
  return after.length
}

function pop(call: Call, front: boolean): Reply {
  const [key = '', amount] = call.args
  const items = [...list(call, key)]
  if (items.length === 0) return undefined
  const count = amount === undefined ? 1 : number(amount)
  const taken = front ? items.splice(0, count) : items.splice(-count, count).reverse()
  keep(call, key, items)
  return amount === undefined ? taken[0] : taken
}

function slice(items: readonly string[], from: number, to: number): readonly string[] {
  const at = (index: number): number => (index < 0 ? items.length + index : index)
  return items.slice(Math.max(at(from), 0), at(to) + 1)
}

function setText(call: Call): Reply {
  const [key = '', value = '', ...options] = call.args
  let expires: number | 'never' = 'never'
  const now = call.store.now()
  const exists = get(call, key) !== undefined
  for (let i = 0; i < options.length; i++) {
    const option = options[i]?.toUpperCase()
    if (option === 'EX') expires = now + number(options[++i] ?? '') * 1000
    else if (option === 'PX') expires = now + number(options[++i] ?? '')
    else if (option === 'NX' && exists) return undefined
    else if (option === 'XX' && !exists) return undefined
    else if (option !== 'NX' && option !== 'XX') return syntaxError
  }
  put(call, key, value, expires)
  return OK
}

function config({ store, args }: Call): Reply {
  const [what = '', name = '', value = ''] = args
  const known = store.config.get(name.toLowerCase())
  if (known === undefined || !['get', 'set'].includes(what.toLowerCase()))
    return { error: `NotSimulated: CONFIG ${args.join(' ')}` }
  if (what.toLowerCase() === 'get') return [name.toLowerCase(), known]
  store.config.set(name.toLowerCase(), configValue(name.toLowerCase(), value))
  return OK
}

function left({ store, connection, args }: Call, unit: number): Reply {
  const rest = store.left(connection.database, args[0] ?? '')
  return rest === undefined ? -2 : rest === 'none' ? -1 : Math.round(rest / unit)
}

function typeOf(value: Value | undefined): string {
  if (value === undefined) return 'none'
  if (typeof value === 'string') return 'string'
  return Array.isArray(value) ? 'list' : value instanceof Set ? 'set' : 'hash'
}

function authenticate({ store, connection, args }: Call): Reply {
  const password = store.config.get('requirepass')
  if (password === '')
    return {
      error:
        'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    }
  if (args.at(-1) !== password) return { error: 'WRONGPASS invalid username-password pair or user is disabled.' }
  connection.authenticated = true
  return OK
}

const ANY = Number.POSITIVE_INFINITY
const count = (keys: readonly string[], does: (key: string) => boolean): number => keys.filter(does).length

/** By name: the fewest and the most arguments, and what it does. */
const commands: Readonly<Record<string, readonly [number, number, (call: Call) => Reply]>> = {
  append: [
    2,
    2,
    (call) => {
      const [key = '', more = ''] = call.args
      const value = `${text(call, key) ?? ''}${more}`
      put(call, key, value)
      return Buffer.byteLength(value)
    },
  ],
  auth: [1, 2, authenticate],
  config: [2, 3, config],
  dbsize: [0, 0, ({ store, connection }) => store.keys(connection.database).length],
  decr: [1, 1, (call) => add(call, -1)],
  decrby: [2, 2, (call) => add(call, -number(call.args[1] ?? ''))],
  del: [1, ANY, ({ store, connection, args }) => count(args, (key) => store.delete(connection.database, key))],
  echo: [1, 1, ({ args }) => args[0]],
  exists: [1, ANY, (call) => count(call.args, (key) => get(call, key) !== undefined)],
  expire: [
    2,
    2,
    ({ store, connection, args }) =>
      Number(store.expire(connection.database, args[0] ?? '', number(args[1] ?? '') * 1000)),
  ],
  flushall: [
    0,
    1,
    ({ store }) => {
      store.clear()
      return OK
    },
  ],
  flushdb: [
    0,
    1,
    ({ store, connection }) => {
      store.clear(connection.database)
      return OK
    },
  ],
  get: [1, 1, (call) => text(call, call.args[0] ?? '')],
  hdel: [
    2,
    ANY,
    (call) => {
      const [key = '', ...fields] = call.args
      const fieldsOf = new Map(hash(call, key))
      const gone = count(fields, (field) => fieldsOf.delete(field))
      keep(call, key, fieldsOf)
      return gone
    },
  ],
  hget: [2, 2, (call) => hash(call, call.args[0] ?? '').get(call.args[1] ?? '')],
  hgetall: [1, 1, (call) => [...hash(call, call.args[0] ?? '')].flat()],
  hset: [
    3,
    ANY,
    (call) => {
      const [key = '', ...pairs] = call.args
      if (pairs.length % 2 !== 0) return { error: "ERR wrong number of arguments for 'hset' command" }
      const fields = new Map(hash(call, key))
      const before = fields.size
      for (let i = 0; i < pairs.length; i += 2) fields.set(pairs[i] as string, pairs[i + 1] as string)
      keep(call, key, fields)
      return fields.size - before
    },
  ],
  incr: [1, 1, (call) => add(call, 1)],
  incrby: [2, 2, (call) => add(call, number(call.args[1] ?? ''))],
  keys: [
    1,
    1,
    ({ store, connection, args }) =>
      store.keys(connection.database).filter((key) => patternOf(args[0] ?? '').test(key)),
  ],
  llen: [1, 1, (call) => list(call, call.args[0] ?? '').length],
  lpop: [1, 2, (call) => pop(call, true)],
  lpush: [2, ANY, (call) => push(call, true)],
  lrange: [
    3,
    3,
    (call) => slice(list(call, call.args[0] ?? ''), number(call.args[1] ?? ''), number(call.args[2] ?? '')),
  ],
  mget: [
    1,
    ANY,
    (call) =>
      call.args.map((key) => {
        const value = get(call, key)
        return typeof value === 'string' ? value : undefined
      }),
  ],
  mset: [
    2,
    ANY,
    (call) => {
      if (call.args.length % 2 !== 0) return { error: "ERR wrong number of arguments for 'mset' command" }
      for (let i = 0; i < call.args.length; i += 2)
        put(call, call.args[i] as string, call.args[i + 1] as string, 'never')
      return OK
    },
  ],
  persist: [1, 1, ({ store, connection, args }) => Number(store.expire(connection.database, args[0] ?? '', undefined))],
  ping: [0, 1, ({ args }) => args[0] ?? { status: 'PONG' }],
  pttl: [1, 1, (call) => left(call, 1)],
  quit: [0, 0, () => OK],
  rpop: [1, 2, (call) => pop(call, false)],
  rpush: [2, ANY, (call) => push(call, false)],
  sadd: [
    2,
    ANY,
    (call) => {
      const [key = '', ...members] = call.args
      const all = new Set(set(call, key))
      const before = all.size
      for (const member of members) all.add(member)
      keep(call, key, all)
      return all.size - before
    },
  ],
  scard: [1, 1, (call) => set(call, call.args[0] ?? '').size],
  select: [
    1,
    1,
    ({ store, connection, args }) => {
      const index = number(args[0] ?? '')
      if (index < 0 || index >= Number(store.config.get('databases'))) return { error: 'ERR DB index is out of range' }
      connection.database = index
      return OK
    },
  ],
  set: [2, ANY, setText],
  sismember: [2, 2, (call) => Number(set(call, call.args[0] ?? '').has(call.args[1] ?? ''))],
  smembers: [1, 1, (call) => [...set(call, call.args[0] ?? '')]],
  strlen: [1, 1, (call) => Buffer.byteLength(text(call, call.args[0] ?? '') ?? '')],
  ttl: [1, 1, (call) => left(call, 1000)],
  type: [1, 1, (call) => ({ status: typeOf(get(call, call.args[0] ?? '')) })],
}
