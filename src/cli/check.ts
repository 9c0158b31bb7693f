// `kabuki check`: everything `run` reads before it plays, for editors and CI: outline, sentences, what stands below them.
import { type Diagnostic, hasErrors, renderDiagnostic } from '../language/diagnostic.ts'
import { plural } from '../report/summary-text.ts'
import type { Command } from './command.ts'
import { EXIT } from './exit-code.ts'
import { parseArguments } from './parse-arguments.ts'
import { EVERYTHING, makePlan, type Plan, sourceOf } from './plan.ts'

const HELP = `kabuki check [paths…]

Reads features and understands every sentence and every manifest they name, and plays nothing. Without a path, scenarios/.
What of the manifests nothing acts on (NotSimulated) is told as warnings.

  -q, --quiet   say nothing when all is understood

Exit codes: 0 all is understood, 2 something is not.
`

/** Reads features and plays nothing. */
export const command: Command = {
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, { quiet: { type: 'boolean', short: 'q' } })
    const plan = makePlan(positionals.length > 0 ? positionals : ['scenarios'], EVERYTHING)
    const { files, sources } = plan
    const quiet = values.quiet === true
    const diagnostics = [...plan.diagnostics, ...(quiet || hasErrors(plan.diagnostics) ? [] : await warnings(plan))]
    for (const d of diagnostics) {
      terminal.out.write(`${renderDiagnostic(d, sourceOf(plan, d.file), { color: terminal.out.colour })}\n\n`)
    }
    const errors = diagnostics.filter((d) => d.severity === 'error').length
    const scenarios = files.reduce((sum, { feature }) => sum + feature.scenarios.length, 0)
    const found = errors === 0 ? 'all understood' : plural(errors, 'error')
    const more = diagnostics.length > errors ? `, ${plural(diagnostics.length - errors, 'warning')}` : ''
    if (!quiet || errors > 0) {
      terminal.out.write(`${plural(sources.size, 'file')}, ${plural(scenarios, 'scenario')}: ${found}${more}\n`)
    }
    return hasErrors(diagnostics) ? EXIT.unreadable : EXIT.passed
  },
}

/** The tables of what is simulated are loaded only for this. */
async function warnings(plan: Plan): Promise<readonly Diagnostic[]> {
  const { notSimulatedWarnings } = await import('./not-simulated.ts')
  return notSimulatedWarnings(plan)
}
