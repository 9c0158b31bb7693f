// The main process of a container: which program its command line means, and its life until it ends or is ended.
import type { ImageBehaviour, ImageSetting, Process, ProcessHost, Server, StartError, World } from './contract.ts'
import { drive } from './coroutine.ts'
import { partsOf } from './files/file-system.ts'
import { anything, type Found, findProgram, runProgram } from './programs/find.ts'
import { closeAll, openAll } from './programs/server.ts'
import { notSimulated } from './programs/unknown.ts'
import { ProcessTable } from './shell/process-table.ts'
import { emptySource, type Streams, TextSink } from './shell/streams.ts'

/** Even the shortest program takes a moment to be started, to run and to be cleaned up after: how long is ours. */
const MIN_LIFE_MS = 300

/**
 * The table of processes of a container: later commands (exec) find the others there. A server that runs as its first process is in
 * the table once somebody else is.
 */
function tableOf(world: World): ProcessTable {
  if (world.processes instanceof ProcessTable) return world.processes
  const table = new ProcessTable()
  const { server } = world
  if (server !== undefined) table.add(server.command, (name) => server.signal(name))
  world.processes = table
  return table
}

const RUNC =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: '

/** Why a runtime cannot start a command. */
export function startErrorOf(world: World, name: string, why: string): string {
  const quoted = `exec: ${JSON.stringify(name)}`
  if (!name.includes('/')) return `${quoted}: executable file not found in $PATH`
  if (why !== 'not found') return `${quoted}: ${why.toLowerCase()}`
  const parts = partsOf(name)
  for (let i = 1; i < parts.length; i++) {
    const above = world.files.get(`/${parts.slice(0, i).join('/')}`)
    if (above?.kind === 'file') return `${quoted}: stat ${name}: not a directory`
  }
  return `${quoted}: stat ${name}: no such file or directory`
}

/** Starts the main process of a container. */
export function startMain(
  argv: readonly string[],
  image: ImageBehaviour | undefined,
  setting: ImageSetting | undefined,
  host: ProcessHost,
): Process | StartError {
  const told = setting === undefined ? undefined : serverOf(setting, image)
  if (told !== undefined) return new ServerProcess(told, setting, host, argv)
  const found: Found | string = image === undefined && argv.length === 0 ? anything : programOf(argv, image, host)
  if (typeof found === 'string') return { startError: RUNC + startErrorOf(host.world, argv[0] ?? '', found) }
  return typeof found === 'function' ? startProgram(found, argv, host) : new ServerProcess(found, setting, host, argv)
}

/** Own programs of an image are found without looking at its files. */
function programOf(argv: readonly string[], image: ImageBehaviour | undefined, host: ProcessHost): Found | string {
  const name = argv[0] ?? ''
  return image?.programs?.[name] ?? findProgram(host.world, name, host.world.workingDir)
}

/** A server as a scenario describes it; undefined when it says nothing of what a container does. */
function serverOf(setting: ImageSetting, image: ImageBehaviour | undefined): Server | undefined {
  const { startsAfter, exits, prints, listens, answers, memory, ignoresTerm } = setting
  const says = [startsAfter, exits, prints, listens, answers, memory, ignoresTerm].some((each) => each !== undefined)
  if (!says) return undefined
  const own = Object.values(image?.programs ?? {}).find((program): program is Server => typeof program !== 'function')
  const base = own ?? anything
  return {
    ...base,
    listens: listens ?? base.listens,
    ...(startsAfter === undefined ? {} : { after: startsAfter }),
    ...(prints === undefined ? {} : { logs: prints }),
    ...(ignoresTerm === true ? { onTerm: 'ignores' } : {}),
  }
}

/** A server: no work of its own, only ports and its answer to SIGTERM. */
class ServerProcess implements Process {
  readonly #server: Server
  readonly #host: ProcessHost
  readonly #open: ReturnType<typeof openAll>
  readonly #offs: (() => void)[] = []

  readonly #argv: readonly string[]

  constructor(server: Server, setting: ImageSetting | undefined, host: ProcessHost, argv: readonly string[]) {
    this.#server = server
    this.#host = host
    this.#argv = argv
    host.world.server = this
    const { clock } = host
    const start = clock.now()
    for (const line of server.logs ?? []) host.world.print(`${line}\n`, 'stdout')
    const own = server.configured?.(host.world) ?? {}
    if ('err' in own) {
      this.#open = []
      host.world.print(own.err, 'stderr')
      this.#after(MIN_LIFE_MS, () => this.#end(own.code))
      return
    }
    const answers = setting?.answers
    const served: Server =
      answers === undefined
        ? { ...server, ...own }
        : {
            ...server,
            http: ({ path }) => {
              const answer = answers.findLast((each) => each.path === path && clock.now() - start >= each.from)
              return { code: answer?.code ?? 404, body: '' }
            },
          }
    this.#open = served.listens.length === 0 ? [] : openAll(host.world.network, served, start, () => host.world)
    const { exits, memory } = setting ?? {}
    if (exits !== undefined) this.#after(Math.max(exits.after, MIN_LIFE_MS), () => this.#end(exits.code))
    for (const { bytes, from } of memory ?? [])
      if (from > 0 || (host.world.memoryLimit ?? bytes) < bytes) this.#after(from, () => host.world.takeMemory(bytes))
  }

