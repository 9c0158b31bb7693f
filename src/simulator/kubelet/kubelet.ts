// The kubelet of one node: registers it, keeps its heartbeat and status, and has a worker for each of its pods.
// Upstream: pkg/kubelet/kubelet.go.
import type { Node, Pod } from '../../generated/api/core.v1.ts'
import type { Client } from '../client/client.ts'
import type { Environment, Running } from '../client/environment.ts'
import { EventRecorder } from '../client/event-recorder.ts'
import type { Informers } from '../client/informers.ts'
import type { RenewedLease } from '../client/renewed-lease.ts'
import type { ImageCatalogue } from '../containers/catalogue.ts'
import type { Moment } from '../containers/coroutine.ts'
import { type DirectoryNode, directoryNode } from '../containers/files/nodes.ts'
import type { ClusterNetwork } from '../containers/network.ts'
import { crashBackoff } from './backoff.ts'
import type { ContainerManager } from './cm/container-manager.ts'
import type { Device } from './cm/devicemanager/device-hints.ts'
import { StaticPods } from './config/static-pods.ts'
import { NodeImages } from './images.ts'
import { nodeLease } from './lease.ts'
import type { NodeContext } from './node-context.ts'
import { NodeDisk } from './node-disk.ts'
import type { NodeEvent } from './node-event.ts'
import { NodePressure } from './node-pressure.ts'
import { NodeReporter } from './node-reporter.ts'
import { DEFAULT_HANDLER, type KubeletNode, type NodePlace, nodeObject } from './node-status.ts'
import { shutdownPeriods } from './nodeshutdown/groups.ts'
import { NodeShutdownManager } from './nodeshutdown/node-shutdown-manager.ts'
import { PodIps } from './pod-ips.ts'
import { PodWorker } from './pod-worker.ts'
import { PREEMPTED } from './preemption/preemption.ts'
import type { KubeletSettings } from './settings.ts'
import { nextTick, Unsent } from './unsent.ts'
import type { ObjectSources } from './volumes/object-sources.ts'

