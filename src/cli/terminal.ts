// What a command may use of the process: where it writes, whether a person is watching, which colours are wanted. Tests
// hand in their own. A reader that goes away (`kabuki run | head`) is no error: what is left goes nowhere, the verdict stays.

/** One stream a command writes to. */
export interface Stream {
  write(text: string): void
  /** A terminal. */
  readonly interactive: boolean
  readonly colour: boolean
}

/** The process as commands see it. */
export interface Terminal {
  readonly out: Stream
  readonly err: Stream
  readonly env: Readonly<Record<string, string | undefined>>
}

type Env = Terminal['env']

interface NodeStream {
  write(text: string): unknown
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
  readonly isTTY?: boolean
}

/** The terminal of this process; `colour` is what the flags say, if they say it. */
export function processTerminal(
  stdout: NodeStream,
  stderr: NodeStream,
  env: Env,
  colour: boolean | undefined,
): Terminal {
  return { out: stream(stdout, env, colour), err: stream(stderr, env, colour), env }
}

/** Whether to colour: the flag, then NO_COLOR (no-color.org), FORCE_COLOR, then whether it is a terminal that can. */
export function wantsColour(flag: boolean | undefined, env: Env, interactive: boolean): boolean {
  if (flag !== undefined) return flag
  if ((env['NO_COLOR'] ?? '') !== '') return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return interactive && env['TERM'] !== 'dumb'
}

function stream(target: NodeStream, env: Env, colour: boolean | undefined): Stream {
  let open = true
  target.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error
    open = false
  })
  const interactive = target.isTTY === true
  return {
    write(text) {
      if (open) target.write(text)
    },
    interactive: interactive && env['TERM'] !== 'dumb',
    colour: wantsColour(colour, env, interactive),
  }
}
