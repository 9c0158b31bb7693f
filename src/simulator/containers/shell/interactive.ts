// A shell whose commands come from its input: each is run as soon as it has been read, and what it leaves of the input the next
// one reads. In front of a terminal it asks for them and lives on after mistakes and ^C. Limits: PS1 is not expanded, no job control.
import type { World } from '../contract.ts'
import type { Co } from '../coroutine.ts'
import { Leave } from './leave.ts'
import { type Shell, UnreadableScript } from './shell.ts'
import { LineReader, type Streams } from './streams.ts'
import { ExpansionError, type Script, ShellSyntaxError } from './syntax.ts'
import { type Standing, unreadable } from './words.ts'

/** What is left of a command that ^C has ended. */
const INTERRUPTED = 130

/** Runs what the input says to its end; the exit code. */
export function* runInput(shell: Shell, streams: Streams, world: World): Co<number> {
  const input = new LineReader(streams.input)
  const own: Streams = { ...streams, input }
  shell.from = streams.input.foreground === undefined ? 'input' : 'terminal'
  if (streams.input.foreground === undefined) return yield* shell.toEnd(commands(shell, own, input), own)
  shell.options.add('i')
  return yield* shell.toEnd(session(shell, own, input, world), own)
}

function* commands(shell: Shell, streams: Streams, input: LineReader): Co<number> {
  for (;;) {
    let script: Script | undefined
    try {
      script = yield* nextScript(shell, input, () => {})
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error
      streams.err.write(unreadable(at(shell, error.line), error.problem, ''))
      throw new Leave('exit', 2)
    }
    if (script === undefined) return shell.status
    yield* shell.run(script, streams)
  }
}

function* session(shell: Shell, streams: Streams, input: LineReader, world: World): Co<number> {
  shell.interrupted = (name) => {
    if (name === 'SIGINT') streams.err.write(`\n${promptOf(shell, world)}`)
    return name === 'SIGINT' || name === 'SIGTERM'
  }
  for (;;) {
    streams.err.write(promptOf(shell, world))
    let script: Script | undefined
    try {
      script = yield* nextScript(shell, input, () => streams.err.write('> '))
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error
      streams.err.write(unreadable(at(shell, error.line), error.problem, ''))
      continue
    }
    if (script === undefined) return shell.status
    yield* oneCommand(shell, script, streams)
  }
}

/** Only `exit` leaves the session; ^C ends the command, not the shell. */
function* oneCommand(shell: Shell, script: Script, streams: Streams): Co<void> {
  try {
    yield* shell.run(script, streams)
  } catch (error) {
    if (error instanceof Leave && error.what === 'exit') throw error
    const known = error instanceof ExpansionError || error instanceof UnreadableScript || error instanceof Leave
    if (!known) throw error
    if (error instanceof ExpansionError) shell.complain(streams, error.message)
    if (error instanceof UnreadableScript) streams.err.write(error.message)
    shell.status = error instanceof ExpansionError ? error.status : 2
  }
  if (shell.status === INTERRUPTED) streams.err.write('\n')
}

/** Where a shell stands at another line. */
const at = ({ flavour, name, from, named }: Shell, line: number): Standing => ({ flavour, name, from, named, line })

/** Lines until they make whole commands; undefined at the end of the input. */
function* nextScript(shell: Shell, input: LineReader, more: () => void): Co<Script | undefined> {
  let text = ''
  const first = shell.read + 1
  for (;;) {
    const line = yield* input.line()
    if (line === undefined) return text === '' ? undefined : shell.parse(text, first)
    shell.read++
    text += `${line}\n`
    if (!line.endsWith('\\') && !openDocument(text)) {
      try {
        return shell.parse(text, first)
      } catch (error) {
        if (!(error instanceof ShellSyntaxError) || !error.incomplete) throw error
      }
    }
    more()
  }
}

const documentStart = /<<-?\s*(['"]?)([A-Za-z_][\w-]*)\1/g

/** Whether a here-document has begun whose end has not come. */
function openDocument(text: string): boolean {
  if (!text.includes('<<')) return false
  const lines = text.split('\n').map((line) => line.replace(/^\t+/, ''))
  return [...text.matchAll(documentStart)].some(([, , end]) => !lines.includes(end!))
}

/** `/ # ` as busybox asks, `root@web:/# ` as bash does on Debian. */
function promptOf(shell: Shell, { hostname, user }: World): string {
  const sign = user.uid === 0 ? '#' : '$'
  if (shell.flavour === 'bash') return `${user.uid === 0 ? 'root' : 'I have no name!'}@${hostname}:${shell.cwd}${sign} `
  return `${shell.cwd === shell.variables.get('HOME') ? '~' : shell.cwd} ${sign} `
}