/** What the nodes of a cluster share. */
export interface SharedParts {
  readonly catalogue: ImageCatalogue
  readonly network: ClusterNetwork
  readonly sources: ObjectSources
  /** Storage of PersistentVolumes that any node reaches. */
  readonly storage: Map<string, DirectoryNode>
  /** What all kubelets are configured with. */
  readonly settings: Partial<KubeletSettings>
}

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
  readonly #disk: NodeDisk
  #informers: Informers | undefined
  readonly #reporter: NodeReporter
  readonly #pressure: NodePressure
  readonly #shutdown: NodeShutdownManager
  readonly #static: StaticPods
  /** Pods that make room for others. */
  #leaving: readonly Moment[] = []
  #node: Node
  readonly #recorder: EventRecorder
  readonly #began: number
  /** Whether the control plane can be reached from the node, and whether its kubelet runs. */
  #reachable = true
  #running = true
  #connected = true

  constructor(
    environment: Environment,
    spec: KubeletNode,
    place: NodePlace,
    shared: SharedParts,
    parts: { readonly settings: KubeletSettings; readonly containerManager: ContainerManager },
  ) {
    const { catalogue, network, sources } = shared
    const { clock, random, gates } = environment
    this.#environment = environment
    this.actor = clock.newActor()
    this.#disk = new NodeDisk(clock)
    this.#spec = spec
    this.#place = place
    this.containerManager = parts.containerManager
    for (const { resource, devices } of spec.devicePlugins ?? [])
      this.containerManager.devices.listed(resource, devices)
    this.#client = environment.client(`system:node:${spec.name}`, ['system:nodes'])
    const recorder = new EventRecorder(this.#client, clock, 'kubelet', spec.name)
    this.#recorder = recorder
    this.#began = clock.now()
    const changed = (): void => {
      if (!this.up || !this.#running) return
      this.#reporter.imagesChanged()
      this.#pressure.touch()
    }
    this.images = new NodeImages({ clock, catalogue, recorder, gates, settings: parts.settings, changed })
    this.#node = this.#register()
    this.#lease = nodeLease(this.#client, clock, environment.heartbeats, spec.name, () => this.#node)
    this.#context = {
      clock,
      random,
      gates,
      client: this.#client,
      recorder,
      catalogue,
      images: this.images,
      unsent: new Unsent(clock),
      crashes: crashBackoff(gates, parts.settings),
      runtimeHandlers: spec.runtimeHandlers ?? [DEFAULT_HANDLER],
      network,
      sources,
      hostPath: (path, create) => this.#disk.at(path, create),
      storage: (key) => {
        const known = shared.storage.get(key) ?? directoryNode(clock.now(), 0o777)
        shared.storage.set(key, known)
        return known
      },
      activePods: () => this.activePods(),
      ...parts,
      hostIp: place.address,
      consumed: () => {
        if (this.up && this.#running) this.#pressure.touch()
      },
      preempt: (pod) => this.#preempt(pod),
      leaving: () => this.#leaving.filter(({ come }) => !come),
      shuttingDown: () => this.#shutdown.shuttingDown,
      pressure: () => this.#pressure.pressure,
      ips: new PodIps(place.podCidr),
      node: () => this.#client.lister.get<Node>('nodes', '', spec.name) ?? this.#node,
    }
    this.#reporter = this.#makeReporter(recorder)
    this.#pressure = this.#makePressure()
    this.#shutdown = this.#makeShutdown()
    this.#static = this.#makeStatic()
    clock.as(this.actor, () => this.#run())
  }

  #makeReporter(recorder: EventRecorder): NodeReporter {
    return new NodeReporter({
      clock: this.#environment.clock,
      client: this.#client,
      recorder,
      unsent: this.#context.unsent,
      node: this.#spec.name,
      maxImages: this.#context.settings.nodeStatusMaxImages,
      images: () => this.images.list(),
      resources: this.containerManager,
      state: () => ({
        pressure: this.#pressure.pressure,
        notReady: this.#shutdown.shuttingDown ? 'node is shutting down' : undefined,
      }),
    })
  }

  #makePressure(): NodePressure {
    return new NodePressure({
      context: this.#context,
      reporter: this.#reporter,
      workers: () => [...this.#workers.values()],
      ownDisk: () => this.#disk.usage(),
    })
  }

  #makeShutdown(): NodeShutdownManager {
    const { clock, gates } = this.#environment
    const byPriority = gates.enabled('GracefulNodeShutdownBasedOnPodPriority')
    return new NodeShutdownManager({
      clock,
      periods: gates.enabled('GracefulNodeShutdown') ? shutdownPeriods(this.#context.settings, byPriority) : [],
      pods: () => [...this.#workers.values()].filter(({ active }) => active),
      tellNode: (reason, message) => this.#reporter.tell('Normal', reason, message),
      report: () => this.#reporter.report(),
      powerOff: () => this.setUp(false),
    })
  }

  #makeStatic(): StaticPods {
    return new StaticPods({
      clock: this.#environment.clock,
      client: this.#client,
      nodeName: this.#spec.name,
      node: () => this.#context.node(),
      worker: (uid) => this.#workers.get(uid),
      start: (pod) => this.#start(pod),
    })
  }

  get up(): boolean {
    return this.#informers !== undefined
  }

  /** Takes the node down (nothing of it is heard any more, its containers are lost) or brings it back. */
  setUp(up: boolean): void {
    if (up === this.up) return
    if (!up) {
      this.stop()
      return
    }
    this.#reachable = true
    this.#running = true
    this.#connected = true
    this.#client.restore()
    this.#environment.clock.as(this.actor, () => {
      this.#node = this.#register()
      this.#reporter.report()
      this.#run()
      this.#pressure.touch()
    })
  }

  /** The node is cut off from the control plane, or not any more; its pods run on, and reach each other. */
  setReachable(reachable: boolean): void {
    if (!this.up || reachable === this.#reachable) return
    this.#reachable = reachable
    this.#connect()
    if (reachable && this.#running) this.#reporter.reportAt(nextTick(this.#began, this.#environment.clock.now()))
  }

  /** The kubelet stops, or starts again; containers run on meanwhile. */
  setRunning(running: boolean): void {
    if (!this.up || running === this.#running) return
    this.#running = running
    this.#connect()
    if (running) this.#startAgain()
    else {
      this.#lease.stop()
      this.#reporter.stop()
      this.#pressure.stop()
      this.#recorder.forget()
      this.#context.unsent.forget()
      for (const worker of this.#workers.values()) worker.suspend()
    }
  }

  #startAgain(): void {
    const { clock } = this.#environment
    this.#context.crashes.clear()
    this.images.restart()
    this.#reporter.tell('Normal', 'Starting', 'Starting kubelet.')
    this.#lease.start()
    this.#reporter.report()
    this.#pressure.touch()
    // First it hears of its pods, then it takes them up.
    clock.soon(() => {
      if (this.#running) for (const worker of this.#workers.values()) worker.resume()
    })
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
    this.#recorder.forget()
    this.#context.unsent.forget()
    this.#reporter.stop()
    this.#pressure.stop()
    this.#shutdown.stop()
    for (const worker of this.#workers.values()) worker.stop()
    this.#workers.clear()
  }

  #run(): void {
    this.#lease.start()
    this.#reporter.start()
    this.#informers = this.#environment.informers()
    this.#informers.onPodsOf<Pod>(this.#spec.name, {
      add: (pod) => this.#add(pod),
      update: (pod) => this.#static.takes(pod) || this.#workers.get(pod.metadata.uid ?? '')?.update(pod),
      delete: (pod) => this.#static.takes(pod) || this.#workers.get(pod.metadata.uid ?? '')?.removed(),
    })
    const manager = this.containerManager
    manager.sourcesReady = false
    this.#environment.clock.soon(() => {
      manager.sourcesReady = true
    })
    this.#static.startAll()
  }

  #add(pod: Pod): void {
    const uid = pod.metadata.uid ?? ''
    const { phase } = pod.status
    const over = (phase === 'Succeeded' || phase === 'Failed') && pod.metadata.deletionTimestamp === undefined
    if (!this.#static.takes(pod) && !this.#workers.has(uid) && !over) this.#start(pod)
  }

  #start(pod: Pod): void {
    const uid = pod.metadata.uid ?? ''
    this.#workers.set(uid, new PodWorker(this.#context, pod, () => this.#forget(uid)))
  }

  #forget(uid: string): void {
    this.#workers.delete(uid)
    this.containerManager.forget(uid)
    this.#static.ended(uid)
  }

  /** The pods that use the node now. */
  activePods(): Pod[] {
    const pods: Pod[] = []
    for (const { active, pod } of this.#workers.values()) if (active) pods.push(pod)
    return pods
  }

  /** Creates the Node object, or finds the one that is there. */
  #register(): Node {
    const { clock, random } = this.#environment
    const known = this.#client.lister.get<Node>('nodes', '', this.#spec.name)
    if (known !== undefined) return known
    const node = nodeObject(this.#spec, this.#place, this.containerManager, random, clock.now())
    const created = this.#client.create('nodes', node)
    if (created.ok) return created.object
    // What a kubelet may not say of itself (NodeRestriction), whoever set the stage does.
    const placed = this.#environment.client('admin', ['system:masters']).create('nodes', node)
    return placed.ok ? placed.object : node
  }

  #preempt(pod: Pod): void {
    const worker = this.#workers.get(pod.metadata.uid ?? '')
    if (worker === undefined) return
    this.#recorder.event(pod, 'Warning', PREEMPTED.reason, PREEMPTED.message)
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
      this.#reporter.lookAtResources()
    })
  }

  /** What the node has may not be what its status says: somebody else has written to it. */
  resourcesWritten(node: Node): void {
    if (this.up && this.#running) this.#environment.clock.as(this.actor, () => this.#reporter.resourcesWritten(node))
  }

  /** Nor what it says of the node's health. */
  conditionsWritten(node: Node): void {
    if (this.up && this.#connected) this.#environment.clock.as(this.actor, () => this.#reporter.conditionsWritten(node))
  }

  /** Something happens to the node; why it cannot. */
  happen(event: NodeEvent): string | undefined {
    switch (event.is) {
      case 'runsShort':
        return this.#pressure.runShort(event.resource, event.left)
      case 'recovers':
        this.#pressure.recover()
        return undefined
      case 'shutsDown':
        if (!this.up) return `node "${this.#spec.name}" is down`
        if (event.gracefully && !this.#shutdown.graceful)
          return `the kubelet of node "${this.#spec.name}" does not wait for pods: its shutdownGracePeriod is not configured`
        this.#shutdown.shutDown()
        return undefined
      case 'hasStaticPod':
        return this.#static.put(event.file, event.manifest)
    }
  }
}
