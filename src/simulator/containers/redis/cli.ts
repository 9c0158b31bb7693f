// redis-cli: one command, or those its input says; on a terminal it asks for them. Upstream: redis' src/redis-cli.c, sdssplitargs.
import type { Program, ProgramContext } from '../contract.ts'
import { type Co, sleep } from '../coroutine.ts'
import { notSimulated } from '../programs/unknown.ts'
import { LineReader } from '../shell/streams.ts'
import { type Reply, rawReply, wordedReply } from './reply.ts'

const PORT = 6379
/** When Linux gives up asking for a connection: tcp_syn_retries of 6. */
const CONNECT_TIMEOUT = 127_000
const WARNING = "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n"

interface Options {
  host: string
  port: number
  database: number
  password: string | undefined
  raw: boolean | undefined
}

type Client = (words: readonly string[]) => Reply

/** redis-cli. */
export const redisCli: Program = (context, args) => {
  const options: Options = { host: '127.0.0.1', port: PORT, database: 0, password: undefined, raw: undefined }
  let at = 0
  for (; at < args.length && args[at]!.startsWith('-'); at++) {
    const option = args[at]!
    if (option === '-h') options.host = args[++at] ?? ''
    else if (option === '-p') options.port = Number(args[++at])
    else if (option === '-n') options.database = Number(args[++at])
    else if (option === '-a') options.password = args[++at]
    else if (option === '--raw') options.raw = true
    else if (option === '--no-raw') options.raw = false
    else {
      context.err.write(notSimulated(`redis-cli ${option}`))
      return 1
    }
  }
  if (options.password !== undefined) context.err.write(WARNING)
  options.password ??= context.env.get('REDISCLI_AUTH')
  return run(context, options, args.slice(at))
}

function* run(context: ProgramContext, options: Options, words: readonly string[]): Co<number> {
  const { out, err, input, world } = context
  const client = yield* connected(context, options)
  if (typeof client === 'string') {
    err.write(`${client}\n`)
    if (words.length > 0 || input.foreground === undefined) return 1
  }
  const terminal = input.foreground !== undefined
  const old = /^[2-5]\b/.test(world.tag)
  const raw = options.raw ?? !terminal
  const tell = (reply: Reply): void => out.write(raw ? `${rawReply(reply)}\n` : wordedReply(reply, old))
  if (words.length > 0) {
    if (typeof client !== 'string') tell(client(words))
    return 0
  }
  const lines = new LineReader(input)
  let { database } = options
  for (;;) {
    const place = typeof client === 'string' ? 'not connected' : `${options.host}:${options.port}`
    if (terminal) out.write(`${place}${database > 0 ? `[${database}]` : ''}> `)
    const line = yield* lines.line()
    if (line === undefined) return 0
    const typed = split(line)
    if (typed === undefined) out.write('Invalid argument(s)\n')
    if (typed === undefined || typed.length === 0) continue
    const name = typed[0]!.toLowerCase()
    if (name === 'exit' || name === 'quit') return 0
    if (typeof client === 'string') {
      out.write(`${client}\n`)
      continue
    }
    const reply = client(typed)
    if (name === 'select' && typeof reply === 'object' && 'status' in reply) database = Number(typed[1])
    tell(reply)
  }
}

/** A connection to the server, or why there is none. */
function* connected({ world }: ProgramContext, options: Options): Co<Client | string> {
  const { host, port, password, database } = options
  const failed = `Could not connect to Redis at ${host}:${port}`
  const ip = world.network.resolve(host)
  if (ip === undefined) return `${failed}: Name or service not known`
  const listener = world.network.connect(ip, port)
  if (listener === 'unreachable') yield sleep(world.clock, CONNECT_TIMEOUT)
  if (typeof listener === 'string')
    return `${failed}: ${listener === 'refused' ? 'Connection refused' : 'Connection timed out'}`
  const client = listener.redis?.()
  if (client === undefined) return notSimulated('redis-cli before another server').trimEnd()
  if (password !== undefined) client(['auth', password])
  if (database > 0) client(['select', String(database)])
  return client
}

const inside: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' }

/** The words of a line; undefined when a quote is not closed. */
function split(line: string): string[] | undefined {
  const words: string[] = []
  let i = 0
  for (;;) {
    while (/\s/.test(line[i] ?? '')) i++
    if (i >= line.length) return words
    let word = ''
    while (i < line.length && !/\s/.test(line[i]!)) {
      const quote = line[i]
      if (quote !== '"' && quote !== "'") {
        word += line[i++]
        continue
      }
      for (i++; line[i] !== quote; i++) {
        if (i >= line.length) return undefined
        const next = line[i + 1] ?? ''
        if (line[i] === '\\' && quote === '"') {
          word += inside[next] ?? next
          i++
        } else if (line[i] === '\\' && next === "'") word += line[++i]
        else word += line[i]
      }
      i++
      if (i < line.length && !/\s/.test(line[i]!)) return undefined
    }
    words.push(word)
  }
}
