// The shell: runs the tree of a script over the files of a container, on cluster time. A small sh in the manner of busybox ash;
// what it does not have: job control, arrays, process substitution, select.
import type { World } from '../contract.ts'
import { type Co, drive, either, Moment, sleep, type Wait } from '../coroutine.ts'
import type { FileSystem } from '../files/file-system.ts'
import { expandPattern, expandText, expandWords } from './expand.ts'
import { pauseOf } from './idle-loop.ts'
import { invoke } from './invoke.ts'
import { Leave } from './leave.ts'
import { patternOf } from './patterns.ts'
import { pipeline } from './pipeline.ts'
import type { Job, ProcessTable } from './process-table.ts'
import { redirect } from './redirect.ts'
import { BrokenPipe, nullSink, type Streams, TextSink, textSource } from './streams.ts'
import { type Command, ExpansionError, type Script, ShellSyntaxError } from './syntax.ts'
import { type Flavour, prefixOf, type Standing, unreadableWithin } from './words.ts'

/** Commands a shell runs without ever waiting before time is made to pass: nothing in a container is for free for ever. */
const FUEL = 1000
const BUSY_MS = 1000

/** A script within a script that cannot be read: all that is said of it. */
export class UnreadableScript extends Error {}

/** One shell and its variables; a subshell is a copy. */
export class Shell {
  readonly world: World
  readonly files: FileSystem
  readonly table: ProcessTable
  readonly variables: Map<string, string>
  readonly exported: Set<string>
  readonly functions: Map<string, Command>
  readonly options: Set<string>
  readonly traps = new Map<string, string>()
  readonly jobs: Job[] = []
  /** Signals that have come and whose traps have not run yet. */
  readonly pending: string[] = []
  readonly pid: number
  name = 'sh'
  flavour: Flavour = 'ash'
  from: Standing['from'] = 'argument'
  named = false
  /** Of the command it is at, from 1 on. */
  line = 1
  /** How many lines of its input it has read. */
  read = 0
  positional: readonly string[] = []
  cwd: string
  status = 0
  lastJob = 0
  /** How scripts are read. */
  parse: (text: string, line?: number) => Script = () => []
  /** The streams of the command that is being run: substitutions inherit them. */
  streams: Streams = { input: textSource(''), out: nullSink, err: nullSink }
  /** What a shell in front of a person does about a signal without a trap: true when it lives on. */
  interrupted: ((name: string) => boolean) | undefined
  /** Told when a trapped signal comes. */
  #signalled: (() => void) | undefined
  #fuel = FUEL
  #fuelAt = 0

  constructor(world: World, table: ProcessTable, pid: number, env: ReadonlyMap<string, string>, cwd: string) {
    this.world = world
    this.files = world.files
    this.table = table
    this.pid = pid
    this.variables = new Map(env)
    this.exported = new Set(env.keys())
    this.functions = new Map()
    this.options = new Set()
    this.cwd = cwd
  }

  /** A copy that changes nothing here. */
  subshell(): Shell {
    const shell = new Shell(this.world, this.table, this.pid, this.variables, this.cwd)
    shell.exported.clear()
    for (const each of this.exported) shell.exported.add(each)
    for (const [name, body] of this.functions) shell.functions.set(name, body)
    for (const option of this.options) shell.options.add(option)
    shell.positional = this.positional
    shell.name = this.name
    shell.flavour = this.flavour
    shell.from = this.from
    shell.named = this.named
    shell.line = this.line
    shell.status = this.status
    shell.lastJob = this.lastJob
    return shell
  }

  /** A signal for this shell: true when a trap takes it. */
  signal(name: string): boolean {
    const trap = this.traps.get(name)
    if (trap === undefined) return this.interrupted?.(name) === true
    if (trap !== '') {
      this.pending.push(name)
      const signalled = this.#signalled
      this.#signalled = undefined
      signalled?.()
    }
    return true
  }

  /** Waits for a trapped signal. */
  readonly signalled: Wait = (resume) => {
    if (this.pending.length > 0) resume()
    else this.#signalled = resume
    return () => {
      this.#signalled = undefined
    }
  }

  /** The value of `$name`. */
  parameter(name: string): string | undefined {
    switch (name) {
      case '?':
        return String(this.status)
      case '$':
        return String(this.pid)
      case '!':
        return this.lastJob === 0 ? '' : String(this.lastJob)
      case '#':
        return String(this.positional.length)
      case '@':
      case '*':
        return this.positional.join(' ')
      case '0':
        return this.name
      case '-':
        return [...this.options].join('')
      default:
        if (name >= '1' && name <= '9') return this.positional[Number(name) - 1]
        if (name === 'PWD') return this.cwd
        if (name === 'RANDOM') return String((this.world.clock.now() / 7) & 32767)
        return this.variables.get(name)
    }
  }

