// `kabuki fmt`: the one right layout of features (src/language/format). A file that cannot be read as Gherkin stays as it is.
import type { Diagnostic } from '../language/diagnostic.ts'
import { renderDiagnostic } from '../language/diagnostic.ts'
import { formatFeature } from '../language/format/format.ts'
import { plural } from '../report/summary-text.ts'
import type { Command } from './command.ts'
import { EXIT } from './exit-code.ts'
import { findFeatures } from './find-features.ts'
import { parseArguments } from './parse-arguments.ts'
import { readText, unreadable } from './read-text.ts'
import { writeText } from './write-text.ts'

const HELP = `kabuki fmt [paths…]

Lays features out in the one right way: two spaces for each level, tables lined up, one blank line between scenarios. What a
feature says, its doc strings and its comments stay. Without a path, scenarios/.

      --check   change nothing; name the files that would change
  -q, --quiet   say nothing when all is well

Exit codes: 0 all is in its layout, 1 something is not (--check), 2 something could not be read.
`

/** What became of a file. */
type Outcome = 'right' | 'changed' | { readonly text: string; readonly diagnostics: readonly Diagnostic[] }

/** Formats features. */
export const command: Command = {
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, {
      check: { type: 'boolean' },
      quiet: { type: 'boolean', short: 'q' },
    })
    const { files, diagnostics } = findFeatures(positionals.length > 0 ? positionals : ['scenarios'])
    const check = values.check === true
    const faults = diagnostics.map((diagnostic) => ({ diagnostic, text: '' }))
    let changed = 0
    for (const { file } of files) {
      const outcome = format(file, check)
      if (typeof outcome === 'object') {
        for (const diagnostic of outcome.diagnostics) faults.push({ diagnostic, text: outcome.text })
      } else if (outcome === 'changed') {
        changed++
        terminal.out.write(`${file}\n`)
      }
    }
    for (const { diagnostic, text } of faults)
      terminal.out.write(`${renderDiagnostic(diagnostic, text, { color: terminal.out.colour })}\n\n`)
    if (values.quiet !== true || changed > 0 || faults.length > 0)
      terminal.out.write(summary(files.length, changed, check))
    if (faults.length > 0) return EXIT.unreadable
    return check && changed > 0 ? EXIT.failed : EXIT.passed
  },
}

function format(file: string, check: boolean): Outcome {
  const read = readText(file)
  if ('diagnostic' in read) return { text: '', diagnostics: [read.diagnostic] }
  const formatted = formatFeature(read.text, file)
  if ('diagnostics' in formatted) return { text: read.text, diagnostics: formatted.diagnostics }
  if (formatted.text === read.text) return 'right'
  if (check) return 'changed'
  try {
    writeText(file, formatted.text)
    return 'changed'
  } catch (error) {
    return { text: read.text, diagnostics: [unwritable(file, error as NodeJS.ErrnoException)] }
  }
}

function unwritable(file: string, error: NodeJS.ErrnoException): Diagnostic {
  const diagnostic = unreadable(file, error)
  return { ...diagnostic, code: 'file/unwritable', message: `it cannot be written: ${error.message}` }
}

function summary(files: number, changed: number, check: boolean): string {
  const verb = check ? 'would change' : 'changed'
  return changed === 0
    ? `${plural(files, 'file')}: nothing to change\n`
    : `${plural(files, 'file')}, ${changed} ${verb}\n`
}
