// What the shell does itself: variables, flow, traps, jobs. Everything else is a program.
import type { Co } from '../coroutine.ts'
import { absolute, FsError } from '../files/file-system.ts'
import { unescaped } from '../programs/escapes.ts'
import { findProgram } from '../programs/find.ts'
import { type KillProblem, killAll, killText } from '../programs/process-tools.ts'
import { test } from '../programs/test.ts'
import { execute } from './invoke.ts'
import { Leave } from './leave.ts'
import type { Shell } from './shell.ts'
import { LineReader, type Streams } from './streams.ts'
import { type Flavour, notEntered, notSourced, notTested } from './words.ts'

/** A builtin: its exit code, now or later. */
export type Builtin = (shell: Shell, args: readonly string[], streams: Streams) => number | Co<number>

const none: ReadonlyMap<string, string> = new Map()

function assign(shell: Shell, args: readonly string[], each: (name: string) => void): number {
  for (const arg of args) {
    const at = arg.indexOf('=')
    if (arg.startsWith('-') && at < 0) continue
    const name = at < 0 ? arg : arg.slice(0, at)
    if (at >= 0) shell.variables.set(name, arg.slice(at + 1))
    each(name)
  }
  return 0
}

const leave =
  (what: Leave['what']): Builtin =>
  (shell, [count], streams) => {
    const byStatus = what === 'exit' || what === 'return'
    const value = count === undefined ? (byStatus ? shell.status : 1) : Number(count)
    if (Number.isNaN(value)) {
      const { flavour } = shell
      shell.complain(
        streams,
        flavour === 'bash' ? `${count}: numeric argument required` : `Illegal number: ${count}`,
        what,
      )
      throw new Leave('exit', 2)
    }
    throw new Leave(what, byStatus ? value & 255 : value)
  }

function cd(shell: Shell, [to]: readonly string[], streams: Streams): number {
  const target = to === '-' ? (shell.variables.get('OLDPWD') ?? '/') : (to ?? shell.variables.get('HOME') ?? '/')
  const path = absolute(target, shell.cwd)
  const node = shell.files.get(path)
  if (node?.kind !== 'directory') {
    const { message } = new FsError(node === undefined ? 'ENOENT' : 'ENOTDIR')
    const { text, code } = notEntered(shell, target, message)
    shell.complain(streams, text, 'cd')
    return code
  }
  shell.variables.set('OLDPWD', shell.cwd)
  shell.cwd = path
  return 0
}

function set(shell: Shell, args: readonly string[]): number {
  for (const [i, arg] of args.entries()) {
    if (arg === '--' || !/^[-+]/.test(arg)) {
      shell.positional = args.slice(arg === '--' ? i + 1 : i)
      return 0
    }
    const on = arg.startsWith('-')
    if (arg.slice(1) === 'o') continue
    for (const option of arg.slice(1)) {
      if (on) shell.options.add(option)
      else shell.options.delete(option)
    }
  }
  return 0
}

const signalName = (name: string): string => {
  if (name === '0' || name === 'EXIT') return 'EXIT'
  if (name === '15') return 'SIGTERM'
  if (name === '2') return 'SIGINT'
  if (name === '1') return 'SIGHUP'
  return name.startsWith('SIG') ? name : `SIG${name}`
}

function trap(shell: Shell, [action = '', ...signals]: readonly string[]): number {
  for (const name of signals) {
    if (action === '-') shell.traps.delete(signalName(name))
    else shell.traps.set(signalName(name), action)
  }
  return 0
}

function* wait(shell: Shell, pids: readonly string[]): Co<number> {
  const jobs = pids.length === 0 ? [...shell.jobs] : shell.jobs.filter(({ pid }) => pids.includes(String(pid)))
  let status = pids.length > 0 && jobs.length === 0 ? 127 : 0
  for (const job of jobs) {
    if (!job.done.come && !(yield* shell.await(job))) return 143
    status = job.status
    shell.jobs.splice(shell.jobs.indexOf(job), 1)
  }
  return pids.length === 0 ? 0 : status
}

function* read(shell: Shell, args: readonly string[], { input }: Streams): Co<number> {
  const names = args.filter((arg) => !arg.startsWith('-'))
  const reader = input instanceof LineReader ? input : (readers.get(input) ?? new LineReader(input))
  readers.set(input, reader)
  const line = yield* reader.line()
  const words = (line ?? '').trim().split(/[ \t]+/)
  const variables = names.length === 0 ? ['REPLY'] : names
  for (const [i, name] of variables.entries()) {
    shell.variables.set(name, i === variables.length - 1 ? words.slice(i).join(' ') : (words[i] ?? ''))
  }
  return line === undefined ? 1 : 0
}

/** What `read` left of a stream for the next `read`. */
const readers = new WeakMap<object, LineReader>()

function* exec(shell: Shell, args: readonly string[], streams: Streams): Co<number> {
  if (args.length === 0) return 0
  throw new Leave('exit', yield* execute(shell, args, none, streams, 'exec'))
}

const sourced =
  (name: string): Builtin =>
  (shell, args, streams) =>
    source(shell, args, streams, name)

