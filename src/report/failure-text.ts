// Why a sentence did not hold, as lines: the summary, expected and found, the diff, further facts, what happened last.
// Every reporter that shows failures to people uses these.
import { cellsWide } from '../language/display-width.ts'
import type { Failure, TimelineEntry } from '../play/result.ts'
import { clusterTime } from './cluster-time.ts'
import { oneLine, visible } from './plain-text.ts'
import { schedulingLines } from './scheduling-text.ts'
import type { Paint } from './text-paint.ts'

/** The lines of a failure, not indented. */
export function failureLines(failure: Failure, paint: Paint): readonly string[] {
  const { expected, actual, diff, details, history, scheduling } = failure
  const lines = visible(failure.summary).split('\n').map(paint.bad)
  if (expected !== undefined) lines.push(...labelled('expected', expected, paint.good, paint))
  if (actual !== undefined) lines.push(...labelled('found', actual, paint.bad, paint))
  if (diff !== undefined && diff.length > 0) {
    lines.push(
      `${paint.faint('(')}${paint.bad('- expected')}${paint.faint(', ')}${paint.good('+ found')}${paint.faint(')')}`,
    )
    lines.push(...diff.map((line) => diffLine(visible(line), paint)))
  }
  for (const detail of details ?? []) lines.push(...indentRest(visible(detail), '· ', '  '))
  if (scheduling !== undefined && scheduling.nodes.length > 0) {
    const when = paint.faint(`(${clusterTime(scheduling.at)}, ${scheduling.object})`)
    lines.push(`what the scheduler thought: ${when}`, ...schedulingLines(scheduling, paint).map((l) => `  ${l}`))
  }
  if (history !== undefined && history.length > 0)
    lines.push('what happened last:', ...timelineLines(history, paint).map((l) => `  ${l}`))
  return lines
}

/** What happened, one line each: when, who, what to which object. */
export function timelineLines(entries: readonly TimelineEntry[], paint: Paint): readonly string[] {
  const rows = entries.map((e) => [clusterTime(e.at), oneLine(e.by), oneLine(e.object), oneLine(e.what)] as const)
  const width = (column: 0 | 1 | 2): number => rows.reduce((max, row) => Math.max(max, cellsWide(row[column])), 0)
  const [first, second, third] = [width(0), width(1), width(2)]
  const thoughts = ' '.repeat(first + 2)
  return rows.flatMap(([at, by, object, what], i) => {
    const line = `${paint.faint(at.padStart(first))}  ${paint.label(padEnd(by, second))}  ${padEnd(object, third)}  ${what}`
    const { scheduling } = entries[i]!
    return scheduling === undefined
      ? [line.trimEnd()]
      : [line.trimEnd(), ...schedulingLines(scheduling, paint).map((l) => thoughts + l)]
  })
}

const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - cellsWide(text)))

function labelled(label: string, text: string, colour: (text: string) => string, paint: Paint): readonly string[] {
  const shown = text === '' ? '(nothing)' : visible(text)
  const title = paint.faint(`${label}:`)
  if (!shown.includes('\n')) return [`${title}${' '.repeat(10 - label.length - 1)}${colour(shown)}`]
  return [
    title,
    ...shown
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => `  ${colour(line)}`.trimEnd()),
  ]
}

function diffLine(line: string, paint: Paint): string {
  if (line.startsWith('@@')) return paint.label(line)
  if (line.startsWith('-')) return paint.bad(line)
  if (line.startsWith('+')) return paint.good(line)
  return line
}

function indentRest(text: string, first: string, rest: string): readonly string[] {
  return text.split('\n').map((line, i) => (i === 0 ? first : rest) + line)
}
