// A scenario as lines: its title, its sentences with their marks, and under those that failed, why.
import type { Outcome, ScenarioResult, StepResult } from '../play/result.ts'
import { failureLines, timelineLines } from './failure-text.ts'
import { oneLine, visible } from './plain-text.ts'
import type { Paint } from './text-paint.ts'

const MARKS: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', skipped: '-', undefined: '?' }

/** The mark of an outcome in its colour. */
export function mark(outcome: Outcome, paint: Paint): string {
  const colours = { passed: paint.good, failed: paint.bad, skipped: paint.faint, undefined: paint.warn }
  return colours[outcome](MARKS[outcome])
}

/** `Rule › Scenario`, or the scenario's name alone; one without a name is called by its place. */
export function scenarioTitle(result: ScenarioResult): string {
  const name = oneLine(result.name) || `(line ${result.line})`
  return result.rule === undefined ? name : `${oneLine(result.rule)} › ${name}`
}

/** The whole scenario, not indented. */
export function scenarioLines(result: ScenarioResult, timeline: boolean, paint: Paint): readonly string[] {
  const lines = [`${mark(result.outcome, paint)} ${paint.strong(scenarioTitle(result))}`]
  for (const step of result.steps) lines.push(...stepLines(step, result.file, paint).map((line) => `  ${line}`))
  if (timeline && result.timeline !== undefined && result.timeline.length > 0) {
    lines.push(
      `  ${paint.faint('what happened:')}`,
      ...timelineLines(result.timeline, paint).map((line) => `    ${line}`),
    )
  }
  return lines
}

/** The sentences that failed and why, for reports that show nothing else. */
export function failedStepLines(result: ScenarioResult, paint: Paint): readonly string[] {
  return result.steps
    .filter((step) => step.outcome === 'failed' || step.outcome === 'undefined')
    .flatMap((step) => stepLines(step, result.file, paint))
}

function stepLines(step: StepResult, file: string, paint: Paint): readonly string[] {
  const text = visible(`${step.keyword.trimEnd()} ${step.text}`)
  const place =
    step.outcome === 'failed' || step.outcome === 'undefined'
      ? `  ${paint.faint(`${file}:${step.line}:${step.column}`)}`
      : ''
  const lines = [`${mark(step.outcome, paint)} ${step.outcome === 'skipped' ? paint.faint(text) : text}${place}`]
  if (step.failure !== undefined)
    lines.push(...failureLines(step.failure, paint).map((line) => (line === '' ? '' : `    ${line}`)))
  for (const note of step.notes ?? []) lines.push(`    ${paint.warn(`! ${oneLine(note)}`)}`)
  return lines
}
