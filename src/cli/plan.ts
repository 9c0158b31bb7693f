// What is to be played: every file read and understood first, then the scenarios chosen. All faults of all files are
// gathered; with an error among them nothing is played.
import type { Diagnostic } from '../language/diagnostic.ts'
import { picklesAt } from '../language/outline/select.ts'
import type { FeatureTree, ScenarioTree } from '../language/tree.ts'
import type { CheckedFeature } from '../play/run-feature.ts'
import { type FeatureFile, findFeatures } from './find-features.ts'
import { readFeature } from './read-feature.ts'
import { readText } from './read-text.ts'
import type { RunOptions } from './run-options.ts'

/** A feature with the scenarios of it that are to be played. */
export interface PlannedFile {
  readonly file: string
  readonly text: string
  readonly feature: FeatureTree
  readonly checked: CheckedFeature
  /** Indexes into the feature's scenarios, in order. */
  readonly chosen: readonly number[]
}

/** Everything that was read. */
export interface Plan {
  readonly files: readonly PlannedFile[]
  readonly diagnostics: readonly Diagnostic[]
  /** The feature files that could be read. */
  readonly sources: ReadonlyMap<string, string>
}

/** The text of a file that a diagnostic is about: a feature, or a manifest one names. */
export function sourceOf(plan: Plan, file: string): string | undefined {
  const known = plan.sources.get(file)
  if (known !== undefined) return known
  const read = readText(file)
  return 'text' in read ? read.text : undefined
}

/** Which scenarios are wanted, the lines of a file aside. */
export type Choice = Pick<RunOptions, 'tags' | 'name' | 'shard'>

/** Wants everything. */
export const EVERYTHING: Choice = { tags: () => true, name: () => true, shard: { index: 0, count: 1 } }

/** Finds, reads and understands the features, and chooses from them. */
export function makePlan(paths: readonly string[], choice: Choice): Plan {
  const found = findFeatures(paths)
  const diagnostics = [...found.diagnostics]
  const sources = new Map<string, string>()
  const files: PlannedFile[] = []
  let count = 0
  for (const { file, lines } of found.files) {
    const read = readText(file)
    if ('diagnostic' in read) {
      diagnostics.push(read.diagnostic)
      continue
    }
    const { text } = read
    sources.set(file, text)
    const checked = readFeature(file, text)
    const { feature } = checked
    diagnostics.push(...checked.diagnostics, ...linesBeyond(file, text, lines))
    if (feature === undefined) continue
    const inShard = (): boolean => count++ % choice.shard.count === choice.shard.index
    const chosen = choose(feature, lines, choice).filter(inShard)
    files.push({ file, text, feature, checked, chosen })
  }
  return { files, diagnostics, sources }
}

/** The number of scenarios that are to be played. */
export function countChosen(plan: Plan): number {
  return plan.files.reduce((sum, file) => sum + file.chosen.length, 0)
}

function choose(feature: FeatureTree, lines: readonly number[], choice: Choice): readonly number[] {
  const pickles = feature.scenarios.map((scenario) => scenario.pickle)
  const meant = new Set(lines.length === 0 ? pickles : lines.flatMap((line) => picklesAt(pickles, line)))
  return feature.scenarios.flatMap((scenario, i) => (meant.has(scenario.pickle) && wanted(scenario, choice) ? [i] : []))
}

function wanted({ pickle }: ScenarioTree, choice: Choice): boolean {
  return choice.name(pickle.name) && choice.tags(new Set(pickle.tags.map((tag) => tag.name)))
}

function linesBeyond(file: string, text: string, lines: FeatureFile['lines']): readonly Diagnostic[] {
  if (lines.length === 0) return []
  const count = text.split('\n').length
  return lines
    .filter((line) => line < 1 || line > count)
    .map((line) => {
      const message = `the file has no line ${line}: it has ${count}`
      return { code: 'file/no-line', severity: 'error', message, file, line: 1, column: 1 }
    })
}
