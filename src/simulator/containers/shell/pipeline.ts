// Pipelines: every command in a subshell of its own.
import { type Co, together } from '../coroutine.ts'
import type { Shell } from './shell.ts'
import { Pipe, type Streams } from './streams.ts'
import type { Command } from './syntax.ts'

/** Runs commands side by side, each reading what the one before writes; the last one's code. */
export function* pipeline(
  shell: Shell,
  { commands, not }: Extract<Command, { type: 'pipeline' }>,
  streams: Streams,
): Co<number> {
  let status = 0
  if (commands.length === 1) status = yield* shell.command(commands[0]!, streams, true)
  else {
    const pipes = commands.slice(1).map(() => new Pipe())
    const works = commands.map((command, i) =>
      part(shell, command, streams, pipes[i - 1], pipes[i], (code) => {
        if (i === commands.length - 1) status = code
      }),
    )
    yield together(works)
  }
  return not ? (status === 0 ? 1 : 0) : status
}

function* part(
  outer: Shell,
  command: Command,
  streams: Streams,
  from: Pipe | undefined,
  to: Pipe | undefined,
  ended: (code: number) => void,
): Co<void> {
  const shell = outer.subshell()
  shell.parse = outer.parse
  const own = { ...streams, ...(from === undefined ? {} : { input: from }), ...(to === undefined ? {} : { out: to }) }
  ended(yield* shell.main([{ command, background: false, text: '' }], own))
  from?.break()
  to?.close()
}
