// The backgrounds of a feature: played once, then the cluster they leave is forked for each scenario that begins with them.
import type { ScenarioTree } from '../language/tree.ts'
import type { PlayOptions } from './play.ts'
import { type Background, backgroundOf, playBackground } from './scenario.ts'

/**
 * The backgrounds of a feature, each played once for all its scenarios where that can be. Whether it can depends on the file alone,
 * not on which of its scenarios are played: a scenario alone is the same scenario.
 */
export class Backgrounds {
  readonly #shared = new Map<object, number>()
  readonly #played = new Map<object, Background | undefined>()

  /** For scenarios of one feature. */
  constructor(scenarios: readonly ScenarioTree[]) {
    for (const scenario of scenarios) {
      const key = ownerOf(scenario)
      this.#shared.set(key, (this.#shared.get(key) ?? 0) + 1)
    }
  }

  /** A play at the end of the scenario's background; undefined where the scenario plays it itself. */
  async begin(scenario: ScenarioTree, options: PlayOptions): Promise<Background | undefined> {
    const owner = ownerOf(scenario)
    if (this.#shared.get(owner) === 1) return undefined
    if (!this.#played.has(owner)) this.#played.set(owner, await playBackground(backgroundOf(scenario), options))
    const background = this.#played.get(owner)
    if (background === undefined) return undefined
    const play = await background.play.fork(options)
    if (play !== undefined) return { ...background, play }
    // It left more behind than a cluster can be forked with: this scenario goes on in it, the others play it themselves.
    this.#played.set(owner, undefined)
    return background
  }

  /** Ends what was played of them. */
  async close(): Promise<void> {
    for (const background of this.#played.values()) await background?.play.close()
  }
}

/** Scenarios of one rule, or of the feature itself, begin with the same steps. */
const ownerOf = ({ pickle }: ScenarioTree): object =>
  pickle.rule?.background === undefined ? pickle.feature : pickle.rule
