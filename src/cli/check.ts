// `kabuki check`: everything `run` reads before it plays, for editors and CI: outline, sentences, what stands below them.
import { hasErrors, renderDiagnostic } from '../language/diagnostic.ts'
import { plural } from '../report/summary-text.ts'
import type { Command } from './command.ts'
import { EXIT } from './exit-code.ts'
import { parseArguments } from './parse-arguments.ts'
import { EVERYTHING, makePlan, sourceOf } from './plan.ts'

const HELP = `kabuki check [paths…]

Reads features and understands every sentence and every manifest they name, and plays nothing. Without a path, scenarios/.

  -q, --quiet   say nothing when all is well

Exit codes: 0 all is understood, 2 something is not.
`

/** Reads features and plays nothing. */
export const command: Command = {
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, { quiet: { type: 'boolean', short: 'q' } })
    const plan = makePlan(positionals.length > 0 ? positionals : ['scenarios'], EVERYTHING)
    const { files, diagnostics, sources } = plan
    for (const d of diagnostics) {
      terminal.out.write(`${renderDiagnostic(d, sourceOf(plan, d.file), { color: terminal.out.colour })}\n\n`)
    }
    const errors = diagnostics.filter((d) => d.severity === 'error').length
    const scenarios = files.reduce((sum, { feature }) => sum + feature.scenarios.length, 0)
    const found = errors === 0 ? 'all understood' : plural(errors, 'error')
    if (values.quiet !== true || errors > 0) {
      terminal.out.write(`${plural(sources.size, 'file')}, ${plural(scenarios, 'scenario')}: ${found}\n`)
    }
    return hasErrors(diagnostics) ? EXIT.unreadable : EXIT.passed
  },
}
