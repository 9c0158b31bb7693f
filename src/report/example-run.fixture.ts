// A run that never was, with one of everything: what the reporters' tests report.
import type { Diagnostic } from '../language/diagnostic.ts'
import type { RunSummary, ScenarioResult, StepResult } from '../play/result.ts'
import type { ReporterFactory } from './contract.ts'

const FILE = 'scenarios/a.feature'

function step(line: number, keyword: string, text: string, more: Partial<StepResult> = {}): StepResult {
  return { keyword, text, line, column: 5, outcome: 'passed', ...more }
}

const results: readonly ScenarioResult[] = [
  {
    file: FILE,
    feature: 'Quota <1> & more',
    name: 'It passes',
    line: 3,
    tags: [],
    outcome: 'passed',
    seed: 7,
    duration: 1.5,
    clusterTime: 61_000,
    steps: [
      step(4, 'Given ', 'a cluster'),
      step(5, 'Then ', 'pod "a" is Running', { notes: ['spec.x is NotSimulated'] }),
    ],
    timeline: [
      { at: 0, by: 'admin', object: 'pod default/a', what: 'created' },
      { at: 61_500, by: 'system:node:node-1', object: 'pod default/a', what: 'is Running' },
    ],
  },
  {
    file: FILE,
    feature: 'Quota <1> & more',
    rule: 'Refusals',
    name: 'It fails # 1',
    line: 9,
    tags: ['@slow'],
    outcome: 'failed',
    seed: 7,
    duration: 2,
    clusterTime: 0,
    steps: [
      step(10, 'When ', 'I apply "a.yaml"'),
      step(11, 'Then ', 'pod "a" is Running', {
        outcome: 'failed',
        failure: {
          summary: 'pod "a" is Pending, not Running',
          expected: 'Running',
          actual: 'Pending',
          details: ['0/1 nodes are available:\n1 Insufficient memory.'],
          history: [
            { at: 2000, by: 'system:kube-scheduler', object: 'pod default/a', what: 'FailedScheduling\u001b[31m' },
          ],
        },
      }),
      step(12, 'And ', 'it matches its snapshot', {
        outcome: 'failed',
        failure: {
          summary: 'it differs',
          diff: ['@@ -1,1 +1,1 @@ kind', '-kind: A', '+kind: B'],
          expected: 'a\nb\n',
          actual: '',
        },
      }),
    ],
  },
  {
    file: 'scenarios/b.feature',
    feature: 'Other',
    name: '',
    line: 2,
    tags: [],
    outcome: 'skipped',
    seed: 7,
    duration: 0,
    clusterTime: 0,
    steps: [step(3, '* ', 'nothing', { outcome: 'skipped' })],
  },
]

const diagnostic: Diagnostic = {
  code: 'sentence/unknown',
  severity: 'error',
  message: 'no sentence begins like this',
  file: 'scenarios/c.feature',
  line: 2,
  column: 3,
  hint: 'see kabuki explain, 100% of it',
}

const summary: RunSummary = {
  scenarios: 3,
  passed: 1,
  failed: 1,
  skipped: 1,
  undefined: 0,
  diagnostics: [diagnostic],
  snapshots: {
    written: 1,
    updated: 0,
    matched: 2,
    failed: 1,
    obsolete: ['scenarios/a.feature: Gone › it'],
    removed: 0,
  },
  duration: 12.4,
}

/** What a reporter writes about the example. */
export function reportExample(
  factory: ReporterFactory,
  more: { readonly quiet?: boolean; readonly interactive?: boolean; readonly timeline?: boolean } = {},
): string {
  let text = ''
  const reporter = factory({
    write: (part) => {
      text += part
    },
    colour: false,
    interactive: more.interactive === true,
    timeline: more.timeline === true,
    quiet: more.quiet === true,
    source: () => 'Feature: c\n  nonsense\n',
  })
  reporter.start?.(results.length)
  reporter.diagnostic?.(diagnostic)
  for (const result of results) reporter.scenario?.(result)
  reporter.end(summary)
  return text
}
