// A feature as a typed tree: the outline's scenarios, each step with its sentence and with what stands below it read.
import type { Sentence } from '../generated/sentences/tree.ts'
import type { Pickle, PickleStep } from './outline/pickles.ts'
import type { Feature } from './outline/tree.ts'
import type { YamlDocument } from './yaml.ts'

/** Everything that is played of one feature file. */
export interface FeatureTree {
  readonly file: string
  readonly outline: Feature
  /** The tongue of its sentences. */
  readonly tongue: string
  readonly scenarios: readonly ScenarioTree[]
}

/** One scenario, or one row of an outline. */
export interface ScenarioTree {
  readonly pickle: Pickle
  readonly steps: readonly StepTree[]
}

/** One step: without a sentence it could not be read, and a diagnostic says why. */
export interface StepTree {
  readonly source: PickleStep
  readonly sentence?: Sentence
  readonly argument?: Argument
}

/** What stands below a sentence, read as the sentence needs it. */
export type Argument =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'yaml'; readonly text: string; readonly value: unknown }
  | { readonly type: 'manifest'; readonly text: string; readonly documents: readonly YamlDocument[] }
  | { readonly type: 'table'; readonly rows: readonly Readonly<Record<string, string>>[] }