function* source(shell: Shell, [path = '']: readonly string[], streams: Streams, name: string): Co<number> {
  let text: string
  try {
    text = shell.files.read(absolute(path, shell.cwd))
  } catch (error) {
    if (!(error instanceof FsError)) throw error
    const bash = shell.flavour === 'bash'
    shell.complain(streams, notSourced(shell, path, error), bash ? undefined : name)
    if (bash) return 1
    throw new Leave('exit', 2)
  }
  return yield* shell.evaluate(text, streams, name)
}

function command(shell: Shell, args: readonly string[], streams: Streams): number | Co<number> {
  if (args[0] !== '-v' && args[0] !== '-V') return shell.invoke(args, none, streams)
  return which(shell, args.slice(1), streams)
}

function which(shell: Shell, names: readonly string[], { out }: Streams): number {
  let missing = 0
  for (const name of names) {
    if (shell.functions.has(name) || builtinOf(shell.flavour, name) !== undefined) out.write(`${name}\n`)
    else if (typeof findProgram(shell.world, name, shell.cwd) !== 'string')
      out.write(`${name.includes('/') ? name : `/bin/${name}`}\n`)
    else missing = 1
  }
  return missing
}

const testing =
  (name: 'test' | '[' | '[['): Builtin =>
  (shell, args, streams) => {
    const closing = name === 'test' ? undefined : name === '[' ? ']' : ']]'
    const closed = closing === undefined || args.at(-1) === closing
    const given = closing === undefined ? args : args.slice(0, -1)
    const result = closed ? test(shell.files, shell.cwd, given) : ({ is: 'open', closing } as const)
    if (typeof result === 'boolean') return result ? 0 : 1
    // busybox has no word of where it is here.
    if (shell.flavour === 'ash') streams.err.write(`sh: ${notTested(shell, result)}\n`)
    else shell.complain(streams, notTested(shell, result), name)
    return 2
  }

/** Signals for processes of the container. */
function kill(shell: Shell, args: readonly string[], streams: Streams): number {
  const { flavour } = shell
  const plain = flavour === 'ash' ? killText : flavour === 'dash' ? dashKillText : bashKillText
  return killAll(args, (pid, signal) => shell.table.signal(pid, signal), {
    say: (problem) => {
      const text = plain(problem)
      if (flavour === 'ash') streams.err.write(`sh: ${text}\n`)
      else shell.complain(streams, text, 'kill')
    },
    illegal: flavour === 'dash' ? 2 : 1,
  })
}

const dashKillText = ({ is, pid }: KillProblem): string =>
  is === 'number' ? `Illegal number: ${pid}` : is === 'nobody' ? 'NotSimulated: how kill is used' : 'No such process\n'
const bashKillText = ({ is, pid }: KillProblem): string =>
  is === 'number'
    ? `${pid}: arguments must be process or job IDs`
    : is === 'nobody'
      ? 'NotSimulated: how kill is used'
      : `(${pid}) - No such process`

/** dash reads escapes always and knows no option but -n. */
function dashEcho(_shell: Shell, args: readonly string[], { out }: Streams): number {
  const words = args[0] === '-n' ? args.slice(1) : args
  out.write(`${unescaped(words.join(' '))}${args[0] === '-n' ? '' : '\n'}`)
  return 0
}

/** What is a program's, or unknown, in a shell that differs from the others. */
const elsewhere: Readonly<Record<Flavour, ReadonlySet<string>>> = {
  ash: new Set(['echo']),
  dash: new Set(['[[', 'source']),
  bash: new Set(['echo']),
}

/** The shell's own command of that name. */
export const builtinOf = (flavour: Flavour, name: string): Builtin | undefined =>
  elsewhere[flavour].has(name) ? undefined : builtins.get(name)

/** By name. */
const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => 0],
  ['true', () => 0],
  ['false', () => 1],
  ['export', (shell, args) => assign(shell, args, (name) => shell.exported.add(name))],
  ['readonly', (shell, args) => assign(shell, args, () => {})],
  ['local', (shell, args) => assign(shell, args, () => {})],
  ['unset', (shell, args) => assign(shell, args, (name) => shell.variables.delete(name))],
  ['exit', leave('exit')],
  ['return', leave('return')],
  ['break', leave('break')],
  ['continue', leave('continue')],
  ['cd', cd],
  ['set', set],
  ['trap', trap],
  ['wait', wait],
  ['read', read],
  ['exec', exec],
  ['.', sourced('.')],
  ['source', sourced('source')],
  ['eval', (shell, args, streams) => shell.evaluate(args.join(' '), streams, 'eval')],
  ['echo', dashEcho],
  ['kill', kill],
  ['command', command],
  ['type', which],
  ['test', testing('test')],
  ['[', testing('[')],
  ['[[', testing('[[')],
  ['umask', () => 0],
  ['ulimit', () => 0],
  [
    'shift',
    (shell, [count = '1']) => {
      shell.positional = shell.positional.slice(Number(count))
      return 0
    },
  ],
  [
    'pwd',
    (shell, _args, { out }) => {
      out.write(`${shell.cwd}\n`)
      return 0
    },
  ],
  ['jobs', () => 0],
])
