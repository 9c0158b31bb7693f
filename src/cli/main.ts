// The command `kabuki`: finds the subcommand and loads only that. Nothing heavy is imported here: start-up counts.
// The only file that may end the process.
import process from 'node:process'
import { inspect } from 'node:util'
import { COMMANDS } from './command.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { IN_THREAD } from './in-thread.ts'
import { processTerminal, type Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { VERSION } from './version.ts'

process.on('SIGINT', () => process.exit(EXIT.interrupted))
// Flags that every subcommand has; after `--` everything is the subcommand's own.
const [flags, args] = takeFlags(process.argv.slice(2))
if (process.argv[2] !== IN_THREAD) {
  const terminal = processTerminal(process.stdout, process.stderr, process.env, flags.colour)
  main(args, terminal)
    .catch((error: unknown) => tellFault(error, terminal))
    .then((code) => {
      process.exitCode = code
    })
} else import('./worker.ts')

async function main([name, ...args]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (flags.version) {
    terminal.out.write(`${VERSION}\n`)
    return EXIT.passed
  }
  const asked = name === 'help' ? args[0] : name
  if (asked === undefined) {
    const target = flags.help || name === 'help' ? terminal.out : terminal.err
    target.write(overview())
    return flags.help || name === 'help' ? EXIT.passed : EXIT.unreadable
  }
  const entry = Object.hasOwn(COMMANDS, asked) ? COMMANDS[asked] : undefined
  if (entry === undefined) throw await unknownCommand(asked)
  const { command } = await entry.load()
  if (flags.help || name === 'help') {
    terminal.out.write(command.help)
    return EXIT.passed
  }
  return command.run(args, terminal)
}

function takeFlags(
  given: readonly string[],
): [{ help: boolean; version: boolean; colour: boolean | undefined }, string[]] {
  const flags: { help: boolean; version: boolean; colour: boolean | undefined } = {
    help: false,
    version: false,
    colour: undefined,
  }
  const end = given.indexOf('--')
  const own = end === -1 ? given : given.slice(0, end)
  const rest = own.filter((argument) => {
    if (argument === '--help' || argument === '-h') flags.help = true
    else if (argument === '--version' || argument === '-V') flags.version = true
    else if (argument === '--no-color' || argument === '--no-colour') flags.colour = false
    else if (argument === '--color' || argument === '--colour') flags.colour = true
    else return true
    return false
  })
  return [flags, end === -1 ? rest : [...rest, ...given.slice(end)]]
}

function overview(): string {
  const entries = Object.values(COMMANDS)
  const width = Math.max(...entries.map((entry) => entry.usage.length))
  const lines = entries.map((entry) => `  kabuki ${entry.usage.padEnd(width)}   ${entry.summary}`)
  return `kabuki rehearses Kubernetes: scenarios in plain sentences, played on a simulated cluster

${lines.join('\n')}

  kabuki <command> --help   everything about one command
  kabuki --version
`
}

async function unknownCommand(name: string): Promise<UsageError> {
  const { closest } = await import('./closest.ts')
  const names = Object.keys(COMMANDS)
  if (name.startsWith('-')) return new UsageError(`unknown option ${name}`, 'a command comes first: kabuki run …')
  const meant = closest(name, names)
  return new UsageError(
    `unknown command "${name}"`,
    meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`,
  )
}

function tellFault(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof UsageError) {
    terminal.err.write(`kabuki: ${error.message}\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`)
    return EXIT.unreadable
  }
  const text = error instanceof Error ? error.message : String(error)
  terminal.err.write(`kabuki: this is a bug in kabuki: ${text}\n`)
  const debug = terminal.env['KABUKI_DEBUG'] ?? ''
  // With its causes.
  if (debug !== '' && debug !== '0') terminal.err.write(`${inspect(error)}\n`)
  else terminal.err.write('  run it again with KABUKI_DEBUG=1 to see where, and please report it\n')
  return EXIT.bug
}
