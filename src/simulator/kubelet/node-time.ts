// What time a node thinks it is: what it stamps is skewed, what it waits for is not (Go's timers do not look at the wall clock).
// Also how fast it is: what its kubelet, its container runtime and the programs on it need time for.
import type { Clock, TimeOfDay } from '../engine/clock.ts'

/** The clock of one node. */
export class NodeTime implements TimeOfDay {
  readonly #clock: Clock
  /** Milliseconds it is ahead of the cluster's time; behind where negative. */
  ahead = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  now(): number {
    return this.#clock.now() + this.ahead
  }

  /** The cluster's time when this clock will show `time`. */
  clusterTime(time: number): number {
    return time - this.ahead
  }
}

/** How long work takes on one node. */
export class Pace {
  times = 1
  /** Milliseconds on top of everything. */
  longer = 0

  /** How long something takes that would take so many milliseconds. */
  takes(milliseconds: number): number {
    return milliseconds * this.times + this.longer
  }
}
