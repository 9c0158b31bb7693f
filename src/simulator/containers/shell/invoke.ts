// Runs the words of a simple command: a function, one of the shell's own commands, or a program.
import type { Co } from '../coroutine.ts'
import { findProgram, runProgram } from '../programs/find.ts'
import { builtinOf } from './builtins.ts'
import { Leave } from './leave.ts'
import type { Shell } from './shell.ts'
import type { Streams } from './streams.ts'
import type { Command } from './syntax.ts'
import { notRun } from './words.ts'

/** Variables of one command. */
type Assigned = ReadonlyMap<string, string>

/** Runs a command line. */
export function* invoke(shell: Shell, argv: readonly string[], assigned: Assigned, streams: Streams): Co<number> {
  const [name = '', ...args] = argv
  const body = shell.functions.get(name)
  if (body !== undefined) return yield* call(shell, body, args, streams)
  const builtin = builtinOf(shell.flavour, name)
  if (builtin !== undefined) {
    for (const [variable, value] of assigned) shell.variables.set(variable, value)
    const result = builtin(shell, args, streams)
    return typeof result === 'number' ? result : yield* result
  }
  return yield* execute(shell, argv, assigned, streams)
}

/** Runs a program; `builtin` says on whose behalf. */
export function* execute(
  shell: Shell,
  argv: readonly string[],
  assigned: Assigned,
  streams: Streams,
  builtin?: string,
): Co<number> {
  const { world, table, cwd } = shell
  const env = new Map<string, string>()
  for (const name of shell.exported) {
    const value = shell.variables.get(name)
    if (value !== undefined) env.set(name, value)
  }
  for (const [name, value] of assigned) env.set(name, value)
  const program = findProgram(world, argv[0] ?? '', cwd)
  if (typeof program === 'string') {
    const { text, code } = notRun(shell, argv[0] ?? '', program, builtin === 'exec')
    shell.complain(streams, text, builtin)
    return code
  }
  return yield* runProgram(program, argv, { world, table, env, cwd, streams })
}

function* call(shell: Shell, body: Command, args: readonly string[], streams: Streams): Co<number> {
  const { positional } = shell
  shell.positional = args
  try {
    return yield* shell.command(body, streams)
  } catch (error) {
    if (error instanceof Leave && error.what === 'return') return error.value
    throw error
  } finally {
    shell.positional = positional
  }
}
