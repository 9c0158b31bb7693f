// A fault in the user's text, as data: the outline, the sentences, the manifests and the formatter all report in this one
// shape and nobody prints while parsing. `renderDiagnostic` turns one into the lines a person reads: where, what, the line
// itself with a caret, what was expected there, what was probably meant. Positions are 1-based; columns count code points.
import kleur from 'kleur'
import { cellsWide } from './display-width.ts'

/** A code is `room/reason`; the rooms in use are listed in the reference, and a new reason needs no change here. */
export type DiagnosticCode = `${string}/${string}`

/** One fault or warning about a place in a file. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly file: string
  readonly line: number
  readonly column: number
  /** The column after the last one meant; without it the caret marks one place. */
  readonly endColumn?: number
  /** What would have been understood there, in words. */
  readonly expected?: readonly string[]
  /** The nearest text that would have been understood. */
  readonly nearest?: string
  /** One sentence of advice. */
  readonly hint?: string
}

/** How a diagnostic is printed. */
export interface RenderOptions {
  readonly color?: boolean
}

/** Whether any of the diagnostics forbids going on. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error')
}

/** Orders diagnostics as they stand in the text. */
export function byPosition(a: Diagnostic, b: Diagnostic): number {
  return a.line - b.line || a.column - b.column
}

/** Prints one diagnostic: `file:line:column: error: message`, the line with a caret if the text is given, then the advice. */
export function renderDiagnostic(d: Diagnostic, sourceText: string | undefined, options: RenderOptions = {}): string {
  const paint = options.color === true ? COLORED : PLAIN
  const severity = d.severity === 'error' ? paint.error('error:') : paint.warning('warning:')
  const lines = [`${paint.strong(`${d.file}:${d.line}:${d.column}:`)} ${severity} ${paint.strong(shorten(d.message))}`]
  const source = sourceText === undefined ? undefined : lineOf(sourceText, d.line)
  if (source !== undefined) lines.push(...frame(d, source, paint))
  if (d.expected !== undefined && d.expected.length > 0) lines.push(advice('expected', d.expected.join(', '), paint))
  if (d.nearest !== undefined) lines.push(advice('nearest', d.nearest, paint))
  if (d.hint !== undefined) lines.push(advice('hint', d.hint, paint))
  return lines.join('\n')
}

interface Paint {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly error: (text: string) => string
  readonly warning: (text: string) => string
  readonly label: (text: string) => string
}

const same = (text: string): string => text
const PLAIN: Paint = { strong: same, faint: same, error: same, warning: same, label: same }
const COLORED: Paint = always({
  strong: kleur.bold,
  faint: kleur.dim,
  error: kleur.red,
  warning: kleur.yellow,
  label: kleur.cyan,
})

// kleur looks at the terminal by itself; whether to colour is the caller's to say.
function always(paint: Paint): Paint {
  const forced = (f: (text: string) => string) => (text: string) => {
    const before = kleur.enabled
    kleur.enabled = true
    try {
      return f(text)
    } finally {
      kleur.enabled = before
    }
  }
  return {
    strong: forced(paint.strong),
    faint: forced(paint.faint),
    error: forced(paint.error),
    warning: forced(paint.warning),
    label: forced(paint.label),
  }
}

function advice(label: string, text: string, paint: Paint): string {
  const body = text.includes('\n') ? text.replaceAll('\n', `\n${' '.repeat(label.length + 4)}`) : text
  return `  ${paint.label(`${label}:`)} ${body}`
}

const FRAME_WIDTH = 160
const MESSAGE_LENGTH = 2000

/** A message may quote a line of any length. */
function shorten(message: string): string {
  return message.length <= MESSAGE_LENGTH ? message : `${message.slice(0, MESSAGE_LENGTH)}…`
}

function frame(d: Diagnostic, source: string, paint: Paint): string[] {
  // A code point is at most two units: what lies beyond the frame is not looked at.
  const points = Array.from(source.slice(0, 2 * (d.column + FRAME_WIDTH)))
  const start = Math.min(Math.max(d.column - 1, 0), points.length)
  const end = Math.min(Math.max(d.endColumn === undefined ? start + 1 : d.endColumn - 1, start + 1), points.length)
  // A very long line is shown from a little before the place meant.
  const from = points.length > FRAME_WIDTH && start > FRAME_WIDTH / 2 ? start - FRAME_WIDTH / 2 : 0
  const to = Math.min(points.length, from + FRAME_WIDTH)
  const shown = points.slice(from, to).join('').replaceAll('\r', ' ')
  const gutter = String(d.line)
  const margin = ' '.repeat(gutter.length)
  const indent = blank(points.slice(from, start))
  const carets = '^'.repeat(Math.max(1, cellsWide(points.slice(start, Math.min(end, to)).join(''))))
  const mark = d.severity === 'error' ? paint.error(carets) : paint.warning(carets)
  return [`  ${paint.faint(`${gutter} |`)} ${shown}`, `  ${paint.faint(`${margin} |`)} ${indent}${mark}`]
}

/** White space as wide as the text above it: tabs stay tabs. */
function blank(points: readonly string[]): string {
  return points.map((point) => (point === '\t' ? '\t' : ' '.repeat(cellsWide(point)))).join('')
}

function lineOf(text: string, line: number): string | undefined {
  let start = 0
  for (let n = 1; n < line; n++) {
    start = text.indexOf('\n', start) + 1
    if (start === 0) return undefined
  }
  const end = text.indexOf('\n', start)
  const found = text.slice(start, end === -1 ? undefined : end)
  return found.endsWith('\r') ? found.slice(0, -1) : found
}
