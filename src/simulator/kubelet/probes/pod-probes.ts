// All probes of one pod, and what they mean for its status. Upstream: pkg/kubelet/prober/prober_manager.go.
import type { Container, Pod } from '../../../generated/api/core.v1.ts'
import type { NodeContext } from '../node-context.ts'
import { isSidecar } from '../restart-policy.ts'
import type { ContainerInstance } from '../runtime.ts'
import { ProbeResults } from './results.ts'
import { type ProbedPod, ProbeWorker, ranBefore } from './worker.ts'

/** The probes of a pod; none are running for a pod without probes. */
export class PodProbes {
  readonly results = new ProbeResults()
  #workers: ProbeWorker[] | undefined
  /** Containers that were ready when the kubelet started again, and of which nothing else has been found since. */
  #kept: ReadonlySet<string> = new Set()

  /** Takes up probing; later calls do nothing. */
  start(pod: Pod, of: Omit<ProbedPod, 'results' | 'started'>): void {
    if (this.#workers !== undefined) return
    const workers: ProbeWorker[] = []
    this.#workers = workers
    const probed: ProbedPod = { ...of, results: this.results, started: (instance) => this.started(instance) }
    for (const container of [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? []).filter(isSidecar)]) {
      const { startupProbe, readinessProbe, livenessProbe } = container
      if (startupProbe) workers.push(new ProbeWorker(probed, 'startup', container, startupProbe))
      if (readinessProbe) workers.push(new ProbeWorker(probed, 'readiness', container, readinessProbe))
      if (livenessProbe) workers.push(new ProbeWorker(probed, 'liveness', container, livenessProbe))
    }
  }

  /** Has a running container started up? */
  started({ id, spec }: ContainerInstance): boolean {
    return !spec.startupProbe || this.results.get('startup', id) === 'success'
  }

  /** Is a running container ready? */
  ready(instance: ContainerInstance): boolean {
    if (!this.started(instance)) return false
    if (!instance.spec.readinessProbe) return true
    const found = this.results.get('readiness', instance.id)
    return found === undefined ? this.#kept.has(instance.id) : found === 'success'
  }

  /** Asks for readiness at once where it is not known to be given: a status that is being written shows a running container. */
  trigger(running: (container: Container) => ContainerInstance | undefined): void {
    for (const worker of this.#workers ?? []) {
      if (worker.type !== 'readiness') continue
      const instance = running(worker.container)
      if (instance !== undefined && this.started(instance) && this.results.get('readiness', instance.id) !== 'success')
        worker.trigger()
    }
  }

  /** The pod is being ended: only readiness is still of interest, and sidecars, which go on. */
  stopLiveness(): void {
    for (const worker of this.#workers ?? [])
      if (worker.type !== 'readiness' && !isSidecar(worker.container)) worker.stop()
  }

  /** The kubelet has stopped: nobody asks any more. */
  suspend(): void {
    for (const worker of this.#workers ?? []) worker.suspend()
  }

  /**
   * The kubelet has started again: what was found is forgotten, except that containers have started. Of a pod that is ready the
   * containers stay ready, where they are not quite new, until something else is found.
   */
  resume(pod: Pod, running: readonly ContainerInstance[], node: NodeContext): void {
    const ready = pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true
    this.#kept = new Set(ready ? running.filter((each) => ranBefore(each, node)).map(({ id }) => id) : [])
    for (const { id } of running) {
      if (this.results.get('startup', id) !== 'success') this.results.remove('startup', id)
      this.results.remove('readiness', id)
      this.results.remove('liveness', id)
    }
    for (const worker of this.#workers ?? []) worker.resume()
  }

  stop(): void {
    for (const worker of this.#workers ?? []) worker.stop()
  }
}