  /** A script to its end, `exit` and the trap on EXIT included: its exit code. */
  *main(script: Script, streams: Streams): Co<number> {
    return yield* this.toEnd(this.run(script, streams), streams)
  }

  /** The same for commands that come from elsewhere. */
  *toEnd(commands: Co<number>, streams: Streams): Co<number> {
    let code: number
    try {
      code = yield* commands
    } catch (error) {
      code = this.#codeOf(error, streams)
    }
    const trap = this.traps.get('EXIT')
    if (trap === undefined || trap === '') return code
    this.traps.delete('EXIT')
    this.status = code
    try {
      yield* this.evaluate(trap, streams)
      return code
    } catch (error) {
      return this.#codeOf(error, streams)
    }
  }

  #codeOf(error: unknown, streams: Streams): number {
    if (error instanceof Leave) return error.value
    if (error instanceof BrokenPipe) return 141
    if (error instanceof ExpansionError) {
      this.complain(streams, error.message)
      return error.status
    }
    if (error instanceof UnreadableScript) {
      streams.err.write(error.message)
      return 2
    }
    throw error
  }

  /** Commands one after the other; the last one's code. */
  *run(script: Script, streams: Streams, tested = false): Co<number> {
    for (const { command, background, text } of script) {
      if (background) this.#start(command, text, streams)
      else yield* this.#one(command, streams, tested)
      if (this.pending.length > 0) yield* this.#runTraps(streams)
    }
    return this.status
  }

  *#one(command: Command, streams: Streams, tested: boolean): Co<void> {
    const now = this.world.clock.now()
    if (now !== this.#fuelAt) {
      this.#fuelAt = now
      this.#fuel = FUEL
    } else if (--this.#fuel <= 0) yield sleep(this.world.clock, BUSY_MS)
    this.status = yield* this.command(command, streams, tested)
    const excused = tested || command.type === 'and' || command.type === 'or' || command.type === 'while'
    if (this.status !== 0 && !excused && this.options.has('e')) throw new Leave('exit', this.status)
  }

  /** Says what is wrong, as whom it is and where it stands. */
  complain({ err }: Streams, text: string, builtin?: string): void {
    err.write(`${prefixOf(this, builtin)}${text}\n`)
  }

  /** Text as a script: eval, traps. */
  *evaluate(text: string, streams: Streams, builtin?: string): Co<number> {
    return yield* this.run(this.within(text, builtin), streams)
  }

  /** The tree of a script that is run within this one. */
  within(text: string, builtin = 'eval'): Script {
    try {
      return this.parse(text, this.line)
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error
      throw new UnreadableScript(unreadableWithin(this, builtin, error.problem, text))
    }
  }

  /** What `$( … )` gives. */
  *substitute(script: Script): Co<string> {
    const out = new TextSink()
    const shell = this.subshell()
    shell.parse = this.parse
    this.status = yield* shell.main(script, { ...this.streams, out })
    return out.text.replace(/\n+$/, '')
  }

  *#runTraps(streams: Streams): Co<void> {
    for (let name = this.pending.shift(); name !== undefined; name = this.pending.shift()) {
      const status = this.status
      yield* this.evaluate(this.traps.get(name) ?? '', streams)
      this.status = status
    }
  }

  #start(command: Command, text: string, streams: Streams): void {
    const shell = this.subshell()
    shell.parse = this.parse
    const done = new Moment()
    const end = (status: number): void => {
      this.table.remove(job.pid)
      job.status = status
      done.arrive()
    }
    const pid = this.table.add(text, (name) => {
      stop()
      end(128 + (name === 'SIGKILL' ? 9 : 15))
    })
    const job: Job = { pid, done, status: 0 }
    this.jobs.push(job)
    this.lastJob = pid
    this.status = 0
    const script: Script = [{ command, background: false, text }]
    const stop = drive(shell.main(script, { ...streams, input: textSource('') }), end)
  }

  /** One command; its exit code. */
  *command(command: Command, streams: Streams, tested = false): Co<number> {
    switch (command.type) {
      case 'simple':
        return yield* this.#simple(command, streams)
      case 'and':
      case 'or': {
        const left = yield* this.command(command.left, streams, true)
        this.status = left
        if ((left === 0) !== (command.type === 'and')) return left
        const right = yield* this.command(command.right, streams, tested)
        if (right !== 0 && !tested && this.options.has('e') && command.right.type === 'simple')
          throw new Leave('exit', right)
        return right
      }
      case 'pipeline':
        return yield* pipeline(this, command, streams)
      case 'function':
        this.functions.set(command.name, command.body)
        return 0
      default: {
        const redirected = yield* redirect(this, command.redirects, streams)
        return typeof redirected === 'number' ? redirected : yield* this.#compound(command, redirected, tested)
      }
    }
  }

  *#compound(
    command: Exclude<Command, { type: 'simple' | 'and' | 'or' | 'pipeline' | 'function' }>,
    streams: Streams,
    tested: boolean,
  ): Co<number> {
    switch (command.type) {
      case 'group':
        return yield* this.run(command.body, streams, tested)
      case 'subshell': {
        const shell = this.subshell()
        shell.parse = this.parse
        return yield* shell.main(command.body, streams)
      }
      case 'if':
        for (const { condition, body } of command.branches)
          if ((yield* this.run(condition, streams, true)) === 0) return yield* this.run(body, streams, tested)
        this.status = 0
        return command.otherwise === undefined ? 0 : yield* this.run(command.otherwise, streams, tested)
      case 'while':
        return yield* this.#while(command, streams)
      case 'for': {
        const words = command.words === undefined ? this.positional : yield* expandWords(this, command.words)
        let status = 0
        for (const word of words) {
          this.variables.set(command.name, word)
          const next = yield* this.#round(command.body, streams)
          if (next === 'break') break
          status = this.status
        }
        return status
      }
      case 'case': {
        const subject = yield* expandText(this, command.subject)
        for (const { patterns, body } of command.arms)
          for (const pattern of patterns)
            if (patternOf(yield* expandPattern(this, pattern)).test(subject)) {
              this.status = 0
              return yield* this.run(body, streams, tested)
            }
        return 0
      }
    }
  }

  *#while(command: Extract<Command, { type: 'while' }>, streams: Streams): Co<number> {
    const pause = pauseOf(command)
    if (pause !== undefined) yield* this.#idle(pause, streams)
    let status = 0
    for (;;) {
      const held = (yield* this.run(command.condition, streams, true)) === 0
      if (held === command.until) return status
      if ((yield* this.#round(command.body, streams)) === 'break') return this.status
      status = this.status
    }
  }

  /** A loop that only sleeps: nothing happens until a signal comes, which is heard when the sleep of that moment ends. */
  *#idle(milliseconds: number, streams: Streams): Co<never> {
    const { clock } = this.world
    const start = clock.now()
    for (;;) {
      yield this.signalled
      const rest = milliseconds - ((clock.now() - start) % milliseconds)
      yield sleep(clock, rest)
      yield* this.#runTraps(streams)
    }
  }

  *#round(body: Script, streams: Streams): Co<'break' | 'on'> {
    try {
      yield* this.run(body, streams)
      return 'on'
    } catch (error) {
      if (!(error instanceof Leave) || (error.what !== 'break' && error.what !== 'continue')) throw error
      if (error.value > 1) throw new Leave(error.what, error.value - 1)
      this.status = 0
      return error.what === 'break' ? 'break' : 'on'
    }
  }

  *#simple(command: Extract<Command, { type: 'simple' }>, streams: Streams): Co<number> {
    this.streams = streams
    this.line = command.line
    if (command.words.length === 0) {
      this.status = 0
      for (const { name, value } of command.assignments) this.variables.set(name, yield* expandText(this, value))
      const opened = yield* redirect(this, command.redirects, streams)
      return typeof opened === 'number' ? opened : this.status
    }
    const argv = yield* expandWords(this, command.words)
    const assigned = new Map<string, string>()
    for (const { name, value } of command.assignments) assigned.set(name, yield* expandText(this, value))
    const opened = yield* redirect(this, command.redirects, streams)
    if (typeof opened === 'number') return opened
    if (this.options.has('x')) streams.err.write(`+ ${argv.map(traced).join(' ')}\n`)
    if (argv.length === 0) return 0
    return yield* this.invoke(argv, assigned, opened)
  }

  /** Runs a command line: a function, a builtin, a program. */
  invoke(argv: readonly string[], assigned: ReadonlyMap<string, string>, streams: Streams): Co<number> {
    return invoke(this, argv, assigned, streams)
  }

  /** Waits for a job or a trapped signal; true when the job has ended. */
  *await(job: Job): Co<boolean> {
    yield either(job.done.wait, this.signalled)
    return job.done.come
  }
}

const traced = (word: string): string => (/^[\w./:=+,@%^-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
