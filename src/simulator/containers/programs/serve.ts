// A program that serves until it is told to end: the main loop of small servers that do more than a Server can be described with.
import type { Listener, Program, ProgramContext } from '../contract.ts'
import { type Co, sleep } from '../coroutine.ts'

/** What a Go program ends with on SIGTERM as the first process of its container, unless it takes the signal. */
export const GO_SIGNALLED = 2

/** How a server ends. */
export interface Ending {
  /** Its exit code after a signal; undefined when it hears none. */
  readonly code?: number
  /** It ends so many milliseconds after SIGTERM. */
  readonly after?: number
  /** What it does when it hears a signal; another exit code than `code`. */
  readonly onSignal?: (name: string) => number | undefined
}

/** What a server may be ended with from inside. */
export interface Serving {
  /** Ends it with this exit code after so many milliseconds. */
  exit?: (code: number, after?: number) => void
}

/** Listens until it is ended; the exit code. */
export function* serve(
  { world, hears }: ProgramContext,
  listeners: ReadonlyMap<number, Listener>,
  { code, after = 0, onSignal }: Ending = { code: GO_SIGNALLED },
  serving: Serving = {},
): Co<number> {
  const open: [number, Listener][] = []
  let ended = 0
  let linger = after
  for (const [port, listener] of listeners) if (world.network.listen(port, listener)) open.push([port, listener])
  try {
    yield (resume) => {
      hears((name) => {
        if (code === undefined || (name !== 'SIGTERM' && name !== 'SIGINT')) return false
        ended = onSignal?.(name) ?? code
        resume()
        return true
      })
      serving.exit = (own, wait = 0) => {
        ended = own
        linger = wait
        // Who has asked for it still has its answer.
        world.clock.after(0, resume)
      }
      return undefined
    }
    if (linger > 0) yield sleep(world.clock, linger)
    return ended
  } finally {
    for (const [port, listener] of open) world.network.close(port, listener)
  }
}

/** A flag of a command line: `--port=80`, `--port 80`. */
export function flagOf(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  if (at < 0) return undefined
  return args[at]!.includes('=') ? args[at]!.slice(name.length + 1) : args[at + 1]
}

/** One of several programs of an image. */
export type Subcommand = (context: ProgramContext, args: readonly string[]) => ReturnType<Program>
