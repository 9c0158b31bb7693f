// The kubelet of one node: registers it, keeps its heartbeat and status, and has a worker for each of its pods.
// Upstream: pkg/kubelet/kubelet.go.
import type { Node, Pod } from '../../generated/api/core.v1.ts'
import type { Client } from '../client/client.ts'
import type { Environment, Running } from '../client/environment.ts'
import type { Informers } from '../client/informers.ts'
import type { RenewedLease } from '../client/renewed-lease.ts'
import type { Moment } from '../containers/coroutine.ts'
import { ResizeRetries } from './allocation/retries.ts'
import type { ContainerManager } from './cm/container-manager.ts'
import type { Device } from './cm/devicemanager/device-hints.ts'
import { registerCsiDriver } from './csi-node.ts'
import type { NodeImages } from './images.ts'
import { nodeLease } from './lease.ts'
import { makeContext, type SharedParts } from './make-context.ts'
import type { NodeContext } from './node-context.ts'
import type { NodeEvent } from './node-event.ts'
import { aggregate, NodeServices } from './node-services.ts'
import { type KubeletNode, type NodePlace, nodeObject } from './node-status.ts'
import { PodWorker } from './pod-worker.ts'
import { PREEMPTED } from './preemption/preemption.ts'
import { registered } from './registration.ts'
import { type PodRemains, remainsOf } from './remains.ts'
import { seccompPath } from './security-profiles.ts'
import type { KubeletSettings } from './settings.ts'
import { nextTick } from './unsent.ts'

/** What a kubelet is made with besides its node. */
export interface KubeletParts {
  readonly settings: KubeletSettings
  readonly containerManager: ContainerManager
  /** Its network plug-in is there. */
  readonly network: boolean
  /** It comes to a cluster that has run for a while. */
  readonly joins: boolean
}

const CSI_NODE_MISSING = 'CSINode is not yet initialized'

/** A node at work. */
export class Kubelet implements Running {
  readonly #environment: Environment
  readonly #spec: KubeletNode
  readonly #place: NodePlace
  readonly #client: Client
  readonly containerManager: ContainerManager
  readonly #context: NodeContext
  readonly #lease: RenewedLease
  readonly #workers = new Map<string, PodWorker>()
  readonly images: NodeImages
  /** Who it is to the clock. */
  readonly actor: number
  #informers: Informers | undefined
  readonly #services: NodeServices
  readonly #resizes: ResizeRetries
  /** Pods that make room for others. */
  #leaving: readonly Moment[] = []
  #node: Node
  #began: number
  #bootId: string | undefined
  /** What pods left when the node went down. */
  #remains = new Map<string, PodRemains>()
  /** Whether the control plane can be reached from the node, and whether its kubelet runs. */
  #reachable = true
  #running = true
  #connected = true

