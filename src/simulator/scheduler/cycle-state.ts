// What plugins remember from one extension point to the next, for one attempt to schedule one pod.
// Upstream: pkg/scheduler/framework/cycle_state.go.

/** The name of a plugin's entry, typed by what it holds. */
export interface StateKey<T> {
  readonly name: string
  /** Copies a value for a try-out on another node; left out where values never change. */
  readonly clone?: (value: T) => T
}

/** Names an entry of the cycle state. */
export const stateKey = <T>(name: string, clone?: (value: T) => T): StateKey<T> =>
  clone === undefined ? { name } : { name, clone }

/** The memory of one scheduling cycle. */
export class CycleState {
  readonly #values = new Map<StateKey<unknown>, unknown>()
  /** Plugins whose Filter (Score) is not needed for this pod. */
  readonly skipFilter: Set<string>
  readonly skipScore: Set<string>

  constructor(skipFilter: Set<string> = new Set(), skipScore: Set<string> = new Set()) {
    this.skipFilter = skipFilter
    this.skipScore = skipScore
  }

  read<T>(key: StateKey<T>): T | undefined {
    return this.#values.get(key as StateKey<unknown>) as T | undefined
  }

  write<T>(key: StateKey<T>, value: T): void {
    this.#values.set(key as StateKey<unknown>, value)
  }

  /** A copy to try pods out on: entries that say how are cloned, the rest shared. */
  clone(): CycleState {
    const copy = new CycleState(this.skipFilter, this.skipScore)
    for (const [key, value] of this.#values) copy.write(key, key.clone === undefined ? value : key.clone(value))
    return copy
  }
}
