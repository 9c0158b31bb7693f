// The whole run as one page that needs nothing else: features, scenarios to open and close, their sentences, why one failed, what
// happened. Real durations are left out: the same play gives the same bytes.
import { renderDiagnostic } from '../language/diagnostic.ts'
import type { Outcome, RunSummary, ScenarioResult, StepResult } from '../play/result.ts'
import type { ReporterFactory, ReportOutput } from './contract.ts'
import { failureLines, timelineLines } from './failure-text.ts'
import { oneLine, visible } from './plain-text.ts'
import { scenarioTitle } from './scenario-text.ts'
import { chanceText, plural, summaryLines } from './summary-text.ts'
import type { Paint } from './text-paint.ts'

const STYLE = `:root { color-scheme: light dark; --good: #1a7f37; --bad: #cf222e; --warn: #9a6700; --faint: #6e7781; --label: #0969da }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #f85149; --warn: #d29922; --faint: #8b949e; --label: #58a6ff } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin: 2rem 0 .5rem; font-size: 1.15rem }
small, .faint { color: var(--faint); font-weight: normal }
details { margin: .2rem 0 .2rem 1rem }
summary { cursor: pointer }
ol { list-style: none; margin: .2rem 0; padding-left: 1.5rem }
pre { overflow-x: auto; margin: .3rem 0 .6rem 1.5rem; padding: .6rem .8rem; border-left: 3px solid var(--bad); background: #8881; font-size: 13px }
pre.told { border-color: var(--label) }
.good, .passed > .mark, summary > .passed { color: var(--good) }
.bad, .failed > .mark, summary > .failed { color: var(--bad) }
.warn, .undefined > .mark, summary > .undefined { color: var(--warn) }
.label { color: var(--label) }
.strong { font-weight: bold }
.skipped { color: var(--faint) }`

const MARKS: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', skipped: '-', undefined: '?' }

/** `html`: one page for people. */
export const reporter: ReporterFactory = (output) => {
  const diagnostics: string[] = []
  const features = new Map<string, ScenarioResult[]>()
  return {
    diagnostic(d) {
      diagnostics.push(renderDiagnostic(d, output.source(d.file)))
    },
    scenario(result) {
      const known = features.get(result.file)
      if (known === undefined) features.set(result.file, [result])
      else known.push(result)
    },
    end(summary) {
      const parts = [...features].map(([file, results]) => featureHtml(file, results, output))
      output.write(page(summary, [...diagnostics.map((text) => `<pre>${html(text)}</pre>`), ...parts]))
    },
  }
}

function page(summary: RunSummary, parts: readonly string[]): string {
  const lines = summaryLines(summary, [], PAINT, false).map(html).join('<br>\n')
  const title = `kabuki: ${plural(summary.scenarios, 'scenario')}${summary.failed > 0 ? `, ${summary.failed} failed` : ''}`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
${STYLE}
</style>
<p>${lines}</p>
${parts.join('\n')}
</html>
`
}

function featureHtml(file: string, results: readonly ScenarioResult[], { timeline, quiet }: ReportOutput): string {
  const shown = quiet ? results.filter(isBad) : results
  if (shown.length === 0) return ''
  const title = html(oneLine(results[0]?.feature ?? '') || '(no name)')
  return `<h2>${title} <small>${html(file)}</small></h2>\n${shown.map((r) => scenarioHtml(r, timeline)).join('\n')}`
}

const isBad = ({ outcome }: ScenarioResult): boolean => outcome === 'failed' || outcome === 'undefined'

function scenarioHtml(result: ScenarioResult, timeline: boolean): string {
  const { outcome, steps, file, line } = result
  const place = `<small>${html(`${file}:${line}`)}${isBad(result) ? ` (${chanceText(result)})` : ''}</small>`
  const told =
    timeline && result.timeline !== undefined && result.timeline.length > 0
      ? `\n<details><summary>what happened</summary>\n${pre(timelineLines(result.timeline, PAINT), 'told')}</details>`
      : ''
  return `<details${isBad(result) ? ' open' : ''}>
<summary><span class="${outcome}">${MARKS[outcome]}</span> ${html(scenarioTitle(result))} ${place}</summary>
<ol>
${steps.map(stepHtml).join('\n')}
</ol>${told}
</details>`
}

function stepHtml({ keyword, text, outcome, failure, notes = [] }: StepResult): string {
  const lines = [
    `<li class="${outcome}"><span class="mark">${MARKS[outcome]}</span> <span class="strong">${html(keyword.trim())}</span> ${html(text)}`,
  ]
  if (failure !== undefined) lines.push(pre(failureLines(failure, PAINT)))
  if (notes.length > 0) lines.push(pre(notes.map(oneLine), 'told'))
  return `${lines.join('\n')}</li>`
}

function pre(lines: readonly string[], name?: string): string {
  return `<pre${name === undefined ? '' : ` class="${name}"`}>${html(lines.join('\n'))}</pre>`
}

// Styles travel through the text as characters nobody writes, and become elements once everything else is escaped.
const STYLES = ['strong', 'faint', 'good', 'bad', 'warn', 'label'] as const
const [FIRST, END] = [0xe000, '\ue0ff']
const painted = (style: (typeof STYLES)[number]) => (text: string) =>
  `${String.fromCharCode(FIRST + STYLES.indexOf(style))}${text}${END}`
const PAINT: Paint = Object.fromEntries(STYLES.map((style) => [style, painted(style)])) as unknown as Paint

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function html(text: string): string {
  return visible(text).replace(/[&<>"\ue000-\ue005\ue0ff]/g, (c) => {
    if (c === END) return '</span>'
    return ENTITIES[c] ?? `<span class="${STYLES[c.charCodeAt(0) - FIRST]}">`
  })
}
