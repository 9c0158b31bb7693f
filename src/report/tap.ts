// Test Anything Protocol, version 14 (https://testanything.org): one test point per scenario, why it failed as YAML.
import { renderDiagnostic } from '../language/diagnostic.ts'
import type { ReporterFactory } from './contract.ts'
import { oneLine } from './plain-text.ts'
import { failedStepLines, scenarioTitle } from './scenario-text.ts'
import { paintFor } from './text-paint.ts'

/** `tap`: for TAP consumers. */
export const reporter: ReporterFactory = (output) => {
  let count = 0
  output.write('TAP version 14\n')
  return {
    diagnostic(d) {
      const text = renderDiagnostic(d, output.source(d.file))
      output.write(text.replace(/^/gm, '# ').concat('\n'))
    },
    scenario(result) {
      count += 1
      const ok = result.outcome === 'passed' || result.outcome === 'skipped'
      const title = `${oneLine(result.feature)} › ${scenarioTitle(result)}`.replace(/[\\#]/g, '\\$&')
      output.write(`${ok ? 'ok' : 'not ok'} ${count} - ${title}${result.outcome === 'skipped' ? ' # SKIP' : ''}\n`)
      if (ok) return
      const lines = failedStepLines(result, paintFor(false)).map((line) => `    ${line}`.trimEnd())
      output.write(`  ---\n  at: ${JSON.stringify(`${result.file}:${result.line}`)}\n  seed: ${result.seed}\n`)
      if (result.order !== undefined) output.write(`  order: ${result.order}\n`)
      output.write(`  message: |\n${lines.join('\n')}\n  ...\n`)
    },
    end(summary) {
      output.write(`1..${count}\n`)
      if (summary.diagnostics.some((d) => d.severity === 'error'))
        output.write('Bail out! Some files could not be read.\n')
    },
  }
}
