// Which program a name means in a container, and how a program is run: by its image's own programs, the tools of busybox, or a
// script among its files. An image that nobody knows has any program: it serves for ever and stops when asked to.
import type { Program, ProgramContext, RunChanges, Server, World } from '../contract.ts'
import { type Co, drive, sleep } from '../coroutine.ts'
import { absolute, FsError } from '../files/file-system.ts'
import { runInput } from '../shell/interactive.ts'
import { parseScript } from '../shell/parse.ts'
import type { ProcessTable } from '../shell/process-table.ts'
import { Shell } from '../shell/shell.ts'
import { BrokenPipe, type Streams } from '../shell/streams.ts'
import { ShellSyntaxError } from '../shell/syntax.ts'
import { type Flavour, unreadable } from '../shell/words.ts'
import { closeAll, openAll } from './server.ts'
import { signals } from './signal-names.ts'
import { notRunBy } from './tool-words.ts'
import { tools } from './tools.ts'
import { unsimulatedTool } from './unsimulated.ts'
import { hasTool, userlandOf } from './userland.ts'

/** A program that was found. */
export type Found = Program | Server

/** Where a program is run. */
export interface RunPlace {
  readonly world: World
  readonly table: ProcessTable
  readonly env: ReadonlyMap<string, string>
  readonly cwd: string
  readonly streams: Streams
}

const binDirectories = new Set(['/bin', '/usr/bin', '/sbin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'])

/** The program, or why there is none: `not found`, `Permission denied`, `Is a directory`. */
export function findProgram(world: World, name: string, cwd: string): Found | string {
  const slash = name.lastIndexOf('/')
  const base = slash < 0 ? name : name.slice(slash + 1)
  const directory = slash < 0 ? '' : absolute(name.slice(0, Math.max(slash, 1)), cwd)
  const { image } = world
  const own = image?.programs?.[name] ?? image?.programs?.[base]
  if (own !== undefined) return own
  if (slash >= 0) {
    const node = world.files.get(absolute(name, cwd))
    if (node?.kind === 'directory') return 'Is a directory'
    if (node?.kind === 'file') {
      if ((node.mode & 0o111) === 0) return 'Permission denied'
      return scriptFile(absolute(name, cwd))
    }
  }
  if (image?.tools !== 'none' && (slash < 0 || binDirectories.has(directory))) {
    const found = flavourOf(world, base)
    if (found !== undefined) return shells[found]
    const tool = hasTool(world, base) ? tools.get(base) : undefined
    if (tool !== undefined) return tool
    const known = image === undefined ? undefined : unsimulatedTool(world, base)
    if (known !== undefined) return known
  }
  return image === undefined && base !== '' ? anything : 'not found'
}

/** What a program of an unknown image does: it serves whatever it is asked for, and all is well. */
export const anything: Server = {
  listens: 'any',
  http: () => ({ code: 200, body: '' }),
  grpcHealth: () => 'SERVING',
}

/** A script says in its first line what reads it; without one it is `sh`. */
const scriptFile =
  (path: string): Program =>
  (context, args) => {
    const first = context.world.files.read(path).split('\n', 1)[0] ?? ''
    const reader = /^#!.*?([\w-]+)\s*$/.exec(first)?.[1] ?? 'sh'
    return runShell(context, [path, ...args], flavourOf(context.world, reader) ?? 'ash')
  }

/** Which shell a name means in a container. */
function flavourOf({ image }: World, name: string): Flavour | undefined {
  const gnu = image?.tools === 'gnu'
  if (name === 'sh') return gnu ? (image.sh ?? 'dash') : 'ash'
  if (name === 'ash') return gnu ? undefined : 'ash'
  if (name !== 'bash' && name !== 'dash') return undefined
  return gnu || image === undefined || image.has?.includes(name) === true ? name : undefined
}

/** sh: `-c SCRIPT [NAME [ARG…]]`, `FILE [ARG…]`, or its input. */
const shells: Readonly<Record<Flavour, Program>> = {
  ash: (context, args) => runShell(context, args, 'ash'),
  dash: (context, args) => runShell(context, args, 'dash'),
  bash: (context, args) => runShell(context, args, 'bash'),
}

function* runShell(context: ProgramContext, args: readonly string[], flavour: Flavour): Co<number> {
  const { table, called } = context as InternalContext
  const own = new Shell(context.world, table, context.pid, context.env, context.cwd)
  own.name = called
  own.flavour = flavour
  own.parse = parseScript
  ;(context as InternalContext).becomes(own)
  let at = 0
  let line = false
  for (; at < args.length && /^[-+]./.test(args[at]!) && args[at] !== '--'; at++) {
    for (const option of args[at]!.slice(1)) {
      if (option === 'c') line = true
      else if (option === 'o') at++
      else own.options.add(option)
    }
  }
  const streams: Streams = { input: context.input, out: context.out, err: context.err }
  let text = args[at]
  if (line && text === undefined) {
    context.err.write(`${called}: ${noArgument[flavour]}\n`)
    return 2
  }
  if (line) {
    own.positional = args.slice(at + 2)
    own.name = args[at + 1] ?? called
    own.named = args[at + 1] !== undefined
  } else if (text !== undefined) {
    const path = absolute(text, context.cwd)
    own.positional = args.slice(at + 1)
    own.name = text
    own.named = true
    own.from = 'file'
    const node = own.files.get(path)
    if (node === undefined) {
      context.err.write(`${called}: ${noScript[flavour].replace('NAME', text)}\n`)
      return flavour === 'bash' ? 127 : 2
    }
    text = own.files.read(path)
  } else return yield* runInput(own, streams, context.world)
  try {
    return yield* own.main(parseScript(text ?? ''), streams)
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error
    own.line = error.line
    context.err.write(unreadable(own, error.problem, text ?? ''))
    return 2
  }
}