  /** Its command line: a script that prepares a container hands over to the rest of it. */
  get command(): string {
    const handsOver = this.#argv.length > 1 && this.#argv[0]!.endsWith('entrypoint.sh')
    return (handsOver ? this.#argv.slice(1) : this.#argv).join(' ')
  }

  signal(name: string): void {
    const { onTerm = { after: 0, code: 0 } } = this.#server
    if (onTerm === 'ignores' || (name !== 'SIGTERM' && name !== 'SIGQUIT' && name !== 'SIGINT')) return
    this.#after(onTerm.after, () => this.#end(onTerm.code))
  }

  kill(): void {
    const { world } = this.#host
    for (const off of this.#offs) off()
    if (this.#open.length > 0) closeAll(world.network, this.#open)
    world.server = undefined
    const { processes: table } = world
    if (!(table instanceof ProcessTable)) return
    table.remove(1)
    stopOthers(table)
  }

  #after(milliseconds: number, run: () => void): void {
    const timer = this.#host.clock.after(milliseconds, run)
    this.#offs.push(() => timer.cancel())
  }

  #end(code: number): void {
    this.kill()
    this.#host.exit({ code })
  }
}

/** A program that acts over time; as the first process of its container it hears only signals it has a handler for. */
function startProgram(program: Found, argv: readonly string[], host: ProcessHost): Process {
  const { world } = host
  const table = tableOf(world)
  let running = true
  const started = host.clock.now()
  const stop = drive(
    runProgram(
      program,
      argv,
      {
        world,
        table,
        env: new Map(Object.entries(world.env)),
        cwd: world.workingDir,
        streams: {
          input: host.input ?? emptySource,
          out: { write: (text) => world.print(text, 'stdout') },
          err: { write: (text) => world.print(text, 'stderr') },
        },
      },
      true,
    ),
    (code) => {
      running = false
      stopOthers(table)
      const early = started + MIN_LIFE_MS - host.clock.now()
      // The container is marked as ended after the step that ended it, never inside its start.
      host.clock.after(Math.max(early, 0), () => host.exit({ code }))
    },
  )
  return {
    signal: (name) => {
      if (running) table.signal(1, name)
    },
    kill: () => {
      stop()
      stopOthers(table)
    },
  }
}

/** When its first process ends, all processes of a container end. */
function stopOthers(table: ProcessTable): void {
  for (const { pid } of table.list()) table.signal(pid, 'SIGKILL')
}

/** A command in a running container: what it wrote and its exit code, or why it could not be started. */
export interface ExecResult {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  readonly startError?: string
}

/** How a command ended: its exit code, or why the runtime could not start it. */
export type ExecEnd = { readonly exitCode: number } | { readonly startError: string; readonly exitCode: 126 | 127 }

/** Runs a command in a container with streams of its own; `ended` is called when it is over. Returns how to stop it. */
export function runExec(
  world: World,
  argv: readonly string[],
  streams: Streams,
  ended: (end: ExecEnd) => void,
  more: Readonly<Record<string, string>> = {},
): () => void {
  const name = argv[0] ?? ''
  const program = findProgram(world, name, world.workingDir)
  if (typeof program === 'string') {
    const why = startErrorOf(world, name, program)
    const startError = `OCI runtime exec failed: exec failed: unable to start container process: ${why}`
    ended({ exitCode: program === 'not found' ? 127 : 126, startError })
    return () => {}
  }
  // A program nobody simulates is taken to do what it should, and says so.
  if (typeof program !== 'function' && program.tells?.(argv.slice(1)) === undefined) {
    streams.err.write(notSimulated(name))
    ended({ exitCode: 0 })
    return () => {}
  }
  const env = new Map(Object.entries({ ...world.env, ...more }))
  const place = { world, table: tableOf(world), env, cwd: world.workingDir, streams }
  return drive(runProgram(program, argv, place), (exitCode) => ended({ exitCode }))
}

/** Runs a command in a container without input; `ended` is called when it is over. Returns how to stop it. */
export function startExec(world: World, argv: readonly string[], ended: (result: ExecResult) => void): () => void {
  const out = new TextSink()
  const err = new TextSink()
  return runExec(world, argv, { input: emptySource, out, err }, (end) =>
    ended({ stdout: out.text, stderr: err.text, ...end }),
  )
}
