// Plays scenarios of one feature, on this thread: the part of a run that worker threads share. Snapshots are read and
// compared here and only collected; run.ts writes them.
import fs from 'node:fs'
import { createEmbeddedCluster } from '../cluster/embedded.ts'
import type { FeatureTree, ScenarioTree } from '../language/tree.ts'
import type { ScenarioResult } from '../play/result.ts'
import { runScenario } from '../play/run-feature.ts'
import { snapshotFile } from '../snapshot/path.ts'
import { readSnapshots, type SeenSnapshot, SnapshotSession, type StoredSnapshots } from '../snapshot/store.ts'

/** How scenarios are played; plain data. */
export interface PlaySettings {
  readonly seed: number
  readonly patience: number | undefined
  readonly timeline: boolean
  readonly update: boolean
}

/** A scenario played, with the snapshots it asked for. */
export interface Played {
  readonly result: ScenarioResult
  readonly seen: readonly SeenSnapshot[]
}

/** Plays these scenarios of a feature, one after the other. */
export async function* playScenarios(
  feature: FeatureTree,
  chosen: readonly number[],
  settings: PlaySettings,
): AsyncGenerator<Played> {
  const { file, stored } = snapshotsOf(feature)
  const session = new SnapshotSession(file, stored, settings.update)
  const keys = scenarioKeys(feature)
  for (const index of chosen) {
    const scenario = feature.scenarios[index]!
    const result = await playOne(feature, scenario, session.scenario(keys[index]!), settings)
    yield { result, seen: session.take() }
  }
}

async function playOne(
  feature: FeatureTree,
  scenario: ScenarioTree,
  snapshots: ReturnType<SnapshotSession['scenario']>,
  { seed, patience, timeline }: PlaySettings,
): Promise<ScenarioResult> {
  try {
    const options = { seed, timeline, snapshots, createCluster: createEmbeddedCluster }
    return await runScenario(feature, scenario, patience === undefined ? options : { ...options, patience })
  } catch (error) {
    const place = `${feature.file}:${scenario.pickle.location.line}`
    throw new Error(`while playing ${place}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/** The snapshots a feature has kept, and where. */
export function snapshotsOf(feature: FeatureTree): { readonly file: string; readonly stored: StoredSnapshots } {
  const file = snapshotFile(feature.file)
  return { file, stored: readSnapshots(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined) }
}

/** What the snapshots of each scenario are kept under: its name, told apart from others of the same name by a number. */
export function scenarioKeys(feature: FeatureTree): readonly string[] {
  const counts = new Map<string, number>()
  return feature.scenarios.map(({ pickle }) => {
    const name = pickle.rule === undefined ? pickle.name : `${pickle.rule.name} › ${pickle.name}`
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}

/** The result of a scenario that was not played. */
export function notPlayed(feature: FeatureTree, { pickle }: ScenarioTree, seed: number): ScenarioResult {
  return {
    file: feature.file,
    feature: feature.outline.name,
    ...(pickle.rule && { rule: pickle.rule.name }),
    name: pickle.name,
    line: pickle.location.line,
    tags: pickle.tags.map((tag) => tag.name),
    outcome: 'skipped',
    steps: pickle.steps.map(({ source, text }) => ({
      keyword: source.keyword,
      text,
      line: source.location.line,
      column: source.location.column,
      outcome: 'skipped',
    })),
    seed,
    duration: 0,
    clusterTime: 0,
  }
}
