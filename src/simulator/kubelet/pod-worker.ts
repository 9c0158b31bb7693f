// Brings one pod to what its spec says and keeps its status true: sandbox, containers, restarts, and its end. A worker does
// something only when it is told of a change (the API's, a container's, a time that has come).
// Upstream: SyncPod, SyncTerminatingPod, SyncTerminatedPod in pkg/kubelet/kubelet.go, pod_workers.go.
import type { Pod, PodStatus } from '../../generated/api/core.v1.ts'
import { parseTime } from '../../model/time.ts'
import type { Timer } from '../engine/clock.ts'
import { rejection } from './admission.ts'
import { podActions } from './container-order.ts'
import { ContainerStarter, RELIST_MS } from './container-starter.ts'
import type { WaitReason } from './container-status.ts'
import { withoutOpenEnds } from './lost-containers.ts'
import { type NodeContext, userOf } from './node-context.ts'
import type { Phase } from './phase.ts'
import { isSidecar } from './restart-policy.ts'
import { PodRuntime } from './runtime.ts'
import { generateStatus } from './status.ts'
import { statusPatch } from './status-patch.ts'
import { Termination } from './termination.ts'

/** Making a sandbox takes a moment: its network, its root. */
const SANDBOX_MS = 600

/** Nothing of a pod that is being deleted waits to be started again. */
const NOT_WAITING: ReadonlyMap<string, WaitReason> = new Map()

/** One pod of one node. */
export class PodWorker {
  readonly #node: NodeContext
  readonly #forget: () => void
  readonly #startTime: number
  readonly #starter: ContainerStarter
  readonly runtime: PodRuntime
  #pod: Pod
  #admitted = false
  /** Ends what is left of a pod whose work is done (#ending), or all of it (#termination). */
  #ending: Termination | undefined
  #termination: Termination | undefined
  #over = false
  #gone = false
  #stopped = false
  #timer: { readonly at: number; readonly timer: Timer } | undefined

  /** `forget` is called when nothing of the pod is left. */
  constructor(node: NodeContext, pod: Pod, forget: () => void) {
    this.#node = node
    this.#pod = pod
    this.#forget = forget
    const { startTime } = pod.status
    this.#startTime = startTime ? parseTime(startTime) : node.clock.now()
    const { clock, random, catalogue } = node
    this.runtime = new PodRuntime({
      clock,
      random,
      images: catalogue,
      // What the kubelet ends itself it waits for; what ends by itself it sees when it looks the next time.
      onExit: ({ killing }) => this.#syncAt(clock.now() + (killing === undefined ? RELIST_MS : 0)),
    })
    this.#starter = new ContainerStarter(node, this.runtime, (time) => this.#syncAt(time))
    this.sync()
  }

  get pod(): Pod {
    return this.#pod
  }

