// Which CPUs which container has for itself, and which all others share. Upstream: pkg/kubelet/cm/cpumanager/state.
import type { CpuSet } from './cpu-set.ts'

/** The state of one node. */
export class CpuState {
  /** The shared pool. */
  shared: CpuSet
  readonly #assignments = new Map<string, Map<string, CpuSet>>()

  constructor(shared: CpuSet) {
    this.shared = shared
  }

  get(podUid: string, container: string): CpuSet | undefined {
    return this.#assignments.get(podUid)?.get(container)
  }

  set(podUid: string, container: string, cpus: CpuSet): void {
    let containers = this.#assignments.get(podUid)
    if (containers === undefined) {
      containers = new Map()
      this.#assignments.set(podUid, containers)
    }
    containers.set(container, cpus)
  }

  delete(podUid: string, container: string): void {
    const containers = this.#assignments.get(podUid)
    containers?.delete(container)
    if (containers?.size === 0) this.#assignments.delete(podUid)
  }

  /** What the containers of a pod have. */
  of(podUid: string): ReadonlyMap<string, CpuSet> {
    return this.#assignments.get(podUid) ?? new Map<string, CpuSet>()
  }

  /** Pods and their containers that have CPUs of their own. */
  entries(): [string, string][] {
    return [...this.#assignments].flatMap(([pod, containers]) =>
      [...containers.keys()].map((name): [string, string] => [pod, name]),
    )
  }
}
