// One character per scenario, then what failed and why: for long runs and narrow logs.
import { renderDiagnostic } from '../language/diagnostic.ts'
import type { Outcome, ScenarioResult } from '../play/result.ts'
import type { ReporterFactory } from './contract.ts'
import { failedStepLines, scenarioTitle } from './scenario-text.ts'
import { summaryLines } from './summary-text.ts'
import { type Paint, paintFor } from './text-paint.ts'

const WIDTH = 80

/** `dot`: `.` passed, `F` failed, `-` skipped, `U` not understood. */
export const reporter: ReporterFactory = (output) => {
  const paint = paintFor(output.colour)
  const failed: ScenarioResult[] = []
  let count = 0
  return {
    diagnostic: (d) => output.write(`${renderDiagnostic(d, output.source(d.file), { color: output.colour })}\n\n`),
    scenario(result) {
      if (result.outcome === 'failed') failed.push(result)
      if (output.quiet) return
      count += 1
      output.write(dot(result.outcome, paint) + (count % WIDTH === 0 ? '\n' : ''))
    },
    end(summary) {
      if (count > 0) output.write(count % WIDTH === 0 ? '\n' : '\n\n')
      for (const result of failed) output.write(`${block(result, paint)}\n\n`)
      if (summary.scenarios === 0 && summary.diagnostics.length > 0) return
      output.write(`${summaryLines(summary, failed, paint, output.interactive).join('\n')}\n`)
    },
  }
}

function dot(outcome: Outcome, paint: Paint): string {
  if (outcome === 'passed') return paint.good('.')
  if (outcome === 'failed') return paint.bad('F')
  return outcome === 'skipped' ? paint.faint('-') : paint.warn('U')
}

function block(result: ScenarioResult, paint: Paint): string {
  const steps = failedStepLines(result, paint).map((line) => (line === '' ? '' : `  ${line}`))
  return [paint.strong(scenarioTitle(result)), ...steps].join('\n')
}
