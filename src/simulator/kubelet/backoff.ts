// Waiting times that double with every failure and are forgotten after a long quiet. Upstream: client-go/util/flowcontrol/backoff.go.
import { parseDuration } from '../../model/duration.ts'
import type { FeatureGates } from '../api/types.ts'
import type { KubeletSettings } from './settings.ts'

const CRASH_INITIAL_MS = 10_000
const CRASH_MAX_MS = 300_000
const REDUCED_INITIAL_MS = 1000
const REDUCED_MAX_MS = 60_000

/** What holds back containers that crash, as gates and settings have it. Upstream: newCrashLoopBackOff in pkg/kubelet/kubelet.go. */
export function crashBackoff(gates: FeatureGates, { crashLoopBackOff }: KubeletSettings): Backoff {
  const reduced = gates.enabled('ReduceDefaultCrashLoopBackOffDecay')
  const initial = reduced ? REDUCED_INITIAL_MS : CRASH_INITIAL_MS
  // The setting has a default of its own, which wins over the reduced one.
  if (!gates.enabled('KubeletCrashLoopBackOffMax')) return new Backoff(initial, reduced ? REDUCED_MAX_MS : CRASH_MAX_MS)
  const set = parseDuration(crashLoopBackOff.maxContainerRestartPeriod ?? '')
  const max = typeof set === 'number' ? set : CRASH_MAX_MS
  return new Backoff(Math.min(initial, max), max)
}

interface Entry {
  readonly backoff: number
  readonly updated: number
}

/** Back-off by key; all in milliseconds. */
export class Backoff {
  readonly #initial: number
  readonly #max: number
  readonly #entries = new Map<string, Entry>()

  constructor(initial: number, max: number) {
    this.#initial = initial
    this.#max = max
  }

  /** The current waiting time of a key. */
  get(key: string): number {
    return this.#entries.get(key)?.backoff ?? 0
  }

  /** When a wait that began with something at `since` ends; undefined when it is over. */
  until(key: string, since: number, now: number): number | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined || this.#expired(entry, since)) return undefined
    return now - since < entry.backoff ? since + entry.backoff : undefined
  }

  /** One more failure, of something that ended at `at`: it was quiet from the last one that was noted until then. */
  next(key: string, at: number, now: number): void {
    const entry = this.#entries.get(key)
    const backoff =
      entry === undefined || this.#expired(entry, at) ? this.#initial : Math.min(entry.backoff * 2, this.#max)
    this.#entries.set(key, { backoff, updated: now })
  }

  /** When the last failure was noted. */
  updated(key: string): number | undefined {
    return this.#entries.get(key)?.updated
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.clear()
  }

  forget(key: string): void {
    this.#entries.delete(key)
  }

  #expired(entry: Entry, at: number): boolean {
    return at - entry.updated > 2 * this.#max
  }
}