  /** The API's version of the pod has changed. */
  update(pod: Pod): void {
    const before = this.#pod.metadata
    const gates = pod.spec.readinessGates !== undefined && pod.status.conditions !== this.#pod.status.conditions
    this.#pod = pod
    const { generation, deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata
    const ending =
      deletionTimestamp !== before.deletionTimestamp || deletionGracePeriodSeconds !== before.deletionGracePeriodSeconds
    if (ending && deletionGracePeriodSeconds !== undefined) this.#termination?.shorten(deletionGracePeriodSeconds)
    if (ending || gates || generation !== before.generation) this.sync()
  }

  /** The pod is gone from the API: what still runs is stopped, nothing is written any more. */
  removed(): void {
    this.#gone = true
    this.sync()
  }

  /** The node is down: nothing happens any more. */
  stop(): void {
    this.#stopped = true
    this.#timer?.timer.cancel()
  }

  /** Looks at the pod and does what is due. */
  sync(): void {
    if (this.#stopped) return
    if (this.#over) {
      this.#finish()
      return
    }
    if (this.#termination !== undefined || this.#gone || this.#pod.metadata.deletionTimestamp !== undefined) {
      this.#terminate()
      return
    }
    if (!this.#admit()) return
    if (this.#ending?.proceed(this.#pod) === true) this.runtime.sandboxReady = false
    if (isTerminal(this.#writeStatus())) {
      this.#terminate()
      return
    }
    if (!this.runtime.sandboxReady) {
      this.#makeSandbox()
      return
    }
    this.#act()
    if (isTerminal(this.#writeStatus())) this.#terminate()
  }

  #admit(): boolean {
    if (this.#admitted) return true
    this.#admitted = true
    const refusal = rejection(this.#pod, this.#node.node())
    if (refusal === undefined) return true
    this.#over = true
    this.#node.recorder.event(this.#pod, 'Warning', refusal.reason, refusal.message)
    const { observedGeneration: _, ...status } = this.#pod.status
    const { generation } = this.#pod.metadata
    this.#write({
      ...status,
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      phase: 'Failed',
      reason: refusal.reason,
      message: `Pod was rejected: ${refusal.message}`,
      startTime: this.#generate().status.startTime,
    })
    return false
  }

  #makeSandbox(): void {
    const { ips, hostIp, clock } = this.#node
    this.runtime.sandboxIp = this.#pod.spec.hostNetwork === true ? hostIp : ips.take()
    this.runtime.sandboxReady = true
    this.#syncAt(clock.now() + SANDBOX_MS)
  }

  #act(): void {
    const { probes, recorder } = this.#node
    const { start, restart, done } = podActions(this.#pod, this.runtime, (instance) =>
      probes.started(this.#pod, instance),
    )
    if (done && this.#ending === undefined) {
      this.#ending = new Termination(this.#node.clock, recorder, this.runtime, this.#grace())
      this.#ending.proceed(this.#pod)
    }
    for (const instance of restart) {
      instance.killing = 'restart'
      const message = `Container ${instance.name} definition changed, will be restarted`
      recorder.event(this.#pod, 'Normal', 'Killing', message, `spec.containers{${instance.name}}`)
      this.runtime.stop(instance, this.#grace())
    }
    this.#starter.startAll(this.#pod, start)
    // A sidecar that runs makes room for what comes after it.
    const sidecar = start.some(
      ({ container }) => isSidecar(container) && this.runtime.latest(container.name)?.state === 'running',
    )
    if (sidecar) this.#syncAt(this.#node.clock.now())
  }

  /** Seconds to end in: what the deletion says, else what the pod says. */
  #grace(): number {
    const { metadata, spec } = this.#pod
    return metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30
  }

  /** Stops containers, then says the last word. */
  #terminate(): void {
    const { clock, recorder } = this.#node
    const { deletionTimestamp } = this.#pod.metadata
    const first = this.#termination === undefined
    this.#termination ??= new Termination(clock, recorder, this.runtime, this.#grace())
    if (!this.#termination.proceed(this.#pod)) {
      if (!this.#gone) this.#writeStatus()
      return
    }
    if (first && !this.#gone && deletionTimestamp === undefined) {
      this.#syncAt(clock.now() + RELIST_MS)
      return
    }
    this.#over = true
    this.runtime.sandboxReady = false
    if (!this.#gone) this.#write(withoutOpenEnds(this.#generate().status))
    this.#finish()
  }

  /** All is stopped: a pod that is being deleted goes for good. */
  #finish(): void {
    const { client, ips } = this.#node
    const { name = '', namespace = '', uid = '', deletionTimestamp } = this.#pod.metadata
    if (!this.#gone && deletionTimestamp === undefined) return
    this.stop()
    if (this.runtime.sandboxIp !== undefined) ips.release(this.runtime.sandboxIp)
    if (!this.#gone) client.delete('pods', namespace, name, { gracePeriodSeconds: 0, uid })
    this.#forget()
  }

  #generate(): { status: PodStatus; phase: Phase } {
    const { clock, hostIp, probes, catalogue } = this.#node
    const pod = this.#pod
    return generateStatus({
      pod,
      runtime: this.runtime,
      waiting: pod.metadata.deletionTimestamp === undefined ? this.#starter.waiting : NOT_WAITING,
      ready: (instance) => probes.ready(pod, instance),
      started: (instance) => probes.started(pod, instance),
      userOf: (container) => userOf(catalogue, pod, container),
      now: clock.now(),
      hostIp,
      startTime: this.#startTime,
      over: this.#over,
    })
  }

  #writeStatus(): Phase {
    const { status, phase } = this.#generate()
    this.#write(status)
    return phase
  }

  #write(status: PodStatus): void {
    const { name = '', namespace = '', uid } = this.#pod.metadata
    const changes = statusPatch(this.#pod.status, status)
    if (changes === undefined) return
    const body = { metadata: { uid }, status: changes }
    const result = this.#node.client.patch<Pod>(
      'pods',
      namespace,
      name,
      'application/strategic-merge-patch+json',
      body,
      'status',
    )
    if (result.ok) this.#pod = result.object
  }

  /** Books a sync, unless one is booked for then or earlier. */
  #syncAt(time: number): void {
    if (this.#stopped || (this.#timer !== undefined && this.#timer.at <= time)) return
    this.#timer?.timer.cancel()
    const timer = this.#node.clock.at(time, () => {
      this.#timer = undefined
      this.sync()
    })
    this.#timer = { at: time, timer }
  }
}

const isTerminal = (phase: Phase): boolean => phase === 'Succeeded' || phase === 'Failed'
