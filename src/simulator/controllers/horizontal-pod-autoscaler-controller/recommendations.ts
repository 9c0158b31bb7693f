// What an autoscaler remembers between its rounds: what it recommended, and how much it scaled when.
// Upstream: horizontal.go timestampedRecommendation, timestampedScaleEvent, storeScaleEvent.
import type { HPAScalingRules } from '../../../generated/api/autoscaling.v2.ts'

interface Recommendation {
  readonly replicas: number
  readonly at: number
}

interface ScaleEvent {
  readonly change: number
  readonly at: number
}

/** The memory of one autoscaler. */
export class Memory {
  #recommendations: Recommendation[] = []
  #last: Recommendation | undefined
  readonly #ups: ScaleEvent[] = []
  readonly #downs: ScaleEvent[] = []

  /** What there was before the first round counts as recommended. */
  begin(replicas: number, now: number): void {
    if (this.#recommendations.length === 0) this.#recommendations.push({ replicas, at: now })
  }

  /** The most that was recommended since `windowMs`, `replicas` included, which is remembered. */
  highest(replicas: number, windowMs: number, now: number): number {
    const cutoff = now - windowMs
    let most = replicas
    let old: number | undefined
    this.#recommendations.forEach((each, index) => {
      if (each.at < cutoff) old = index
      else if (each.replicas > most) most = each.replicas
    })
    this.#remember(old, replicas, now)
    return most
  }

  /** The same in both directions: the least of the last `upMs`, the most of the last `downMs`. */
  range(replicas: number, upMs: number, downMs: number, now: number): readonly [least: number, most: number] {
    let least = replicas
    let most = replicas
    let old: number | undefined
    this.#recommendations.forEach((each, index) => {
      if (each.at > now - upMs) least = Math.min(each.replicas, least)
      if (each.at > now - downMs) most = Math.max(each.replicas, most)
      if (each.at < now - upMs && each.at < now - downMs) old = index
    })
    this.#remember(old, replicas, now)
    return [least, most]
  }

  #remember(old: number | undefined, replicas: number, now: number): void {
    this.#last = { replicas, at: now }
    if (old === undefined) this.#recommendations.push(this.#last)
    else this.#recommendations[old] = this.#last
  }

  /** As if the rounds from `from` to `to`, which would all have gone like the last one, had taken place. */
  skip(from: number, to: number): void {
    if (this.#last?.at === from) this.#recommendations = [{ ...this.#last, at: to }]
  }

  /** Remembers that it scaled; `rules` are those of the direction. */
  scaled(from: number, to: number, rules: HPAScalingRules | undefined, now: number): void {
    const events = to > from ? this.#ups : this.#downs
    const longest = Math.max(0, ...(rules?.policies ?? []).map(({ periodSeconds }) => periodSeconds))
    const event = { change: Math.abs(to - from), at: now }
    const old = events.findLastIndex(({ at }) => at < now - longest * 1000)
    if (old < 0) events.push(event)
    else events[old] = event
  }

  /** How many replicas there were when a period began. */
  atStartOf(periodSeconds: number, current: number, now: number): number {
    const since = now - periodSeconds * 1000
    const sum = (events: readonly ScaleEvent[]): number =>
      events.reduce((total, { change, at }) => (at > since ? total + change : total), 0)
    return current - sum(this.#ups) + sum(this.#downs)
  }
}
