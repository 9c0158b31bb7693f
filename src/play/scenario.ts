// Plays one scenario from its first sentence to its last: a fresh cluster, the sentences in order, and the rules of what stops
// it. A Given or When that fails ends the scenario; the Thens of a block all run and all report, then it ends. A refusal fails
// the When that brought it, unless a Then of the block that follows looks at answers.
import { StageError } from '../cluster/port.ts'
import { registry } from '../generated/registry/play.ts'
import type { SentenceName } from '../language/catalogue.ts'
import type { ScenarioTree, StepTree } from '../language/tree.ts'
import type { Handler, SentenceFamily } from './contract.ts'
import { elapsed } from './elapsed.ts'
import { lastThings, timelineOf } from './history/of-objects.ts'
import { type Answer, Play, PlayError, type PlayOptions } from './play.ts'
import type { Failure, Outcome, ScenarioResult, StepResult } from './result.ts'
import { describe } from './targets.ts'

const handlers = new Map<string, Handler<SentenceName>>()
const aboutAnswers = new Set<string>()
for (const family of registry.values()) addFamily(family)

function addFamily(family: SentenceFamily): void {
  for (const [name, handler] of Object.entries(family.handlers)) handlers.set(name, handler as Handler<SentenceName>)
  for (const name of family.aboutAnswers ?? []) aboutAnswers.add(name)
}

/** The sentences that can be played. */
export function playableSentences(): readonly string[] {
  return [...handlers.keys()]
}

/** Plays a scenario; from the end of its background on where that was played already. */
export async function playScenario(
  scenario: ScenarioTree,
  file: string,
  options: PlayOptions,
  timeline: boolean,
  begun?: Background,
): Promise<ScenarioResult> {
  const began = elapsed()
  const { play, results: played } = begun ?? { play: new Play(options), results: [] }
  try {
    const steps = scenario.steps.every((s) => s.sentence !== undefined)
      ? [...played, ...(await playSteps(play, scenario.steps, played.length, backgroundOf(scenario).length))]
      : scenario.steps.map((s) => result(s, s.sentence === undefined ? 'undefined' : 'skipped'))
    const { past } = play
    const { pickle } = scenario
    return {
      file,
      feature: pickle.feature.name,
      ...(pickle.rule === undefined ? {} : { rule: pickle.rule.name }),
      name: pickle.name,
      line: pickle.location.line,
      tags: pickle.tags.map((t) => t.name),
      outcome: outcomeOf(steps),
      steps,
      seed: play.stage.seed,
      ...(options.order === undefined ? {} : { order: options.order }),
      duration: elapsed() - began,
      clusterTime: past === undefined ? 0 : past.cluster.now() - past.start,
      ...(timeline && past !== undefined ? { timeline: timelineOf(past.cluster, past.start) } : {}),
    }
  } finally {
    await play.close()
  }
}

function outcomeOf(steps: readonly StepResult[]): Outcome {
  for (const outcome of ['undefined', 'failed'] as const) if (steps.some((s) => s.outcome === outcome)) return outcome
  return 'passed'
}

/** The sentences of a background, played, and what they came to. */
export interface Background {
  readonly play: Play
  readonly results: readonly StepResult[]
}

/**
 * Plays the sentences scenarios begin with, for scenarios to go on from; undefined where each has to play them itself: one of them
 * fails or is refused, or looks at what has happened.
 */
export async function playBackground(
  steps: readonly StepTree[],
  options: PlayOptions,
): Promise<Background | undefined> {
  if (steps.length === 0 || !steps.every((s) => s.sentence !== undefined && !isThen(s))) return undefined
  const play = new Play(options)
  const results = await playSteps(play, steps, 0, steps.length)
  if (results.every(({ outcome }) => outcome === 'passed') && play.running) {
    await settle(play)
    return { play, results }
  }
  await play.close()
  return undefined
}

/** What a background has set going at its moment happens before the scenario's own sentences. */
const settle = async (play: Play): Promise<void> => (await play.cluster()).pass(0)

