// JUnit XML as CI servers read it: a suite per feature file, a case per scenario. Times are real seconds, because servers
// plan by them. The shape keeps to https://github.com/testmoapp/junitxml; what XML cannot hold is replaced.

import type { Diagnostic } from '../language/diagnostic.ts'
import { renderDiagnostic } from '../language/diagnostic.ts'
import type { Outcome, RunSummary, ScenarioResult } from '../play/result.ts'
import type { ReporterFactory, ReportOutput } from './contract.ts'
import { oneLine, xmlText } from './plain-text.ts'
import { failedStepLines, scenarioLines, scenarioTitle } from './scenario-text.ts'
import { paintFor } from './text-paint.ts'

const PLAIN = paintFor(false)

/** `junit`: for CI servers. */
export const reporter: ReporterFactory = (output) => {
  const suites = new Map<string, ScenarioResult[]>()
  const diagnostics: Diagnostic[] = []
  return {
    diagnostic: (d) => {
      if (d.severity === 'error') diagnostics.push(d)
    },
    scenario(result) {
      const suite = suites.get(result.file)
      if (suite === undefined) suites.set(result.file, [result])
      else suite.push(result)
    },
    end: (summary) => output.write(document(suites, diagnostics, summary, output)),
  }
}

type Attributes = Readonly<Record<string, string | number>>

function document(
  suites: ReadonlyMap<string, readonly ScenarioResult[]>,
  diagnostics: readonly Diagnostic[],
  summary: RunSummary,
  output: ReportOutput,
): string {
  const children = [...suites].map(([file, results]) => suiteElement(file, results))
  if (diagnostics.length > 0) children.push(diagnosticSuite(diagnostics, output))
  const attributes = {
    name: 'kabuki',
    tests: summary.scenarios + diagnostics.length,
    failures: summary.failed,
    errors: diagnostics.length + summary.undefined,
    skipped: summary.skipped,
    time: seconds(summary.duration),
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, children)}\n`
}

function suiteElement(file: string, results: readonly ScenarioResult[]): string {
  const count = (outcome: Outcome): number => results.filter((r) => r.outcome === outcome).length
  const attributes = {
    name: results[0]?.feature || file,
    file,
    tests: results.length,
    failures: count('failed'),
    errors: count('undefined'),
    skipped: count('skipped'),
    time: seconds(results.reduce((sum, r) => sum + r.duration, 0)),
  }
  const seed = element('property', { name: 'seed', value: results[0]?.seed ?? 0 }, [])
  return element('testsuite', attributes, [element('properties', {}, [seed]), ...results.map(caseElement)])
}

function caseElement(result: ScenarioResult): string {
  const attributes = {
    name: scenarioTitle(result),
    classname: oneLine(result.feature) || result.file,
    file: result.file,
    line: result.line,
    time: seconds(result.duration),
  }
  const children = []
  if (result.outcome === 'skipped') children.push('<skipped/>')
  if (result.outcome === 'failed' || result.outcome === 'undefined') children.push(verdict(result))
  children.push(
    textElement('system-out', {}, scenarioLines({ ...result, steps: result.steps.map(bare) }, false, PLAIN)),
  )
  return element('testcase', attributes, children)
}

// One element however many sentences failed: many readers look at the first only.
function verdict(result: ScenarioResult): string {
  const first = result.steps.find((step) => step.outcome === 'failed' || step.outcome === 'undefined')
  const message = oneLine(first?.failure?.summary ?? 'a sentence is not understood')
  const name = result.outcome === 'failed' ? 'failure' : 'error'
  return textElement(name, { message, type: result.outcome }, failedStepLines(result, PLAIN))
}

// The sentences alone: why one failed is told once, in its own element.
function bare({ failure: _, ...step }: ScenarioResult['steps'][number]): ScenarioResult['steps'][number] {
  return step
}

function diagnosticSuite(diagnostics: readonly Diagnostic[], output: ReportOutput): string {
  const cases = diagnostics.map((d) => {
    const text = renderDiagnostic(d, output.source(d.file))
    const error = textElement('error', { message: oneLine(d.message), type: d.code }, [text])
    return element(
      'testcase',
      { name: `${d.file}:${d.line}:${d.column}`, classname: d.file, file: d.file, line: d.line, time: '0' },
      [error],
    )
  })
  const count = diagnostics.length
  return element(
    'testsuite',
    { name: 'diagnostics', tests: count, failures: 0, errors: count, skipped: 0, time: '0' },
    cases,
  )
}

function element(name: string, attributes: Attributes, children: readonly string[]): string {
  const open = openTag(name, attributes)
  return children.length === 0 ? `${open}/>` : `${open}>\n${children.join('\n')}\n</${name}>`
}

function textElement(name: string, attributes: Attributes, lines: readonly string[]): string {
  return `${openTag(name, attributes)}>${xml(lines.join('\n'))}</${name}>`
}

function openTag(name: string, attributes: Attributes): string {
  return `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${xml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('')}`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function xml(text: string): string {
  return xmlText(text).replace(/[&<>"]/g, (c) => ENTITIES[c]!)
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(6)
}
