// A command run by hand in a folder of its own: what it wrote and how it ended.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Command } from './command.ts'
import type { Stream } from './terminal.ts'

/** A folder for one test file; the caller removes it. */
export function temporaryFolder(): string {
  return fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-cli-')))
}

/** Writes a file below a folder and gives its path. */
export function put(folder: string, file: string, text: string): string {
  const target = path.join(folder, file)
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.writeFileSync(target, text)
  return target
}

/** Runs a command with plain streams. */
export async function runCommand(
  command: Command,
  args: readonly string[],
): Promise<{ readonly code: number; readonly out: string }> {
  let out = ''
  const stream: Stream = {
    write: (text) => {
      out += text
    },
    interactive: false,
    colour: false,
  }
  const code = await command.run(args, { out: stream, err: stream, env: {} })
  return { code, out }
}
