// `--watch`: plays again whenever a file changes beside the features, until it is interrupted. Looks at whole folders, because
// features name what lies beside and below them; what the run itself writes lies elsewhere.
import fs from 'node:fs'
import path from 'node:path'
import type { ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Editors write in several steps: this long after the last of them is soon enough. */
const QUIET_MS = 50

/** Plays, and again after every change. Never returns: an interrupt ends the process. */
export async function watch(
  paths: readonly string[],
  play: () => Promise<ExitCode>,
  terminal: Terminal,
): Promise<ExitCode> {
  for (;;) {
    const change = nextChange(foldersOf(paths))
    try {
      await play()
    } catch (error) {
      // What was asked for may be right again after the next change.
      if (!(error instanceof UsageError)) throw error
      terminal.err.write(`kabuki: ${error.message}\n`)
    }
    terminal.err.write('\nwaiting for changes; Ctrl-C ends\n')
    await change
    if (terminal.out.interactive) terminal.out.write('\u001b[2J\u001b[H')
  }
}

/** The folders of the features: `a/b.feature:42` lies in `a`. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = paths.map((name) => {
    const bare = name.replace(/(?::\d+)+$/, '')
    return fs.statSync(bare, { throwIfNoEntry: false })?.isDirectory() === true ? bare : path.dirname(bare)
  })
  return [...new Set(folders)]
}

/** Resolves a moment after the next change; changes made while the features are being played count. */
function nextChange(folders: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined
    const watchers = folders.map((folder) =>
      fs.watch(folder, { recursive: true }, () => {
        clearTimeout(timer)
        timer = setTimeout(() => {
          for (const watcher of watchers) watcher.close()
          resolve()
        }, QUIET_MS)
      }),
    )
  })
}
