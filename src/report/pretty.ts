// The report people read: every sentence with its mark, and where one failed, why, in place. With --quiet only what failed.
// Without a terminal the same play gives the same bytes: how long it took is told on a terminal only.
import { renderDiagnostic } from '../language/diagnostic.ts'
import type { ScenarioResult } from '../play/result.ts'
import type { ReporterFactory } from './contract.ts'
import { oneLine } from './plain-text.ts'
import { ProgressLine } from './progress-line.ts'
import { scenarioLines } from './scenario-text.ts'
import { summaryLines } from './summary-text.ts'
import { paintFor } from './text-paint.ts'

/** `pretty`: sentences with their marks. */
export const reporter: ReporterFactory = (output) => {
  const paint = paintFor(output.colour)
  const progress = new ProgressLine(output)
  const failed: ScenarioResult[] = []
  let file = ''

  const heading = (result: ScenarioResult): string => {
    if (result.file === file) return ''
    file = result.file
    return `${paint.strong(oneLine(result.feature) || '(no name)')}  ${paint.faint(file)}\n\n`
  }

  return {
    start: (total) => progress.start(total),
    diagnostic: (d) => output.write(`${renderDiagnostic(d, output.source(d.file), { color: output.colour })}\n\n`),
    scenario(result) {
      const bad = result.outcome === 'failed' || result.outcome === 'undefined'
      if (bad) failed.push(result)
      const shown = bad || !output.quiet
      const lines = shown ? scenarioLines(result, output.timeline, paint) : []
      const body = lines.map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('')
      progress.advance(shown ? `${heading(result)}${body}\n` : '', bad)
    },
    end(summary) {
      progress.erase()
      if (summary.scenarios === 0 && summary.diagnostics.length > 0) return
      output.write(`${summaryLines(summary, failed, paint, output.interactive).join('\n')}\n`)
    },
  }
}
