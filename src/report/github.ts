// Workflow commands that GitHub Actions shows beside the changed lines: an error for each sentence that failed and each
// diagnostic, a warning for obsolete snapshots. Escapes as actions/toolkit documents them.
import type { ReporterFactory } from './contract.ts'
import { failureLines } from './failure-text.ts'
import { oneLine, visible } from './plain-text.ts'
import { scenarioTitle } from './scenario-text.ts'
import { paintFor } from './text-paint.ts'

/** `github`: annotations in GitHub Actions. */
export const reporter: ReporterFactory = (output) => ({
  diagnostic(d) {
    const advice = d.hint === undefined ? '' : `\n${d.hint}`
    output.write(command(d.severity, { file: d.file, line: d.line, col: d.column, title: d.code }, d.message + advice))
  },
  scenario(result) {
    for (const step of result.steps) {
      if (step.failure === undefined) continue
      const text = [`${step.keyword.trimEnd()} ${step.text}`, ...failureLines(step.failure, paintFor(false))].join('\n')
      const place = { file: result.file, line: step.line, col: step.column, title: scenarioTitle(result) }
      output.write(command('error', place, text))
    }
  },
  end({ snapshots, scenarios, passed, failed }) {
    if (snapshots.obsolete.length > 0 && snapshots.removed === 0) {
      output.write(command('warning', { title: 'obsolete snapshots' }, snapshots.obsolete.join('\n')))
    }
    output.write(command('notice', { title: 'kabuki' }, `${scenarios} scenarios, ${passed} passed, ${failed} failed`))
  },
})

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(oneLine(String(value)))}`)
  return `::${name} ${list.join(',')}::${data(visible(message))}\n`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
