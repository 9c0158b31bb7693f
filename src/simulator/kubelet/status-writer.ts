// Keeps the API's copy of one pod's status true: writes what differs, again where it got no answer, later where the node is slow,
// and anew where somebody else has written what is the kubelet's to say; a static pod's goes to its mirror.
// Upstream: pkg/kubelet/status/status_manager.go.
import type { Pod, PodStatus } from '../../generated/api/core.v1.ts'
import { isUnanswered } from '../client/client.ts'
import type { Timer } from '../engine/clock.ts'
import { tellMirror } from './config/mirror.ts'
import { isStaticPod } from './critical-pods.ts'
import type { NodeContext } from './node-context.ts'
import { restored, statusPatch } from './status-patch.ts'

/** A pod and the status its kubelet gives it. */
export class StatusWriter {
  readonly #node: NodeContext
  #pod: Pod
  /** The status as the API has it, where a newer one could not be written. */
  #written: PodStatus | undefined
  /** The status as this kubelet last told it. */
  #told: PodStatus | undefined
  /** A status is on its way. */
  #sending: Timer | undefined
  /** Gone from the API: nothing is written. */
  gone = false

  constructor(node: NodeContext, pod: Pod) {
    this.#node = node
    this.#pod = pod
  }

  /** The pod with the status its kubelet knows. */
  get pod(): Pod {
    return this.#pod
  }

  /** The API's version of the pod has changed; false when what was written since is newer. */
  update(pod: Pod): boolean {
    const before = this.#pod
    if (Number(pod.metadata.resourceVersion) < Number(before.metadata.resourceVersion)) return false
    if (this.#written === undefined) {
      this.#pod = pod
      if (this.#untrue() !== undefined) this.#node.unsent.add(this.#reconcile)
    } else {
      // The status is what this kubelet knows, not what it could last tell.
      this.#written = pod.status
      this.#pod = { ...pod, status: before.status }
    }
    return true
  }

  /** What the API should say instead of what others have written; undefined when it does. */
  #untrue(): PodStatus | undefined {
    const { status, metadata } = this.#pod
    if (this.#told === undefined || this.#told === status || metadata.deletionTimestamp !== undefined) return undefined
    return restored(status, this.#told)
  }

  /** Looks at it again with the next tick, as others may have done by then. */
  readonly #reconcile = (): void => {
    const status = this.gone || this.#written !== undefined ? undefined : this.#untrue()
    if (status !== undefined) this.write(status)
  }

  /** A static pod is its kubelet's own: the API only has a mirror, which is told. */
  readonly tellMirror = (): void => {
    if (!tellMirror(this.#node.client, this.#pod, this.#pod.status)) this.#node.unsent.add(this.tellMirror)
  }

  write(status: PodStatus): void {
    const { pace, clock } = this.#node
    if (isStaticPod(this.#pod)) {
      this.#pod = { ...this.#pod, status }
      this.tellMirror()
    } else if (pace.longer === 0) this.#send(status)
    else {
      this.#written ??= this.#pod.status
      this.#pod = { ...this.#pod, status }
      this.#sending ??= clock.after(pace.longer, this.#sendAgain)
    }
  }

  /** Its kubelet has ended: what is on its way is lost. */
  stop(): void {
    this.#sending?.cancel()
    this.#sending = undefined
  }

  #send(status: PodStatus): void {
    const { name = '', namespace = '', uid } = this.#pod.metadata
    const changes = statusPatch(this.#written ?? this.#pod.status, status)
    if (changes === undefined) {
      this.#written = undefined
      return
    }
    const body = { metadata: { uid }, status: changes }
    const type = 'application/strategic-merge-patch+json'
    const result = this.#node.client.patch<Pod>('pods', namespace, name, type, body, 'status')
    if (result.ok) {
      this.#pod = result.object
      this.#told = result.object.status
      this.#written = undefined
    } else if (isUnanswered(result.status)) {
      this.#written ??= this.#pod.status
      this.#pod = { ...this.#pod, status }
      this.#node.unsent.add(this.#sendAgain)
    }
  }

  readonly #sendAgain = (): void => {
    this.#sending = undefined
    if (!this.gone && this.#written !== undefined) this.#send(this.#pod.status)
  }
}
