// What probes have found of each container, by id. Upstream: pkg/kubelet/prober/results.

/** The three probes. */
export type ProbeType = 'startup' | 'readiness' | 'liveness'
/** What a probe found; a startup probe that has not decided is unknown. */
export type ProbeResult = 'success' | 'failure' | 'unknown'

/** The results of one pod. */
export class ProbeResults {
  readonly #results: Record<ProbeType, Map<string, ProbeResult>> = {
    startup: new Map(),
    readiness: new Map(),
    liveness: new Map(),
  }

  get(type: ProbeType, id: string): ProbeResult | undefined {
    return this.#results[type].get(id)
  }

  /** True when that is news. */
  set(type: ProbeType, id: string, result: ProbeResult): boolean {
    if (this.#results[type].get(id) === result) return false
    this.#results[type].set(id, result)
    return true
  }

  remove(type: ProbeType, id: string): void {
    this.#results[type].delete(id)
  }
}