/** The steps of a scenario that are its background's: they stand before it in the file. */
export function backgroundOf({ pickle, steps }: ScenarioTree): readonly StepTree[] {
  const own = steps.findIndex(({ source }) => source.source.location.line > pickle.scenario.location.line)
  return own < 0 ? steps : steps.slice(0, own)
}

/** Plays sentences from one on; those before have been. The scenario's `own` come after its background's. */
async function playSteps(play: Play, steps: readonly StepTree[], from: number, own: number): Promise<StepResult[]> {
  const results: StepResult[] = []
  let failed = false
  for (let i = from; i < steps.length; i++) {
    const step = steps[i]!
    if (i === own && i > from && play.running) await settle(play)
    const looks = isThen(step)
    if (failed && !(looks && isThen(steps[i - 1]))) {
      results.push(...steps.slice(i).map((s) => result(s, 'skipped')))
      break
    }
    let failure = await playStep(play, step)
    if (failure === undefined && isEndOfBlock(steps, i) && play.unseenRefusals.length > 0) {
      if (looks || !answersAreLookedAt(steps, i)) failure = refusalFailure(play, play.unseenRefusals)
    }
    failed ||= failure !== undefined
    results.push(result(step, failure === undefined ? 'passed' : 'failed', failure, play.notes.splice(0)))
  }
  return results
}

const isThen = (step: StepTree | undefined): boolean => step?.sentence?.sentence.startsWith('then/') ?? false

/** Actions are a block each; the Thens up to the next action are one. */
function isEndOfBlock(steps: readonly StepTree[], i: number): boolean {
  return !isThen(steps[i]) || !isThen(steps[i + 1])
}

function answersAreLookedAt(steps: readonly StepTree[], action: number): boolean {
  for (let i = action + 1; i < steps.length && isThen(steps[i]); i++) {
    if (aboutAnswers.has(steps[i]?.sentence?.sentence ?? '')) return true
  }
  return false
}

async function playStep(play: Play, step: StepTree): Promise<Failure | undefined> {
  const { sentence, argument } = step
  if (sentence === undefined) throw new Error('a step without a sentence is not played')
  const handler = handlers.get(sentence.sentence)
  if (handler === undefined) throw new Error(`nobody plays ${sentence.sentence}`)
  try {
    if (!isThen(step) && !sentence.sentence.startsWith('given/')) {
      play.answers = []
      // The first action starts the cluster, which may be what cannot be.
      play.lastAction = (await play.cluster()).history.length
      if (step.source.type === 'Action') play.opening ??= play.lastAction
    }
    return await handler(sentence as never, play, argument)
  } catch (error) {
    if (error instanceof StageError || error instanceof PlayError) return { summary: error.message }
    throw error
  }
}

function refusalFailure(play: Play, refusals: readonly Answer[]): Failure {
  const [first] = refusals
  const message = String(first?.response.body['message'] ?? '')
  const targets = refusals.flatMap((r) => (r.target === undefined ? [] : [r.target]))
  const { past } = play
  const history =
    past === undefined
      ? []
      : lastThings(
          past.cluster,
          past.start,
          targets.map((t) => ({ key: t.kind.key, kind: t.kind.kind, namespace: t.namespace, name: t.name })),
        )
  return {
    summary: `${first?.target === undefined ? 'the request' : describe(first.target, play.namespace)} was refused (${String(first?.response.body['reason'] ?? first?.response.code)})`,
    actual: message,
    ...(refusals.length > 1
      ? { details: refusals.slice(1).map((r) => `also refused: ${String(r.response.body['message'] ?? '')}`) }
      : {}),
    ...(history.length > 0 ? { history } : {}),
  }
}

function result(step: StepTree, outcome: Outcome, failure?: Failure, notes: readonly string[] = []): StepResult {
  const { source, text } = step.source
  return {
    keyword: source.keyword.trim(),
    text,
    line: source.location.line,
    column: source.textColumn,
    outcome,
    ...(failure === undefined ? {} : { failure }),
    ...(notes.length > 0 ? { notes } : {}),
  }
}
