// `kabuki init`: a first scenario from the manifests that are there, to be read, played and changed.
import fs from 'node:fs'
import path from 'node:path'
import { formatFeature } from '../language/format/format.ts'
import type { Command } from './command.ts'
import { EXIT } from './exit-code.ts'
import { findManifests } from './init/find-manifests.ts'
import { firstScenario } from './init/first-scenario.ts'
import { parseArguments } from './parse-arguments.ts'
import { UsageError } from './usage-error.ts'
import { writeText } from './write-text.ts'

const HELP = `kabuki init [paths…]

Writes a first scenario that applies the manifests found in these files and directories and says what comes of them. Without
a path it looks in this directory. Nothing that is there is ever overwritten.

  -o, --output <file>   default scenarios/first.feature

Exit codes: 0 written, 2 it could not be.
`

/** Writes a first scenario. */
export const command: Command = {
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, { output: { type: 'string', short: 'o' } })
    const output = values.output ?? 'scenarios/first.feature'
    if (!output.endsWith('.feature'))
      throw new UsageError(`--output: feature files are named *.feature, not "${output}"`)
    if (fs.existsSync(output)) throw new UsageError(`${output} is there already`, 'choose another file with --output')
    for (const given of positionals)
      if (!fs.existsSync(given)) throw new UsageError(`${given}: there is no such file or directory`)
    const manifests = findManifests(positionals.length > 0 ? positionals : ['.'])
    const text = firstScenario(manifests, path.dirname(output), path.basename(path.resolve('.')))
    const formatted = formatFeature(text, output)
    if ('diagnostics' in formatted)
      throw new Error(`the first scenario cannot be read: ${formatted.diagnostics[0]?.message}`)
    fs.mkdirSync(path.dirname(output), { recursive: true })
    writeText(output, formatted.text)
    const found =
      manifests.length === 0 ? 'no manifests found: it brings its own' : manifests.map((m) => m.file).join(', ')
    terminal.out.write(`${output}: a first scenario (${found})\n\n  kabuki run ${output}\n`)
    return EXIT.passed
  },
}
