// The reporters of a run, each with its output, spoken to as one. Files are opened before anything is played, so that a
// place that cannot be written is known at once.
import fs from 'node:fs'
import path from 'node:path'
import { registry } from '../generated/registry/reporters.ts'
import type { Reporter, ReportOutput } from '../report/contract.ts'
import { closest } from './closest.ts'
import type { ReporterChoice } from './run-options.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** What all outputs of a run share. */
export type ReportSettings = Pick<ReportOutput, 'timeline' | 'quiet' | 'source'>

/** All reporters as one; `close` after `end`. */
export interface Outputs extends Required<Reporter> {
  close(): void
}

/** Makes the reporters that were chosen. */
export function openOutputs(choices: readonly ReporterChoice[], settings: ReportSettings, terminal: Terminal): Outputs {
  const known = [...registry.keys()]
  for (const { name } of choices) {
    if (registry.has(name)) continue
    const meant = closest(name, known)
    throw new UsageError(
      `--reporter: there is no reporter "${name}"`,
      meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`,
    )
  }
  const closers: (() => void)[] = []
  const reporters = choices.map(({ name, file }) => {
    const target = file === undefined ? standard(terminal) : toFile(file)
    closers.push(target.close)
    return registry.get(name)!({ ...settings, ...target })
  })
  const each = (tell: (reporter: Reporter) => void): void => {
    for (const reporter of reporters) tell(reporter)
  }
  return {
    start: (total) => each((r) => r.start?.(total)),
    diagnostic: (d) => each((r) => r.diagnostic?.(d)),
    scenario: (result) => each((r) => r.scenario?.(result)),
    end: (summary) => each((r) => r.end(summary)),
    close: () => {
      for (const close of closers) close()
    },
  }
}

type Target = Pick<ReportOutput, 'write' | 'colour' | 'interactive'> & { close(): void }

const BUFFER = 16 * 1024

// A terminal is written to at once; anything else in larger pieces, which for thousands of scenarios is what costs.
function standard({ out }: Terminal): Target {
  if (out.interactive)
    return { write: (text) => out.write(text), colour: out.colour, interactive: true, close: () => {} }
  return { ...buffered((text) => out.write(text)), colour: out.colour, interactive: false }
}

function toFile(file: string): Target {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    const descriptor = fs.openSync(file, 'w')
    const { write, close } = buffered((text) => fs.writeSync(descriptor, text))
    const closeBoth = (): void => {
      close()
      fs.closeSync(descriptor)
    }
    return { write, colour: false, interactive: false, close: closeBoth }
  } catch (error) {
    throw new UsageError(`--reporter: ${file} cannot be written: ${(error as Error).message}`)
  }
}

function buffered(write: (text: string) => void): { write(text: string): void; close(): void } {
  let parts: string[] = []
  let length = 0
  const flush = (): void => {
    if (length > 0) write(parts.join(''))
    parts = []
    length = 0
  }
  return {
    write(text) {
      parts.push(text)
      length += text.length
      if (length >= BUFFER) flush()
    },
    close: flush,
  }
}
