// Starts the containers that are due, one after the other: back-off after crashes, the image, then the process; and the events.
// Upstream: startContainer in pkg/kubelet/kuberuntime/kuberuntime_container.go, doBackOff in kuberuntime_manager.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import { formatDuration } from '../../model/duration.ts'
import type { DueContainer } from './container-order.ts'
import type { WaitReason } from './container-status.ts'
import type { NodeContext } from './node-context.ts'
import type { ContainerInstance, PodRuntime } from './runtime.ts'

/** The runtime is looked at once a second: what changed there is acted on then. */
export const RELIST_MS = 1_000
/** A pod whose sync failed is tried again after ten seconds and some jitter. */
const RETRY_MS = 12_500

/** Starts containers of one pod and remembers why some are waiting. */
export class ContainerStarter {
  readonly #node: NodeContext
  readonly #runtime: PodRuntime
  readonly #syncAt: (time: number) => void
  /** Why containers wait, by name. */
  readonly waiting = new Map<string, WaitReason>()
  /** The crash a back-off was last reported for. */
  readonly #reported = new Map<string, string>()
  #failures = 0

  /** `syncAt` asks for another sync of the pod at a time. */
  constructor(node: NodeContext, runtime: PodRuntime, syncAt: (time: number) => void) {
    this.#node = node
    this.#runtime = runtime
    this.#syncAt = syncAt
  }

  /** Starts what can be started now. */
  startAll(pod: Pod, due: readonly DueContainer[]): void {
    for (const each of due) {
      if (this.#start(pod, each) === 'later') return
    }
  }

  #start(pod: Pod, { container, fieldPath }: DueContainer): 'done' | 'later' {
    const { name } = container
    const { clock, recorder, images, crashes } = this.#node
    const last = this.#runtime.latest(name)
    const key = `${pod.metadata.uid}/${name}`
    if (last !== undefined) {
      const until = crashes.until(key, last.finishedAt, clock.now())
      if (until !== undefined) {
        this.#backOff(pod, last, fieldPath, crashes.get(key), until)
        return 'done'
      }
    }
    const image = images.ensure(pod, container, fieldPath, () => this.#syncAt(clock.now()))
    if (image.state === 'pulling') return 'later'
    if (image.state === 'failed') {
      recorder.event(pod, 'Warning', 'Failed', `Error: ${image.why.reason}`, fieldPath)
      this.waiting.set(name, image.why)
      this.#retry(image.why.reason, image.retryAt)
      return 'done'
    }
    if (last !== undefined) crashes.next(key, last.finishedAt)
    this.#run(pod, { container, fieldPath }, last)
    return 'done'
  }

  #run(pod: Pod, { container, fieldPath }: DueContainer, last: ContainerInstance | undefined): void {
    const { recorder, clock } = this.#node
    const attempt = last === undefined ? attemptOf(pod, container.name) : last.attempt + 1
    const { startError } = this.#runtime.start(container, attempt)
    recorder.event(pod, 'Normal', 'Created', 'Container created', fieldPath)
    if (startError === undefined) {
      this.waiting.delete(container.name)
      recorder.event(pod, 'Normal', 'Started', 'Container started', fieldPath)
      return
    }
    recorder.event(pod, 'Warning', 'Failed', `Error: ${startError}`, fieldPath)
    this.waiting.set(container.name, { reason: 'RunContainerError', message: startError })
    this.#syncAt(clock.now() + RELIST_MS)
  }

  #backOff(pod: Pod, last: ContainerInstance, fieldPath: string, backoff: number, until: number): void {
    const { recorder } = this.#node
    const { name, namespace, uid } = pod.metadata
    const who = `${name}_${namespace}(${uid})`
    if (this.#reported.get(last.name) !== last.id) {
      this.#reported.set(last.name, last.id)
      const message = `Back-off restarting failed container ${last.name} in pod ${who}`
      recorder.event(pod, 'Warning', 'BackOff', message, fieldPath)
    }
    const duration = formatDuration(backoff)
    const message = `back-off ${duration} restarting failed container=${last.name} pod=${who}`
    this.waiting.set(last.name, { reason: 'CrashLoopBackOff', message })
    this.#syncAt(until)
  }

  /** The first look after a failure comes soon: it finds the back-off, where there is one, and waits for its end. */
  #retry(reason: string, at: number | undefined): void {
    const soon = reason === 'ErrImagePull' || this.#failures === 0
    this.#failures++
    this.#syncAt(at ?? this.#node.clock.now() + (soon ? RELIST_MS : RETRY_MS))
  }
}

/** The count a lost container has reached, as its status says after the kubelet came back. */
function attemptOf(pod: Pod, name: string): number {
  const statuses = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])]
  return statuses.find((status) => status.name === name)?.restartCount ?? 0
}
