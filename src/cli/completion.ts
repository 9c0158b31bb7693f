// `kabuki completion`: scripts for bash, zsh and fish, made from what the subcommands' own help says.
import { COMMANDS, type Command } from './command.ts'
import { bashScript, type CompletedCommand, fishScript, zshScript } from './completion/scripts.ts'
import { EXIT } from './exit-code.ts'
import { parseArguments } from './parse-arguments.ts'
import { UsageError } from './usage-error.ts'

const SHELLS: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

const HELP = `kabuki completion bash | zsh | fish

Prints a script that completes kabuki's commands, options and feature files.

  bash   source <(kabuki completion bash)
  zsh    source <(kabuki completion zsh)
  fish   kabuki completion fish | source
`

/** Prints a completion script. */
export const command: Command = {
  help: HELP,
  async run(args, terminal) {
    const { positionals } = parseArguments(args, {})
    const [shell = ''] = positionals
    const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined
    if (script === undefined || positionals.length > 1)
      throw new UsageError('a shell is wanted: bash, zsh or fish', 'kabuki completion bash')
    terminal.out.write(script(await completedCommands()))
    return EXIT.passed
  },
}

async function completedCommands(): Promise<readonly CompletedCommand[]> {
  const entries = Object.entries(COMMANDS)
  return Promise.all(
    entries.map(async ([name, { summary, load }]) => ({
      name,
      summary,
      options: optionsOf((await load()).command.help),
    })),
  )
}

const OPTION = /^ {2}(?:-\w, | {4})(--[a-z][a-z-]*)(?: \S.*?)?(?: {2,}(.*))?$/gm

/** The long options a help text lists, with what it says of them. */
export function optionsOf(help: string): { readonly name: string; readonly description: string }[] {
  return [...help.matchAll(OPTION)].map(([, name, description = '']) => ({
    name: name!,
    description: description.trim(),
  }))
}
