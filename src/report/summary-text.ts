// The last lines of a report for people: how many scenarios passed, what became of snapshots, how to see the failed again.
import type { RunSummary, ScenarioResult } from '../play/result.ts'
import { scenarioTitle } from './scenario-text.ts'
import type { Paint } from './text-paint.ts'

/** The closing lines; `real` adds how long it took, which differs from run to run. */
export function summaryLines(
  summary: RunSummary,
  failed: readonly ScenarioResult[],
  paint: Paint,
  real: boolean,
): readonly string[] {
  const lines: string[] = []
  if (failed.length > 0) {
    lines.push(paint.strong('Failed:'))
    for (const result of failed) {
      lines.push(
        `  ${paint.bad(`${result.file}:${result.line}`)}  ${scenarioTitle(result)}  ${paint.faint(`(${chanceText(result)})`)}`,
      )
    }
    lines.push('')
  }
  lines.push(...snapshotLines(summary.snapshots, paint))
  const took = real ? ` in ${spent(summary.duration)}` : ''
  lines.push(`${counts(summary, paint)}${paint.faint(took)}`)
  return lines
}

/** What the play left to chance was drawn from: `seed 7`, `seed 7, order 3`. */
export const chanceText = ({ seed, order }: ScenarioResult): string =>
  `seed ${seed}${order === undefined ? '' : `, order ${order}`}`

function counts(summary: RunSummary, paint: Paint): string {
  const parts = [
    summary.passed > 0 ? paint.good(`${summary.passed} passed`) : '',
    summary.failed > 0 ? paint.bad(`${summary.failed} failed`) : '',
    summary.undefined > 0 ? paint.warn(`${summary.undefined} not understood`) : '',
    summary.skipped > 0 ? paint.faint(`${summary.skipped} skipped`) : '',
  ].filter((part) => part !== '')
  return `${plural(summary.scenarios, 'scenario')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`
}

function snapshotLines(snapshots: RunSummary['snapshots'], paint: Paint): readonly string[] {
  const { written, updated, obsolete, removed } = snapshots
  const lines: string[] = []
  const done = [
    written > 0 ? `${written} written` : '',
    updated > 0 ? `${updated} updated` : '',
    removed > 0 ? `${removed} removed` : '',
  ]
  const text = done.filter((part) => part !== '').join(', ')
  if (text !== '') lines.push(paint.warn(`snapshots: ${text}`))
  if (obsolete.length > 0 && removed === 0) {
    lines.push(paint.warn(`${plural(obsolete.length, 'obsolete snapshot')}, remove with kabuki run -u:`))
    lines.push(...obsolete.map((key) => `  ${key}`))
  }
  return lines
}

/** `1 scenario`, `2 scenarios`. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

function spent(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`
}
