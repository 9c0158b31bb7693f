// What a subcommand is: one file in this folder exporting `command`, loaded only when it is asked for.
import type { ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

/** A subcommand. */
export interface Command {
  /** What `kabuki <name> --help` prints. */
  readonly help: string
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>
}

/** A subcommand as the overview lists it. */
export interface CommandEntry {
  readonly summary: string
  readonly usage: string
  load(): Promise<{ readonly command: Command }>
}

/** Every subcommand there is. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  run: { usage: 'run [paths…]', summary: 'play features; default: scenarios/', load: () => import('./run.ts') },
  check: {
    usage: 'check [paths…]',
    summary: 'read every sentence and manifest; play nothing',
    load: () => import('./check.ts'),
  },
  fmt: {
    usage: 'fmt [paths…]',
    summary: 'the one right layout of features (--check in CI)',
    load: () => import('./fmt.ts'),
  },
  explain: {
    usage: 'explain [words…]',
    summary: 'which sentences exist, with examples',
    load: () => import('./explain.ts'),
  },
  serve: {
    usage: 'serve [options]',
    summary: 'the cluster as a real API, with a kubeconfig',
    load: () => import('./serve.ts'),
  },
  init: {
    usage: 'init [paths…]',
    summary: 'a first scenario from the manifests that are there',
    load: () => import('./init.ts'),
  },
  completion: {
    usage: 'completion <shell>',
    summary: 'complete commands and options in bash, zsh or fish',
    load: () => import('./completion.ts'),
  },
}