const noArgument: Readonly<Record<Flavour, string>> = {
  ash: '-c requires an argument',
  dash: '0: -c requires an argument',
  bash: '-c: option requires an argument',
}
const noScript: Readonly<Record<Flavour, string>> = {
  ash: "can't open 'NAME': No such file or directory",
  dash: '0: cannot open NAME: No such file',
  bash: 'NAME: No such file or directory',
}

/** What the programs of this room know beyond their context. */
interface InternalContext extends ProgramContext {
  readonly table: ProcessTable
  /** Its first word as it was written: `/bin/sh`. */
  readonly called: string
  /** The process is this shell: it hears the process's signals. */
  becomes(shell: { signal(name: string): boolean }): void
}

/** Runs a program to its end. */
export function* runProgram(program: Found, argv: readonly string[], place: RunPlace, pid1 = false): Co<number> {
  const { table, streams } = place
  let heard: ((name: string) => boolean) | undefined
  let end: ((code: number) => void) | undefined
  const pid = table.add(argv.join(' '), (name) => {
    if (name !== 'SIGKILL' && heard?.(name) === true) return
    if (pid1 && name !== 'SIGKILL') return
    end?.(128 + (signals[name] ?? 15))
  })
  const context: InternalContext = {
    world: place.world,
    name: argv[0]?.split('/').at(-1) ?? '',
    called: argv[0] ?? '',
    env: place.env,
    cwd: place.cwd,
    pid,
    table,
    input: streams.input,
    out: streams.out,
    err: streams.err,
    run: (inner, changes) => runWithin(place, context.name, inner, changes),
    kill: (target, signal) => table.signal(target, signal),
    processes: () => table.list(),
    hears: (handler) => {
      heard = handler
    },
    becomes: (shell) => {
      heard = (name) => shell.signal(name)
    },
  }
  const leave = streams.input.foreground?.((name) => table.signal(pid, name))
  try {
    const args = argv.slice(1)
    const started = typeof program === 'function' ? program(context, args) : serve(program, context, args)
    if (typeof started === 'number') return started
    let code = 0
    yield (resume) => {
      const stop = drive(guarded(started), (value) => {
        code = value
        resume()
      })
      end = (value) => {
        stop()
        code = value
        resume()
      }
      return stop
    }
    return code
  } catch (error) {
    return codeOf(error)
  } finally {
    leave?.()
    table.remove(pid)
  }
}

function* guarded(work: Co<number>): Co<number> {
  try {
    return yield* work
  } catch (error) {
    return codeOf(error)
  }
}

function codeOf(error: unknown): number {
  if (error instanceof BrokenPipe) return 141
  if (error instanceof FsError) return 1
  throw error
}

function* serve(server: Server, { world, out, kill }: ProgramContext, args: readonly string[]): Co<number> {
  const signal = server.tells?.(args)
  if (signal !== undefined) return kill(1, signal) ? 0 : 1
  for (const line of server.logs ?? []) out.write(`${line}\n`)
  const open = openAll(world.network, server, world.clock.now(), () => world)
  try {
    yield () => undefined
    return 0
  } finally {
    closeAll(world.network, open)
  }
}

function* runWithin(place: RunPlace, runner: string, argv: readonly string[], changes: RunChanges = {}): Co<number> {
  const { streams } = place
  const { input = streams.input, env = place.env, timeout } = changes
  const program = findProgram(place.world, argv[0] ?? '', place.cwd)
  if (typeof program === 'string') {
    const why = program === 'not found' ? 'No such file or directory' : 'Permission denied'
    streams.err.write(`${runner}: ${notRunBy(userlandOf(place.world), runner, argv[0] ?? '')}: ${why}\n`)
    return program === 'not found' ? 127 : 126
  }
  const work = runProgram(program, argv, { ...place, env, streams: { ...streams, input } })
  if (timeout === undefined) return yield* work
  let code = 143
  yield (resume) => {
    let off: (() => void) | undefined
    const stop = drive(work, (value) => {
      code = value
      off?.()
      resume()
    })
    off = sleep(
      place.world.clock,
      timeout,
    )(() => {
      stop()
      resume()
    })
    return () => {
      stop()
      off?.()
    }
  }
  return code
}
