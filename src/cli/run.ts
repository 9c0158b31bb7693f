// `kabuki run`: plan, play, settle the snapshots, tell. Nothing is played unless everything could be read; snapshots are
// written at the very end, so that a run that is stopped or crashes leaves them as they were.
import { hasErrors } from '../language/diagnostic.ts'
import { elapsed } from '../play/elapsed.ts'
import type { Outcome, RunSummary, ScenarioResult } from '../play/result.ts'
import { settle, writeSnapshots } from '../snapshot/settle.ts'
import type { SeenSnapshot } from '../snapshot/store.ts'
import type { Command } from './command.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { type Outputs, openOutputs } from './outputs.ts'
import { countChosen, makePlan, type Plan, type PlannedFile, sourceOf } from './plan.ts'
import { notPlayed, type Played, playScenarios, scenarioKeys, snapshotsOf } from './player.ts'
import { RUN_HELP, type RunOptions, readRunOptions } from './run-options.ts'
import type { Terminal } from './terminal.ts'
import { playInThreads, unitsOf } from './threads.ts'
import { UsageError } from './usage-error.ts'

/** Plays features. */
export const command: Command = {
  help: RUN_HELP,
  async run(args, terminal) {
    const options = readRunOptions(args, terminal.env)
    if (!options.watch) return runOnce(options, terminal)
    const { watch } = await import('./watch.ts')
    return watch(options.paths, () => runOnce(options, terminal), terminal)
  },
}

async function runOnce(options: RunOptions, terminal: Terminal): Promise<ExitCode> {
  const began = elapsed()
  const plan = makePlan(options.paths, options)
  const source = (file: string): string | undefined => sourceOf(plan, file)
  const outputs = openOutputs(options.reporters, { timeline: options.timeline, quiet: options.quiet, source }, terminal)
  try {
    for (const diagnostic of plan.diagnostics) outputs.diagnostic(diagnostic)
    if (hasErrors(plan.diagnostics)) {
      outputs.end({ ...summaryOf(plan, [], NO_SNAPSHOTS), duration: elapsed() - began })
      return EXIT.unreadable
    }
    refuseNothing(plan, options)
    const tally = await play(plan, options, outputs)
    const snapshots = settleAll(plan, tally, options.update)
    const summary = summaryOf(plan, tally.results, snapshots)
    outputs.end({ ...summary, duration: elapsed() - began })
    return verdict(summary, options)
  } finally {
    outputs.close()
  }
}

// A filter with a slip in it must not pass; a shard may well be empty.
function refuseNothing(plan: Plan, options: RunOptions): void {
  if (countChosen(plan) > 0 || options.shard.count > 1) return
  if (options.filtered) throw new UsageError('no scenario matches --tags and --name')
  throw new UsageError(`there is no scenario in ${options.paths.join(', ')}`)
}

/** What the run has seen so far. */
interface Tally {
  readonly results: ScenarioResult[]
  /** Snapshots asked for, by feature file. */
  readonly seen: Map<string, SeenSnapshot[]>
  /** Keys of the scenarios played to their last sentence, by feature file. */
  readonly ended: Map<string, Set<string>>
}

async function play(plan: Plan, options: RunOptions, outputs: Outputs): Promise<Tally> {
  const tally: Tally = { results: [], seen: new Map(), ended: new Map() }
  outputs.start(countChosen(plan))
  const order = plan.files.flatMap((file) => {
    const keys = scenarioKeys(file.feature)
    return file.chosen.map((index) => ({ file, index, key: keys[index]! }))
  })
  let at = 0
  const tell = (result: ScenarioResult): void => {
    tally.results.push(result)
    outputs.scenario(result)
  }
  if (!options.dryRun) {
    for await (const played of playAll(plan.files, options)) {
      note(tally, played, order[at]!.key)
      at += 1
      tell(played.result)
      if (options.failFast && played.result.outcome === 'failed') break
    }
  }
  for (const { file, index } of order.slice(at))
    tell(notPlayed(file.feature, file.feature.scenarios[index]!, options.seed))
  return tally
}

const TURN_AFTER = 20

async function* playAll(files: readonly PlannedFile[], options: RunOptions): AsyncGenerator<Played> {
  if (options.parallel > 1) {
    yield* playInThreads(unitsOf(files), options.parallel, settingsOf(options))
    return
  }
  let last = elapsed()
  for (const { checked, chosen } of files) {
    for await (const played of playScenarios(checked, chosen, settingsOf(options))) {
      yield played
      // Plays never wait for anything real: without a turn now and then an interrupt would not be heard.
      if (elapsed() - last < TURN_AFTER) continue
      await new Promise((resolve) => setImmediate(resolve))
      last = elapsed()
    }
  }
}

function settingsOf({ seed, patience, timeline, update, order, explore }: RunOptions) {
  return { seed, patience, timeline, update, order, explore }
}

function note(tally: Tally, { result, seen }: Played, key: string): void {
  const ended = result.outcome !== 'undefined' && result.steps.every((step) => step.outcome !== 'skipped')
  if (ended) tally.ended.set(result.file, (tally.ended.get(result.file) ?? new Set<string>()).add(key))
  const list = tally.seen.get(result.file)
  if (list === undefined) tally.seen.set(result.file, [...seen])
  else list.push(...seen)
}

const NO_SNAPSHOTS: RunSummary['snapshots'] = {
  written: 0,
  updated: 0,
  matched: 0,
  failed: 0,
  obsolete: [],
  removed: 0,
}

function settleAll(plan: Plan, tally: Tally, update: boolean): RunSummary['snapshots'] {
  const counts = { written: 0, updated: 0, matched: 0, failed: 0 }
  const obsolete: string[] = []
  let removed = 0
  for (const { file: name, feature } of plan.files) {
    const seen = tally.seen.get(name)
    if (seen === undefined) continue
    for (const { state } of seen) counts[state] += 1
    const { file, stored } = snapshotsOf(feature)
    const settled = settle(
      { stored, seen, scenarios: scenarioKeys(feature), played: tally.ended.get(name) ?? new Set() },
      update,
    )
    obsolete.push(...settled.obsolete.map((key) => `${file}: ${key}`))
    if (settled.text === undefined) continue
    writeSnapshots(file, settled.text)
    removed += settled.obsolete.length
  }
  return { ...counts, obsolete, removed }
}

function summaryOf(
  plan: Plan,
  results: readonly ScenarioResult[],
  snapshots: RunSummary['snapshots'],
): Omit<RunSummary, 'duration'> {
  const count = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length
  return {
    scenarios: results.length,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    undefined: count('undefined'),
    diagnostics: plan.diagnostics,
    snapshots,
  }
}

function verdict(summary: Omit<RunSummary, 'duration'>, options: RunOptions): ExitCode {
  if (summary.undefined > 0) return EXIT.unreadable
  const obsolete = options.ci && summary.snapshots.obsolete.length > summary.snapshots.removed
  return summary.failed > 0 || obsolete ? EXIT.failed : EXIT.passed
}
