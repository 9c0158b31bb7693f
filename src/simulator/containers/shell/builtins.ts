// What the shell does itself: variables, flow, traps, jobs. Everything else is a program.
import type { Co } from '../coroutine.ts'
import { absolute } from '../files/file-system.ts'
import { findProgram } from '../programs/find.ts'
import { test } from '../programs/test.ts'
import { Leave } from './leave.ts'
import type { Shell } from './shell.ts'
import { LineReader, type Streams } from './streams.ts'

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
  (shell, [count]) => {
    const byStatus = what === 'exit' || what === 'return'
    const value = count === undefined ? (byStatus ? shell.status : 1) : Number(count)
    if (Number.isNaN(value)) throw new Leave('exit', 2)
    throw new Leave(what, byStatus ? value & 255 : value)
  }

function cd(shell: Shell, [to]: readonly string[], { err }: Streams): number {
  const target = to === '-' ? (shell.variables.get('OLDPWD') ?? '/') : (to ?? shell.variables.get('HOME') ?? '/')
  const path = absolute(target, shell.cwd)
  if (shell.files.get(path)?.kind !== 'directory') {
    err.write(`${shell.name}: cd: can't cd to ${target}: No such file or directory\n`)
    return 2
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
  throw new Leave('exit', yield* shell.execute(args, none, streams))
}

function* source(shell: Shell, [path = '']: readonly string[], streams: Streams): Co<number> {
  return yield* shell.evaluate(shell.files.read(absolute(path, shell.cwd)), streams)
}

function command(shell: Shell, args: readonly string[], streams: Streams): number | Co<number> {
  if (args[0] !== '-v' && args[0] !== '-V') return shell.invoke(args, none, streams)
  return which(shell, args.slice(1), streams)
}

function which(shell: Shell, names: readonly string[], { out }: Streams): number {
  let missing = 0
  for (const name of names) {
    if (shell.functions.has(name) || builtins.has(name)) out.write(`${name}\n`)
    else if (typeof findProgram(shell.world, name, shell.cwd) !== 'string')
      out.write(`${name.includes('/') ? name : `/bin/${name}`}\n`)
    else missing = 1
  }
  return missing
}

const testing =
  (bracket: boolean): Builtin =>
  (shell, args, { err }) => {
    const result = test(shell.files, shell.cwd, bracket ? args.slice(0, -1) : args)
    if (typeof result === 'boolean') return result ? 0 : 1
    err.write(`${shell.name}: ${result}\n`)
    return 2
  }

/** By name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
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
  ['.', source],
  ['source', source],
  ['eval', (shell, args, streams) => shell.evaluate(args.join(' '), streams)],
  ['command', command],
  ['type', which],
  ['test', testing(false)],
  ['[', testing(true)],
  ['[[', testing(true)],
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
