// What a worker does with its pod: brings it to what its spec says, ends it, and keeps its status true.
// Upstream: SyncPod, SyncTerminatingPod, SyncTerminatedPod in pkg/kubelet/kubelet.go, SyncPod in kuberuntime_manager.go.
import type { Container, Pod, PodStatus, Secret } from '../../generated/api/core.v1.ts'
import { formatTime, parseTime } from '../../model/time.ts'
import type { Co, Moment } from '../containers/coroutine.ts'
import type { Rejection } from './admission/contract.ts'
import { type PendingResize, PodResize, pendingResize } from './allocation/pod-resize.ts'
import type { WaitReason } from './container-status.ts'
import { pullSecretsOf } from './credentials/pull-secrets.ts'
import { deviceHealth } from './device-health.ts'
import { LocalStorage } from './eviction/local-storage.ts'
import { Grace, graceOf, killAll, killContainer } from './kill.ts'
import { withoutOpenEnds } from './lost-containers.ts'
import { type NodeContext, userOf } from './node-context.ts'
import type { Phase } from './phase.ts'
import { podActions } from './pod-actions.ts'
import { podFacts, worldOf } from './pod-world.ts'
import { PodProbes } from './probes/pod-probes.ts'
import type { PodRemains } from './remains.ts'
import type { ResizeFacts } from './resize-limits.ts'
import { isRestarting, resetAll, restartsAll } from './restart-all.ts'
import { isSidecar } from './restart-policy.ts'
import { type ContainerInstance, PodRuntime } from './runtime.ts'
import { makeSandbox } from './sandbox.ts'
import { type StartFailure, type Starting, startContainer } from './start-container.ts'
import { podStats } from './stats/pod-stats.ts'
import { type Failure, generateStatus } from './status.ts'
import { StatusWriter } from './status-writer.ts'
import { failed, type SyncOutcome } from './sync-outcome.ts'
import type { VolumeFacts } from './volumes/build.ts'
import { PodVolumes } from './volumes/pod-volumes.ts'

const DEADLINE: Failure = {
  reason: 'DeadlineExceeded',
  message: 'Pod was active on the node longer than the specified deadline',
}

const SANDBOX_CHANGED = 'Pod sandbox changed, it will be killed and re-created.'

/** What a pod tells its worker. */
export interface SyncListener {
  changed(): void
  wake(): void
  /** The next sync that comes of itself is needed. */
  resync(): void
  /** Comes when the pod is to be ended. */
  readonly ending: Moment
}

/** The state of one pod on its node. */
export class PodSync {
  readonly #node: NodeContext
  readonly #listener: SyncListener
  readonly startTime: number
  readonly runtime: PodRuntime
  readonly probes = new PodProbes()
  readonly volumes: PodVolumes
  readonly resize: PodResize
  readonly #storage: LocalStorage
  /** Why containers wait, by name. */
  readonly #reasons = new Map<string, WaitReason>()
  /** The containers as the status last written shows them. */
  readonly #shown = new Map<string, ContainerInstance>()
  /** The pod as it is told. */
  readonly told: StatusWriter
  readonly #resizeFacts: ResizeFacts
  #over = false
  /** Set when the kubelet itself ends the pod as failed. */
  failure: Failure | undefined
  /** Why it is being killed: told once nothing runs any more. */
  killed: Failure | undefined

