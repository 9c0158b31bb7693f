// A feature file from text to results: read, checked with all it names, then played scenario by scenario. With an error among
// the diagnostics nothing is played.
import type { ClusterFactory } from '../cluster/port.ts'
import { byPosition, type Diagnostic, hasErrors } from '../language/diagnostic.ts'
import { parseOutline } from '../language/outline/parse.ts'
import { kindsInDocStrings, type ParsedFeature, parseFeature } from '../language/parse-feature.ts'
import type { ScenarioTree } from '../language/tree.ts'
import { type Vocabulary, vocabularyOf } from '../language/vocabulary.ts'
import { Backgrounds } from './backgrounds.ts'
import type { PlayFiles, SnapshotPort } from './contract.ts'
import { kindsInFiles, ManifestReader, manifestDiagnostics } from './manifests.ts'
import type { ScenarioResult } from './result.ts'
import { playScenario } from './scenario.ts'

/** How features are played. */
export interface RunFeatureOptions {
  readonly factory: ClusterFactory
  readonly files: PlayFiles
  /** The snapshots of a scenario, by its name. */
  readonly snapshots: (scenario: string) => SnapshotPort
  readonly seed?: number
  /** The seed of another legal order of what happens at once. */
  readonly order?: number
  /** Cluster milliseconds a Then may take; a minute unless set. */
  readonly patience?: number
  readonly timeline?: boolean
  /** Which scenarios to play; all unless given. */
  readonly select?: (scenario: ScenarioTree) => boolean
}

/** The patience of a scenario that does not set its own, in cluster milliseconds. */
export const DEFAULT_PATIENCE = 60_000

/** A feature read and checked, ready to be played unless a diagnostic is an error. */
export interface CheckedFeature extends ParsedFeature {
  readonly vocabulary: Vocabulary
  /** The manifests it names, as they were read. */
  readonly manifests: ManifestReader
}

/** Reads a feature with the manifests it names; all faults of both. */
export function checkFeature(file: string, text: string, files: PlayFiles): CheckedFeature {
  const manifests = new ManifestReader(files)
  const custom = text.includes('CustomResourceDefinition') ? inDocStrings(text) : []
  const vocabulary = vocabularyOf([...custom, ...kindsInFiles(text, manifests)])
  const parsed = parseFeature(text, { file, vocabulary })
  if (parsed.feature === undefined) return { ...parsed, vocabulary, manifests }
  const more = manifestDiagnostics(parsed.feature, manifests, vocabulary, (name) => files.label(name))
  return {
    ...parsed,
    vocabulary,
    manifests,
    diagnostics: more.length === 0 ? parsed.diagnostics : [...parsed.diagnostics, ...more].sort(inFile(file)),
  }
}

function inDocStrings(text: string): ReturnType<typeof kindsInDocStrings> {
  const { feature } = parseOutline(text)
  return feature === undefined ? [] : kindsInDocStrings(feature)
}

// The feature's own faults first, in their order.
const inFile = (file: string) => (a: Diagnostic, b: Diagnostic) =>
  Number(a.file !== file) - Number(b.file !== file) || (a.file < b.file ? -1 : a.file > b.file ? 1 : byPosition(a, b))

/** Plays the scenarios of a feature that was checked, in the order of the file. */
export async function* playFeature(
  checked: CheckedFeature,
  options: RunFeatureOptions,
): AsyncGenerator<ScenarioResult> {
  const { feature, vocabulary, manifests } = checked
  if (feature === undefined) return
  const backgrounds = new Backgrounds(feature.scenarios)
  try {
    for (const scenario of feature.scenarios) {
      if (options.select?.(scenario) === false) continue
      const play = {
        factory: options.factory,
        vocabulary,
        manifests,
        snapshots: options.snapshots(scenario.pickle.name),
        seed: options.seed ?? 1,
        ...(options.order === undefined ? {} : { order: options.order }),
        patience: options.patience ?? DEFAULT_PATIENCE,
      }
      const begun = options.order === undefined ? await backgrounds.begin(scenario, play) : undefined
      yield await playScenario(scenario, feature.file, play, options.timeline ?? false, begun)
    }
  } finally {
    await backgrounds.close()
  }
}

/** What a feature came to. */
export interface FeatureRun {
  readonly diagnostics: readonly Diagnostic[]
  readonly scenarios: readonly ScenarioResult[]
}

/** Reads, checks and plays a feature; `file` is its name in results, files named in it are found through `options.files`. */
export async function runFeature(file: string, text: string, options: RunFeatureOptions): Promise<FeatureRun> {
  const checked = checkFeature(file, text, options.files)
  if (hasErrors(checked.diagnostics)) return { diagnostics: checked.diagnostics, scenarios: [] }
  const scenarios: ScenarioResult[] = []
  for await (const scenario of playFeature(checked, options)) scenarios.push(scenario)
  return { diagnostics: checked.diagnostics, scenarios }
}
