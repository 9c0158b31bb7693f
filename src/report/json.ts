// The whole run as one JSON document, for programs. Real durations are left out: the same play gives the same bytes.
// `format` names the shape and changes only when a reader would break.
import type { Diagnostic } from '../language/diagnostic.ts'
import type { ScenarioResult } from '../play/result.ts'
import type { ReporterFactory } from './contract.ts'

/** `json`: scenarios, diagnostics and the summary. */
export const reporter: ReporterFactory = (output) => {
  const scenarios: Omit<ScenarioResult, 'duration'>[] = []
  const diagnostics: Diagnostic[] = []
  return {
    diagnostic: (d) => diagnostics.push(d),
    scenario({ duration: _, timeline, ...result }) {
      scenarios.push(output.timeline && timeline !== undefined ? { ...result, timeline } : result)
    },
    end({ duration: _, diagnostics: __, ...summary }) {
      output.write(`${JSON.stringify({ format: 'kabuki/1', summary, diagnostics, scenarios }, null, 2)}\n`)
    },
  }
}
