// Lets autoscalers sleep that have nothing to do: once a round has come to the same for longer than anything is remembered, all
// further ones will, until something they look at changes. Upstream has them do it all again every fifteen seconds.
import type { HorizontalPodAutoscaler, HPAScalingRules } from '../../../generated/api/autoscaling.v2.ts'
import { Memory } from './recommendations.ts'

/** Rounds are so far apart. */
export const PERIOD_MS = 15_000
/** Without rules: five minutes of recommendations, and of CPU that pods use while they start. */
const REMEMBERED_MS = 330_000

const longest = ({ stabilizationWindowSeconds = 0, policies }: HPAScalingRules): number =>
  Math.max(stabilizationWindowSeconds, ...(policies ?? []).map(({ periodSeconds }) => periodSeconds)) * 1000

/** How long a round depends on what was before it. */
function rememberedMs({ spec }: HorizontalPodAutoscaler): number {
  const { scaleUp, scaleDown } = spec.behavior ?? {}
  const rules = [scaleUp, scaleDown].filter((each) => each !== undefined)
  return Math.max(REMEMBERED_MS, ...rules.map(longest)) + PERIOD_MS
}

/** One autoscaler between its rounds. */
export class Rest {
  readonly memory = new Memory()
  #last = 0
  #quietSince: number | undefined
  #asleep = false

  get asleep(): boolean {
    return this.#asleep
  }

  /** Whether another round is needed after this one. */
  after(hpa: HorizontalPodAutoscaler, quiet: boolean, now: number): boolean {
    this.#last = now
    if (!quiet) this.#quietSince = undefined
    else this.#quietSince ??= now
    this.#asleep = this.#quietSince !== undefined && now - this.#quietSince > rememberedMs(hpa)
    return !this.#asleep
  }

  /** Something has changed: milliseconds until the next round of one that was asleep. */
  disturb(now: number): number | undefined {
    this.#quietSince = undefined
    if (!this.#asleep) return undefined
    this.#asleep = false
    const skipped = Math.floor((now - this.#last) / PERIOD_MS)
    this.memory.skip(this.#last, this.#last + skipped * PERIOD_MS)
    return this.#last + (skipped + 1) * PERIOD_MS - now
  }
}
