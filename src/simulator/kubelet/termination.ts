// Ends the containers of a pod: the regular ones together, then sidecars in the reverse of their order, all within one grace
// period. Upstream: killContainersWithSyncResult in pkg/kubelet/kuberuntime/kuberuntime_container.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import type { EventRecorder } from '../client/event-recorder.ts'
import type { Clock } from '../engine/clock.ts'
import { isSidecar } from './restart-policy.ts'
import type { ContainerInstance, PodRuntime } from './runtime.ts'

/** Every container has at least so long, so that it is not killed needlessly. */
const MIN_GRACE_SECONDS = 2

/** One pod being ended. */
export class Termination {
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #runtime: PodRuntime
  #deadline: number

  constructor(clock: Clock, recorder: EventRecorder, runtime: PodRuntime, graceSeconds: number) {
    this.#clock = clock
    this.#recorder = recorder
    this.#runtime = runtime
    this.#deadline = clock.now() + graceSeconds * 1000
  }

  /** Takes a shorter grace period; containers being stopped are killed by then. */
  shorten(graceSeconds: number): void {
    const deadline = this.#clock.now() + graceSeconds * 1000
    if (deadline >= this.#deadline) return
    this.#deadline = deadline
    for (const instance of this.#runtime.running()) {
      if (instance.killing !== undefined) this.#clock.at(deadline, () => this.#runtime.kill(instance))
    }
  }

  /** Stops what is next; true when nothing runs any more. */
  proceed(pod: Pod): boolean {
    const running = this.#runtime.running()
    if (running.length === 0) return true
    const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name)
    const regular = running.filter(({ name }) => !sidecars.includes(name))
    if (regular.length > 0) for (const instance of regular) this.#stop(pod, instance, 'containers')
    else {
      const last = sidecars.findLast((name) => running.some((instance) => instance.name === name))
      for (const instance of running) if (instance.name === last) this.#stop(pod, instance, 'initContainers')
    }
    return false
  }

  #stop(pod: Pod, instance: ContainerInstance, kind: string): void {
    if (instance.killing === 'stop') return
    instance.killing = 'stop'
    const path = isInit(pod, instance) ? 'initContainers' : kind
    const message = `Stopping container ${instance.name}`
    this.#recorder.event(pod, 'Normal', 'Killing', message, `spec.${path}{${instance.name}}`)
    this.#runtime.stop(instance, Math.max((this.#deadline - this.#clock.now()) / 1000, MIN_GRACE_SECONDS))
  }
}

const isInit = (pod: Pod, { name }: ContainerInstance): boolean =>
  pod.spec.initContainers?.some((container) => container.name === name) === true