  constructor(environment: Environment, spec: KubeletNode, place: NodePlace, shared: SharedParts, parts: KubeletParts) {
    const { clock } = environment
    this.#environment = environment
    this.actor = clock.newActor()
    this.#spec = spec
    this.#place = place
    this.containerManager = parts.containerManager
    for (const { resource, devices } of spec.devicePlugins ?? [])
      this.containerManager.devices.listed(resource, devices)
    this.#began = clock.now()
    this.#resizes = new ResizeRetries(clock, () => this.#workers.values())
    this.#context = makeContext({
      environment,
      spec,
      place,
      shared,
      ...parts,
      services: () => (this.up && this.#running ? this.#services : undefined),
      node: () => this.#node,
      activePods: () => this.activePods(),
      preempt: (pod) => this.#preempt(pod),
      retryResizes: () => this.#resizes.retry(),
      leaving: () => this.#leaving.filter(({ come }) => !come),
    })
    this.#context.health.networkReady = parts.network
    if (parts.joins) this.#context.health.storageError = CSI_NODE_MISSING
    this.#client = this.#context.client
    this.images = this.#context.images
    this.#node = this.#register()
    this.#lease = nodeLease(this.#context, environment.heartbeats, spec.name, () => this.#node)
    this.#services = new NodeServices({
      name: spec.name,
      heartbeats: environment.heartbeats,
      context: this.#context,
      workers: () => [...this.#workers.values()],
      worker: (uid) => this.#workers.get(uid),
      start: (pod) => this.#start(pod),
      imageStorage: spec.imageStorage,
      ownDisk: () => this.#context.disk.usage(),
      bootId: () => this.#bootId,
      powerOff: () => this.setUp(false),
    })
    clock.as(this.actor, () => {
      if (parts.joins) this.#services.reporter.join()
      this.#run()
    })
  }

  get up(): boolean {
    return this.#informers !== undefined
  }

  /** Takes the node down (nothing of it is heard any more, its containers are lost) or boots it again. */
  setUp(up: boolean): void {
    if (up === this.up) return
    if (!up) {
      this.#environment.clock.as(this.actor, () => this.#services.reporter.settle())
      this.#remains = new Map([...this.#workers].map(([uid, { sync }]) => [uid, remainsOf(sync)]))
      for (const { sync } of this.#workers.values()) sync.release()
      this.stop()
      return
    }
    this.#reachable = true
    this.#running = true
    this.#connected = true
    this.#client.restore()
    this.#bootId = this.#environment.random.uuid()
    this.#environment.clock.as(this.actor, () => {
      this.#node = this.#register()
      this.#began = this.#environment.clock.now()
      this.#forgetFailures()
      this.#services.reporter.report()
      this.#run()
      this.#registerDrivers()
      this.#services.reporter.lookAtVolumes()
      this.#services.pressure.touch()
    })
  }

  /** The machine is restarted, after its pods where it waits for them; it takes so long. */
  reboot(milliseconds: number): void {
    const boot = (): void => {
      this.setUp(false)
      this.#environment.clock.after(milliseconds, () => this.setUp(true))
    }
    this.#services.shutdown.shutDown(boot)
  }

  /** Its work takes so many times as long, and so much longer on top. */
  setPace(times: number, longer: number): void {
    this.#context.pace.times = times
    this.#context.pace.longer = longer
    this.#context.health.paceSet()
    if (!this.up || !this.#running) return
    this.#services.reporter.reportAt(nextTick(this.#began, this.#environment.clock.now()))
    for (const worker of this.#workers.values()) worker.wake()
  }

  /** Its clock is ahead of the cluster's time from now on, or behind. */
  setAhead(milliseconds: number): void {
    this.#context.time.ahead = milliseconds
    for (const worker of this.#workers.values()) worker.clockSet()
  }

  /** The node is cut off from the control plane, or not any more; its pods run on, and reach each other. */
  setReachable(reachable: boolean): void {
    if (!this.up || reachable === this.#reachable) return
    this.#services.reporter.settle()
    this.#reachable = reachable
    this.#connect()
    if (reachable && this.#running)
      this.#services.reporter.reportAt(nextTick(this.#began, this.#environment.clock.now()))
  }

  /** The kubelet stops, or starts again; containers run on meanwhile. */
  setRunning(running: boolean): void {
    if (!this.up || running === this.#running) return
    this.#services.reporter.settle()
    this.#running = running
    this.#connect()
    if (running) this.#startAgain()
    else {
      this.#lease.stop()
      this.#services.reporter.stop()
      this.#services.pressure.stop()
      this.#resizes.stop()
      this.#context.recorder.forget()
      this.#context.unsent.forget()
      for (const worker of this.#workers.values()) worker.suspend()
    }
  }

  #startAgain(): void {
    const { clock } = this.#environment
    this.#forgetFailures()
    this.#lease.start()
    this.#services.reporter.report()
    this.#registerDrivers()
    this.#services.reporter.lookAtVolumes()
    this.#services.pressure.touch()
    this.#context.volumesInUse.look()
    // First it hears of its pods, then it takes them up.
    clock.soon(() => {
      if (!this.#running) return
      for (const worker of [...this.#workers.values()].sort(byCreation)) worker.resume()
      this.#resizes.started()
    })
  }

  /** Its process is a new one. */
  #forgetFailures(): void {
    this.#context.restarted.at = this.#environment.clock.now()
    this.#context.health.storageError = undefined
    this.#context.crashes.clear()
    this.images.restart()
    this.#services.reporter.tell('Normal', 'Starting', 'Starting kubelet.')
    // The limits of the cgroup all pods are in are set anew.
    this.#services.reporter.tell('Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods')
    this.#services.reporter.registerAgain()
  }

  #connect(): void {
    const connected = this.#reachable && this.#running
    if (connected === this.#connected) return
    this.#connected = connected
    if (connected) {
      this.#client.restore()
      this.#informers?.resume()
    } else {
      this.#client.cutOff()
      this.#informers?.hold()
    }
  }

  stop(): void {
    this.#informers?.stop()
    this.#informers = undefined
    this.#lease.stop()
    this.#context.recorder.forget()
    this.#context.unsent.forget()
    this.#services.stop()
    this.#resizes.stop()
    for (const worker of this.#workers.values()) worker.stop()
    this.#workers.clear()
  }

  #run(): void {
    this.#lease.start()
    this.#services.reporter.start()
    this.#informers = this.#environment.informers()
    this.#informers.onPodsOf<Pod>(this.#spec.name, {
      add: (pod) => this.#add(pod),
      update: (pod) => this.#services.statics.takes(pod) || this.#workers.get(pod.metadata.uid ?? '')?.update(pod),
      delete: (pod) => this.#services.statics.takes(pod) || this.#workers.get(pod.metadata.uid ?? '')?.removed(),
    })
    const manager = this.containerManager
    manager.sourcesReady = false
    this.#environment.clock.soon(() => {
      manager.sourcesReady = true
      this.#resizes.started()
    })
    this.#services.statics.startAll()
  }

  #add(pod: Pod): void {
    const uid = pod.metadata.uid ?? ''
    const { phase } = pod.status
    const over = (phase === 'Succeeded' || phase === 'Failed') && pod.metadata.deletionTimestamp === undefined
    if (!this.#services.statics.takes(pod) && !this.#workers.has(uid) && !over) this.#start(pod)
  }

  #start(pod: Pod): void {
    const uid = pod.metadata.uid ?? ''
    const remains = this.#remains.get(uid)
    this.#remains.delete(uid)
    this.#workers.set(uid, new PodWorker(this.#context, pod, () => this.#forget(uid), remains))
  }

  #forget(uid: string): void {
    this.#workers.delete(uid)
    this.containerManager.forget(uid)
    this.#services.statics.ended(uid)
    this.#resizes.retry()
  }

  /** The pods that use the node now. */
  activePods(): Pod[] {
    const pods: Pod[] = []
    for (const { active, sync } of this.#workers.values()) if (active) pods.push(sync.allocated)
    return pods
  }

  #register(): Node {
    const { random } = this.#environment
    const make = (): Node =>
      nodeObject(this.#spec, this.#place, this.containerManager, random, {
        now: this.#context.time.now(),
        pressure: [],
        notReady: aggregate(this.#context.health.errors()),
      })
    return registered(this.#client, this.#environment, this.#spec.name, make)
  }

  /** Drivers register whenever the kubelet starts. */
  #registerDrivers(): void {
    if (this.up && this.#connected)
      for (const driver of this.#context.csiDrivers) registerCsiDriver(this.#client, this.#context.node(), driver)
  }

  #preempt(pod: Pod): void {
    const worker = this.#workers.get(pod.metadata.uid ?? '')
    if (worker === undefined) return
    this.#context.recorder.event(pod, 'Warning', PREEMPTED.reason, PREEMPTED.message)
    worker.evict(PREEMPTED, pod.spec.terminationGracePeriodSeconds ?? 30)
    this.#leaving = [...this.#leaving.filter(({ come }) => !come), worker.done]
  }

  /** The worker of a pod on this node. */
  workerOf(namespace: string, name: string): PodWorker | undefined {
    for (const worker of this.#workers.values()) {
      const { metadata } = worker.pod
      if (metadata.name === name && metadata.namespace === namespace) return worker
    }
    return undefined
  }

  /** A device plugin lists its devices, or goes away; the pods whose devices have changed show it. */
  setDevices(resource: string, devices: readonly Device[] | undefined): void {
    const manager = this.containerManager.devices
    this.#environment.clock.as(this.actor, () => {
      if (devices === undefined) manager.disconnected(resource)
      else for (const uid of manager.listed(resource, devices)) this.#workers.get(uid)?.wake()
      this.#services.reporter.lookAtResources()
    })
  }

  /** Its Node is not what it was: somebody has written to it. */
  nodeWritten(node: Node, old: Node): void {
    if (this.up && this.#running)
      this.#environment.clock.as(this.actor, () => this.#services.nodeWritten(node, old, this.#connected))
  }

  /** Something happens to the node; why it cannot. */
  happen(event: NodeEvent): string | undefined {
    switch (event.is) {
      case 'runsShort':
        return this.#services.pressure.runShort(event.resource, event.left)
      case 'recovers':
        this.#services.pressure.recover()
        return undefined
      case 'shutsDown':
        if (!this.up) return `node "${this.#spec.name}" is down`
        if (event.gracefully && !this.#services.shutdown.graceful)
          return `the kubelet of node "${this.#spec.name}" does not wait for pods: its shutdownGracePeriod is not configured`
        this.#services.shutdown.shutDown()
        return undefined
      case 'shutdownCancelled':
        return this.#services.shutdown.cancel() ? undefined : `node "${this.#spec.name}" is not being shut down`
      case 'reboots':
        if (!this.up) return `node "${this.#spec.name}" is down`
        this.reboot(event.milliseconds)
        return undefined
      case 'hasProfile':
        if (event.kind === 'AppArmor') this.#context.appArmor.profiles.add(event.profile)
        else this.#context.disk.put(seccompPath(event.profile), '{}')
        return undefined
      case 'pluginAnswers':
        this.containerManager.devices.answers(event.resource, event.answer)
        return undefined
      case 'hasNoAppArmor':
        this.#context.appArmor.enabled = false
        return undefined
      case 'csiDriver':
        this.#context.csiDrivers.add(event.driver)
        this.#registerDrivers()
        return undefined
      case 'networkPlugin':
        this.#services.network.set(event.ready)
        return undefined
      case 'hasStaticPod':
        return this.#services.statics.put(event.file, event.manifest)
    }
  }
}

const byCreation = (a: PodWorker, b: PodWorker): number => {
  const [x, y] = [a.pod.metadata.creationTimestamp ?? '', b.pod.metadata.creationTimestamp ?? '']
  return x < y ? -1 : x > y ? 1 : 0
}
