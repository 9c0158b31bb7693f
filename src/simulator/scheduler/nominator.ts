// Pods that were promised a node: preemption made room there and they wait for it. Filters count them as if they were on it.
// Upstream: pkg/scheduler/backend/queue/nominator.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import { type PodInfo, podInfoOf } from './node-info.ts'

const none: readonly PodInfo[] = []

/** Nominated pods by node. */
export class Nominator {
  readonly #byNode = new Map<string, PodInfo[]>()
  readonly #nodeOf = new Map<string, string>()

  on(nodeName: string): readonly PodInfo[] {
    return this.#byNode.get(nodeName) ?? none
  }

  /** Records where a pod is promised a place: `nodeName` when this attempt said so, else what its status says. */
  set(pod: Pod, nodeName: string | undefined): void {
    const uid = pod.metadata.uid ?? ''
    this.remove(uid)
    const target = nodeName ?? pod.status.nominatedNodeName
    if (!target || pod.spec.nodeName) return
    this.#nodeOf.set(uid, target)
    const pods = this.#byNode.get(target)
    if (pods === undefined) this.#byNode.set(target, [podInfoOf(pod)])
    else pods.push(podInfoOf(pod))
  }

  /** The newer version of a pod keeps a promise its status does not show yet. */
  update(old: Pod | undefined, pod: Pod): void {
    const uid = pod.metadata.uid ?? ''
    const keeps = !pod.status.nominatedNodeName && !old?.status.nominatedNodeName
    this.set(pod, keeps ? this.#nodeOf.get(uid) : undefined)
  }

  remove(uid: string): void {
    const nodeName = this.#nodeOf.get(uid)
    if (nodeName === undefined) return
    this.#nodeOf.delete(uid)
    const left = this.#byNode.get(nodeName)?.filter((info) => info.uid !== uid) ?? []
    if (left.length > 0) this.#byNode.set(nodeName, left)
    else this.#byNode.delete(nodeName)
  }
}