  /** `remains` is what is left of the pod where the node has booted since. */
  constructor(node: NodeContext, pod: Pod, listener: SyncListener, remains?: PodRemains) {
    this.#node = node
    this.told = new StatusWriter(node, pod)
    this.#listener = listener
    const { startTime } = pod.status
    this.startTime = startTime ? parseTime(startTime) : node.time.now()
    const { clock, time, pace, random, catalogue } = node
    this.volumes = new PodVolumes(
      node,
      (of) => this.#facts(of),
      () => listener.resync(),
    )
    this.resize = new PodResize(node, pod, remains?.allocated)
    this.#storage = new LocalStorage(clock, () => podStats(this), node.fileSystems !== 'one')
    this.runtime = new PodRuntime({
      clock,
      time,
      pace,
      random,
      images: catalogue,
      changed: () => {
        listener.changed()
        this.#consumed()
      },
      consumed: () => this.#consumed(),
      unused: (image) => node.images.wasUsed(image),
      world: (container, env) =>
        worldOf({ node, pod: this.told.pod, container, env, volumes: this.volumes, sandboxIp: this.runtime.sandboxIp }),
    })
    this.#resizeFacts = {
      running: (name) => this.runtime.running().find((instance) => instance.name === name),
      memory: (name) => {
        const stats = podStats(this)
        return (name === undefined ? stats : stats?.containers.find((each) => each.name === name))?.memory ?? 0
      },
    }
    if (remains === undefined) return
    this.runtime.restore(remains)
    this.volumes.restore(remains.volumes)
  }

  #consumed(): void {
    this.#storage.touch()
    this.#node.consumed()
  }

  get pod(): Pod {
    return this.told.pod
  }

  update(pod: Pod): void {
    const before = this.told.pod
    if (!this.told.update(pod)) return
    if (pod.metadata.generation !== before.metadata.generation && this.resize.update(pod, before))
      this.#node.retryResizes()
  }

  stop(): void {
    this.told.stop()
    this.probes.stop()
    this.volumes.stop()
    this.#storage.stop()
    for (const instance of this.runtime.running()) instance.process?.kill()
  }

  /** The kubelet has stopped: containers run on, nobody looks after them. */
  suspend(): void {
    this.told.stop()
    this.volumes.suspend()
    this.probes.suspend()
  }

  /** The kubelet has started again; of what it had in mind only its checkpoints are left. */
  resume(): void {
    this.#reasons.clear()
    this.resize.restarted(this.told.pod)
    this.probes.resume(this.told.pod, this.runtime.running(), this.#node)
  }

  /** Gives back what the pod had of its node. */
  release(): void {
    this.#node.userNamespaces.release(this.told.pod.metadata.uid ?? '')
    const { sandboxIp } = this.runtime
    if (sandboxIp === undefined || this.told.pod.spec.hostNetwork === true) return
    this.#node.network.down(sandboxIp)
    this.#node.ips.release(sandboxIp)
  }

  /** Calls `exceeded` when it has taken more of the disk than it may. */
  watchLimits(exceeded: (failure: Failure) => void): void {
    this.#storage.start(this.told.pod, exceeded)
  }

  /** The pod is refused. */
  tellRejection({ reason, message }: Rejection): void {
    this.#node.recorder.event(this.told.pod, 'Warning', reason, message)
  }

  /** A resize that waits until its node has room; undefined when none does. */
  get pendingResize(): PendingResize | undefined {
    const since = this.resize.waitsSince
    return since === undefined ? undefined : pendingResize(this.told.pod, this.allocated, since)
  }

  /** There may be room for a resize that waits. */
  retryResize(): void {
    this.resize.retry(this.told.pod)
  }

  /** The pod with what its node has set apart for it. */
  get allocated(): Pod {
    return this.resize.allocated(this.told.pod)
  }

  /** The pod was refused. */
  reject({ reason, message }: Rejection): void {
    this.#over = true
    const { observedGeneration: _, ...status } = this.told.pod.status
    const { generation } = this.told.pod.metadata
    this.told.write({
      ...status,
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
      startTime: formatTime(this.startTime),
    })
  }

  /** Brings the pod closer to its spec. */
  *sync(): Co<SyncOutcome> {
    if (this.resize.progress(this.told.pod, this.#resizeFacts)) this.#node.retryResizes()
    const phase = this.#report()
    if (phase === 'Succeeded' || phase === 'Failed') return { terminal: true }
    const { networkError } = this.#node.health
    if (networkError !== undefined && this.told.pod.spec.hostNetwork !== true) {
      const { pod } = this.told
      this.#node.recorder.event(pod, 'Warning', 'NetworkNotReady', `network is not ready: ${networkError}`)
      return { failed: true, networkNotReady: true }
    }
    const ended = this.#endedContainers()
    const { ending } = this.#listener
    if (!(yield* this.volumes.mount(this.told.pod, ending.wait, () => ending.come))) return { failed: true }
    if (!this.runtime.sandboxReady && ending.come) return {}
    const pullSecrets = pullSecretsOf(this.told.pod, this.#node.client.lister, this.#node.recorder)
    this.probes.start(this.told.pod, {
      node: this.#node,
      pod: () => this.told.pod,
      podIp: () => this.runtime.sandboxIp ?? this.#node.hostIp,
      shown: (name) => this.#shown.get(name),
      restartsAll: () => restartsAll(this.told.pod, this.runtime),
      changed: (type, instance, result) => {
        if (type === 'readiness') this.#reportReadiness(instance)
        if (type !== 'liveness' || result === 'failure') this.#listener.wake()
      },
    })
    return yield* this.#act(ended, pullSecrets)
  }

  *#act(ended: ReadonlyMap<string, ContainerInstance>, pullSecrets: readonly Secret[]): Co<SyncOutcome> {
    const { node, runtime } = { node: this.#node, runtime: this.runtime }
    if (!runtime.sandboxReady) {
      if (runtime.sandboxLeft) {
        node.recorder.event(this.told.pod, 'Normal', 'SandboxChanged', SANDBOX_CHANGED)
        runtime.sandboxLeft = false
        runtime.purge((this.told.pod.spec.initContainers ?? []).map(({ name }) => name))
      }
      if (!(yield* makeSandbox(node, this.told.pod, runtime))) return { failed: true }
      this.#listener.changed()
      this.#report()
    }
    const pod = this.allocated
    const actions = podActions({
      pod,
      runtime,
      probes: this.probes,
      resizeNeedsRestart: (instance, container) => this.resize.needsRestart(instance, container),
    })
    const killer = { node, runtime, pod }
    if (isRestarting(pod)) {
      yield* resetAll(killer)
      this.#listener.wake()
      return {}
    }
    if (actions.killPod) {
      yield killAll(
        killer,
        new Grace(
          pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30,
          node.clock.now(),
        ),
      )
      runtime.sandboxReady = false
      this.#listener.changed()
      return {}
    }
    for (const { instance, message, reason } of actions.kill) {
      const grace = new Grace(graceOf(pod, instance, reason), node.clock.now())
      yield* killContainer(killer, instance, message, grace)
    }
    const starting: Starting = {
      node,
      runtime,
      pod,
      facts: this.#facts(pod),
      volumes: this.volumes,
      pullSecrets,
      ended,
    }
    const failures: StartFailure[] = []
    for (const container of actions.ephemeral) yield* this.#start(starting, container, failures)
    for (const container of actions.init) {
      if (!(yield* this.#start(starting, container, failures)) && !isSidecar(container)) return failed(failures)
    }
    const resized = this.resize.actuate(pod, this.#resizeFacts)
    if (resized === 'done') this.#listener.changed()
    for (const container of actions.start) yield* this.#start(starting, container, failures)
    if (failures.length > 0 || resized === 'failed') return failed(failures)
    return { restarted: [...actions.init, ...actions.start].some(({ name }) => ended.has(name)) }
  }

  *#start(starting: Starting, container: Container, failures: StartFailure[]): Co<boolean> {
    const failure = yield* startContainer(starting, container)
    if (failure === undefined) {
      this.#reasons.delete(container.name)
      return true
    }
    const { reason, message } = failure
    this.#reasons.set(container.name, { reason, message })
    failures.push(failure)
    return false
  }

  /** The containers that have ended, as of now. */
  #endedContainers(): Map<string, ContainerInstance> {
    const ended = new Map<string, ContainerInstance>()
    for (const { name } of [...(this.told.pod.spec.initContainers ?? []), ...(this.told.pod.spec.containers ?? [])]) {
      const latest = this.runtime.latest(name)
      const instance = latest?.state === 'running' ? this.runtime.previous(name) : latest
      if (instance !== undefined) ended.set(name, instance)
    }
    return ended
  }

  /** Ends all containers of the pod. */
  *terminate(grace: Grace): Co<void> {
    this.#report()
    this.probes.stopLiveness()
    yield killAll({ node: this.#node, runtime: this.runtime, pod: this.told.pod }, grace)
    this.probes.stop()
    this.#storage.stop()
    this.#over = true
    this.runtime.sandboxReady = false
    if (!this.told.gone) this.told.write(withoutOpenEnds(this.#generate().status))
  }

  /** The status once nothing runs any more. */
  lastWord(): void {
    this.volumes.stop()
    if (!this.told.gone) this.told.write(withoutOpenEnds(this.#generate().status))
  }

  /** Writes the status as it is; the phase the containers call for. */
  #report(): Phase {
    const { status, phase } = this.#generate()
    if (!this.told.gone) this.told.write(status)
    this.#show()
    return phase
  }

  /** Notes what the status shows, and asks for readiness where it is not known to be given. */
  #show(): void {
    const { spec } = this.told.pod
    for (const { name } of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
      const instance = this.runtime.latest(name)
      if (instance !== undefined) this.#shown.set(name, instance)
    }
    this.probes.trigger(({ name }) => {
      const instance = this.runtime.latest(name)
      return instance?.state === 'running' ? instance : undefined
    })
  }

  /** A readiness probe has changed its mind: only that changes in the status. */
  #reportReadiness(instance: ContainerInstance): void {
    if (this.told.gone || this.#over || instance.state !== 'running') return
    if (this.told.pod.status.containerStatuses === undefined) return
    const { status } = this.#generate(true)
    this.told.write(status)
  }

  #generate(quiet = false): { status: PodStatus; phase: Phase } {
    const { time, hostIp, catalogue, recorder } = this.#node
    const pod = this.allocated
    if (this.#over) this.resize.over()
    const limit = pod.spec.activeDeadlineSeconds
    if (typeof limit === 'number' && time.now() >= this.startTime + limit * 1000) {
      if (!quiet) recorder.event(pod, 'Normal', DEADLINE.reason, DEADLINE.message)
      this.failure ??= DEADLINE
    }
    return generateStatus({
      pod,
      runtime: this.runtime,
      waiting: this.#reasons,
      ready: (instance) => this.probes.ready(instance),
      started: (instance) => this.probes.started(instance),
      userOf: (container) => userOf(catalogue, pod, container),
      now: time.now(),
      hostIp,
      startTime: this.startTime,
      over: this.#over,
      failure: this.failure ?? (this.#over ? this.killed : undefined),
      resize: this.resize.conditions,
      actuated: (name) => this.resize.actuated(name),
      devices: (container) => deviceHealth(this.#node, pod, container),
    })
  }

  #facts(pod: Pod): VolumeFacts {
    return podFacts(this.#node, pod, this.runtime.sandboxIp)
  }
}
