// What a reporter is: one file in this folder exporting `reporter`. It is told what happens, in the order of files and lines
// whatever the number of threads, and writes text; it decides nothing.
import type { Diagnostic } from '../language/diagnostic.ts'
import type { RunSummary, ScenarioResult } from '../play/result.ts'

/** Where a reporter writes and what it may use there. */
export interface ReportOutput {
  write(text: string): void
  readonly colour: boolean
  /** A terminal: a progress line may be redrawn. */
  readonly interactive: boolean
  /** Show each scenario's timeline. */
  readonly timeline: boolean
  readonly quiet: boolean
  /** The source of a file, for frames. */
  source(file: string): string | undefined
}

/** Told of a run as it goes. */
export interface Reporter {
  start?(total: number): void
  diagnostic?(diagnostic: Diagnostic): void
  scenario?(result: ScenarioResult): void
  end(summary: RunSummary): void
}

/** Makes a reporter for one output. */
export type ReporterFactory = (output: ReportOutput) => Reporter
