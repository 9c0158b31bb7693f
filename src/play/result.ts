// What became of a play: what reporters print and programs read. Plain data, structured-clone safe (it crosses worker threads).
import type { Diagnostic } from '../language/diagnostic.ts'

/** passed · failed: an expectation did not hold or a request was refused · skipped: not reached · undefined: could not be read. */
export type Outcome = 'passed' | 'failed' | 'skipped' | 'undefined'

/** Why a sentence did not hold. */
export interface Failure {
  /** One line: what is wrong. */
  readonly summary: string
  readonly expected?: string
  readonly actual?: string
  /** Lines of a unified diff, where that says more than expected/actual. */
  readonly diff?: readonly string[]
  /** Further facts: causes, paths with expected and found values, nearest names. */
  readonly details?: readonly string[]
  /** The last things that happened to the objects concerned, oldest first. */
  readonly history?: readonly TimelineEntry[]
  /** Where it is about the place of a pod: what the scheduler thought when it last tried to find one. */
  readonly scheduling?: SchedulingAttempt
}

/** What the scheduler thought of one node: refused by a plugin, or scored by each (weights counted). */
export interface NodeThought {
  readonly node: string
  readonly refusedBy?: string
  readonly reasons?: readonly string[]
  /** Absent where no scores were needed, because only one node was left. */
  readonly scores?: Readonly<Record<string, number>>
  readonly total?: number
}

/** One attempt of a scheduler to find a node for a pod. */
export interface SchedulingAttempt {
  /** Milliseconds since the scenario's cluster started. */
  readonly at: number
  /** The scheduler's name. */
  readonly by: string
  /** `pod default/web`. */
  readonly object: string
  /** The node that was chosen. */
  readonly node?: string
  /** The node on which preemption makes room. */
  readonly nominatedNode?: string
  readonly nodes: readonly NodeThought[]
}

/** One thing that happened, for `--timeline` and failures. */
export interface TimelineEntry {
  /** Milliseconds since the scenario's cluster started. */
  readonly at: number
  readonly by: string
  /** `pod default/web`. */
  readonly object: string
  readonly what: string
  /** What it was decided by, where this is a decision of the scheduler. */
  readonly scheduling?: SchedulingAttempt
}

/** One sentence played. */
export interface StepResult {
  readonly keyword: string
  readonly text: string
  readonly line: number
  readonly column: number
  readonly outcome: Outcome
  readonly failure?: Failure
  /** Warnings the API gave, and what was NotSimulated. */
  readonly notes?: readonly string[]
}

/** One scenario (or one row of an outline) played. */
export interface ScenarioResult {
  readonly file: string
  readonly feature: string
  readonly rule?: string
  readonly name: string
  readonly line: number
  readonly tags: readonly string[]
  readonly outcome: Outcome
  readonly steps: readonly StepResult[]
  readonly seed: number
  /** The legal order of what happens at once it was played in, when it was not the usual one. */
  readonly order?: number
  /** Real milliseconds the play took. */
  readonly duration: number
  /** Cluster milliseconds that passed. */
  readonly clusterTime: number
  readonly timeline?: readonly TimelineEntry[]
}

/** A whole run. */
export interface RunSummary {
  readonly scenarios: number
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly undefined: number
  readonly diagnostics: readonly Diagnostic[]
  readonly snapshots: {
    readonly written: number
    readonly updated: number
    readonly matched: number
    readonly failed: number
    readonly obsolete: readonly string[]
    readonly removed: number
  }
  readonly duration: number
}
