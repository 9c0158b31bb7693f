// Plays scenarios of one feature, on this thread: the part of a run that worker threads share. Snapshots are read and
// compared here and only collected; run.ts writes them.
import fs from 'node:fs'
import { createEmbeddedCluster } from '../cluster/embedded.ts'
import { takeSettledFrom } from '../cluster/settled.ts'
import type { FeatureTree, ScenarioTree } from '../language/tree.ts'
import { Backgrounds } from '../play/backgrounds.ts'
import type { SnapshotPort } from '../play/contract.ts'
import type { ManifestReader } from '../play/manifests.ts'
import type { ScenarioResult } from '../play/result.ts'
import { type CheckedFeature, DEFAULT_PATIENCE } from '../play/run-feature.ts'
import { playScenario } from '../play/scenario.ts'
import { snapshotFile } from '../snapshot/path.ts'
import { readSnapshots, type SeenSnapshot, SnapshotSession, type StoredSnapshots } from '../snapshot/store.ts'

takeSettledFrom(new URL('./settled/', import.meta.url))

/** How scenarios are played; plain data. */
export interface PlaySettings {
  readonly seed: number
  readonly patience: number | undefined
  readonly timeline: boolean
  readonly update: boolean
  /** Another legal order of what happens at once to play in. */
  readonly order: number | undefined
  /** In so many further orders each scenario must pass. */
  readonly explore: number
}

/** A scenario played, with the snapshots it asked for. */
export interface Played {
  readonly result: ScenarioResult
  readonly seen: readonly SeenSnapshot[]
}

/** Plays these scenarios of a feature, one after the other. */
export async function* playScenarios(
  checked: CheckedFeature,
  chosen: readonly number[],
  settings: PlaySettings,
): AsyncGenerator<Played> {
  const { feature } = checked
  if (feature === undefined) return
  const { file, stored } = snapshotsOf(feature)
  const session = new SnapshotSession(file, stored, settings.update)
  const keys = scenarioKeys(feature)
  const ground = {
    manifests: checked.manifests,
    backgrounds: new Backgrounds(feature.scenarios),
  }
  try {
    for (const index of chosen) {
      const [scenario, key] = [feature.scenarios[index]!, keys[index]!]
      const result = await playOne(checked, scenario, session.scenario(key), settings, ground)
      const seen = session.take()
      const other =
        result.outcome === 'passed' && settings.explore > 0
          ? await failureInOtherOrder(checked, scenario, settings, ground, () => {
              const entries = new Map([...stored.entries, ...seen.map(({ key: k, text }) => [k, text] as const)])
              return new SnapshotSession(file, { ...stored, entries }, false).scenario(key)
            })
          : undefined
      yield { result: other ?? result, seen }
    }
  } finally {
    await ground.backgrounds.close()
  }
}

/** Plays a scenario in other legal orders: the first in which it fails. Snapshots are those of the usual order. */
async function failureInOtherOrder(
  checked: CheckedFeature,
  scenario: ScenarioTree,
  settings: PlaySettings,
  ground: Ground,
  snapshots: () => SnapshotPort,
): Promise<ScenarioResult | undefined> {
  for (let order = 1; order <= settings.explore; order++) {
    const result = await playOne(checked, scenario, snapshots(), { ...settings, order }, ground)
    if (result.outcome === 'failed') return inOrder(result)
  }
  return undefined
}

/** Says of the first failure in which order it comes about, and how to see it again. */
function inOrder(result: ScenarioResult): ScenarioResult {
  const { file, line, seed, order } = result
  const again = `kabuki run ${file}:${line} --order ${order}${seed === 1 ? '' : ` --seed ${seed}`}`
  const told = `it holds in the usual order of what happens at once, but not in order ${order}: ${again}`
  const at = result.steps.findIndex(({ failure }) => failure !== undefined)
  const steps = result.steps.map((step, i) =>
    i !== at || step.failure === undefined
      ? step
      : { ...step, failure: { ...step.failure, details: [...(step.failure.details ?? []), told] } },
  )
  return { ...result, steps }
}

/** What the scenarios of a file have in common. */
interface Ground {
  readonly manifests: ManifestReader
  readonly backgrounds: Backgrounds
}

async function playOne(
  { feature, vocabulary }: CheckedFeature,
  scenario: ScenarioTree,
  snapshots: SnapshotPort,
  { seed, patience = DEFAULT_PATIENCE, timeline, order }: PlaySettings,
  { manifests, backgrounds }: Ground,
): Promise<ScenarioResult> {
  const file = feature!.file
  const options = {
    factory: createEmbeddedCluster,
    vocabulary,
    manifests,
    snapshots,
    seed,
    patience,
    ...(order === undefined ? {} : { order }),
  }
  try {
    const begun = order === undefined ? await backgrounds.begin(scenario, options) : undefined
    return await playScenario(scenario, file, options, timeline, begun)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`while playing ${file}:${scenario.pickle.location.line}: ${message}`, { cause: error })
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
      keyword: source.keyword.trim(),
      text,
      line: source.location.line,
      column: source.textColumn,
      outcome: 'skipped',
    })),
    seed,
    duration: 0,
    clusterTime: 0,
  }
}
