// The kubelet of one node: registers it, keeps its heartbeat and status, and has a worker for each of its pods.
// Upstream: pkg/kubelet/kubelet.go.
import type { Node, ObjectReference, Pod } from '../../generated/api/core.v1.ts'
import { type Client, isUnanswered } from '../client/client.ts'
import type { Environment, Running } from '../client/environment.ts'
import { EventRecorder } from '../client/event-recorder.ts'
import type { Informers } from '../client/informers.ts'
import type { ImageCatalogue } from '../containers/catalogue.ts'
import { FileSystem } from '../containers/files/file-system.ts'
import { type DirectoryNode, directoryNode } from '../containers/files/nodes.ts'
import type { ClusterNetwork } from '../containers/network.ts'
import type { Timer } from '../engine/clock.ts'
import { crashBackoff } from './backoff.ts'
import type { ContainerManager } from './cm/container-manager.ts'
import type { Device } from './cm/devicemanager/device-hints.ts'
import { resourceChanges } from './cm/node-resources.ts'
import { NodeImages } from './images.ts'
import { NodeLease } from './lease.ts'
import type { NodeContext } from './node-context.ts'
import { DEFAULT_HANDLER, type KubeletNode, type NodePlace, nodeConditions, nodeObject } from './node-status.ts'
import { PodIps } from './pod-ips.ts'
import { PodWorker } from './pod-worker.ts'
import type { KubeletSettings } from './settings.ts'
import { nextTick, Unsent } from './unsent.ts'
import type { ObjectSources } from './volumes/object-sources.ts'

const STATUS_MS = 300_000
/** The status is made up every ten seconds and written when it differs. */
const RESOURCES_MS = 10_000

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
  readonly #lease: NodeLease
  readonly #workers = new Map<string, PodWorker>()
  readonly images: NodeImages
  /** Who it is to the clock. */
  readonly actor: number
  /** The node's own disk, as far as pods look at it. */
  #disk: FileSystem | undefined
  #informers: Informers | undefined
  #statusTimer: Timer | undefined
  /** When the node's resources are looked at again. */
  #resources: Timer | undefined
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
    this.#spec = spec
    this.#place = place
    this.containerManager = parts.containerManager
    for (const { resource, devices } of spec.devicePlugins ?? [])
      this.containerManager.devices.listed(resource, devices)
    this.#client = environment.client(`system:node:${spec.name}`, ['system:nodes'])
    const recorder = new EventRecorder(this.#client, clock, 'kubelet', spec.name)
    this.#recorder = recorder
    this.#began = clock.now()
    this.images = new NodeImages({ clock, catalogue, recorder, gates, settings: parts.settings })
    this.#node = this.#register()
    this.#lease = new NodeLease(this.#client, clock, environment.heartbeats, () => this.#node)
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
      hostPath: (path, create) => this.#hostPath(path, create),
      storage: (key) => {
        const known = shared.storage.get(key) ?? directoryNode(clock.now(), 0o777)
        shared.storage.set(key, known)
        return known
      },
      activePods: () => this.activePods(),
      ...parts,
      hostIp: place.address,
      ips: new PodIps(place.podCidr),
      node: () => this.#client.lister.get<Node>('nodes', '', spec.name) ?? this.#node,
    }
    clock.as(this.actor, () => this.#run())
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
      this.#reportStatus()
      this.#run()
    })
  }

  /** The node is cut off from the control plane, or not any more; its pods run on, and reach each other. */
  setReachable(reachable: boolean): void {
    if (!this.up || reachable === this.#reachable) return
    this.#reachable = reachable
    this.#connect()
    if (reachable && this.#running) this.#reportAt(nextTick(this.#began, this.#environment.clock.now()))
  }

  /** The kubelet stops, or starts again; containers run on meanwhile. */
  setRunning(running: boolean): void {
    if (!this.up || running === this.#running) return
    this.#running = running
    this.#connect()
    if (running) this.#startAgain()
    else {
      this.#lease.stop()
      this.#statusTimer?.cancel()
      this.#resources?.cancel()
      this.#recorder.forget()
      this.#context.unsent.forget()
      for (const worker of this.#workers.values()) worker.suspend()
    }
  }

  #startAgain(): void {
    const { clock } = this.#environment
    this.#context.crashes.clear()
    this.images.restart()
    this.#recorder.eventOn(this.#reference(), 'Normal', 'Starting', 'Starting kubelet.')
    this.#lease.start()
    this.#bookStatus()
    this.#reportStatus()
    // First it hears of its pods, then it takes them up.
    clock.soon(() => {
      if (this.#running) for (const worker of this.#workers.values()) worker.resume()
    })
  }

  /** How the kubelet speaks of its node in events. */
  #reference(): ObjectReference {
    const { name } = this.#spec
    return { kind: 'Node', name, apiVersion: 'v1' }
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

  #reportAt(time: number): void {
    this.#statusTimer?.cancel()
    this.#statusTimer = this.#environment.clock.at(time, () => {
      this.#reportStatus()
      this.#bookStatus()
    })
  }

  stop(): void {
    this.#informers?.stop()
    this.#informers = undefined
    this.#lease.stop()
    this.#statusTimer?.cancel()
    this.#resources?.cancel()
    this.#recorder.forget()
    this.#context.unsent.forget()
    for (const worker of this.#workers.values()) worker.stop()
    this.#workers.clear()
  }

  #run(): void {
    this.#lease.start()
    this.#bookStatus()
    this.#informers = this.#environment.informers()
    this.#informers.onPodsOf<Pod>(this.#spec.name, {
      add: (pod) => this.#add(pod),
      update: (pod) => this.#workers.get(pod.metadata.uid ?? '')?.update(pod),
      delete: (pod) => this.#workers.get(pod.metadata.uid ?? '')?.removed(),
    })
    const manager = this.containerManager
    manager.sourcesReady = false
    this.#environment.clock.soon(() => {
      manager.sourcesReady = true
    })
  }

  #add(pod: Pod): void {
    const uid = pod.metadata.uid ?? ''
    const { phase } = pod.status
    const over = (phase === 'Succeeded' || phase === 'Failed') && pod.metadata.deletionTimestamp === undefined
    if (this.#workers.has(uid) || over) return
    this.#workers.set(uid, new PodWorker(this.#context, pod, () => this.#forget(uid)))
  }

  #forget(uid: string): void {
    this.#workers.delete(uid)
    this.containerManager.forget(uid)
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

  #hostPath(path: string, create: boolean) {
    const { clock } = this.#environment
    this.#disk ??= new FileSystem(() => clock.now())
    for (const usual of ['/var/log', '/var/lib/kubelet', '/tmp', '/etc']) this.#disk.makeDirectory(usual, true)
    if (create && this.#disk.get(path) === undefined) this.#disk.makeDirectory(path, true, 0o777)
    const node = this.#disk.get(path)
    return node?.kind === 'directory' || node?.kind === 'file' ? node : undefined
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
      this.#lookAtResources(RESOURCES_MS)
    })
  }

  /** What the node has may not be what its status says: somebody else has written to it. */
  resourcesWritten(node: Node): void {
    if (this.up && resourceChanges(node, this.containerManager) !== undefined) this.#lookAtResources(RESOURCES_MS)
  }

  #lookAtResources(after: number): void {
    this.#resources?.cancel()
    if (!this.up || !this.#running) return
    this.#resources = this.#environment.clock.after(after, () => {
      this.#resources = undefined
      this.#writeResources()
      const { forgetsAt } = this.containerManager.devices
      if (forgetsAt !== undefined) this.#lookAtResources(Math.max(forgetsAt - this.#environment.clock.now(), 1))
    })
  }

  #writeResources(): void {
    const node = this.#client.lister.get<Node>('nodes', '', this.#spec.name)
    const status = node === undefined ? undefined : resourceChanges(node, this.containerManager)
    if (status === undefined) return
    const type = 'application/strategic-merge-patch+json'
    const result = this.#client.patch('nodes', '', this.#spec.name, type, { status }, 'status')
    if (!result.ok && isUnanswered(result.status)) this.#context.unsent.add(() => this.#writeResources())
  }

  #bookStatus(): void {
    this.#statusTimer = this.#environment.clock.after(STATUS_MS, () => {
      this.#reportStatus()
      this.#bookStatus()
    })
  }

  #reportStatus(): void {
    const node = this.#client.lister.get<Node>('nodes', '', this.#spec.name)
    if (node === undefined) return
    const conditions = nodeConditions(node.status.conditions, this.#environment.clock.now())
    const status = { conditions, ...resourceChanges(node, this.containerManager) }
    const type = 'application/strategic-merge-patch+json'
    const result = this.#client.patch('nodes', '', this.#spec.name, type, { status }, 'status')
    if (!result.ok && isUnanswered(result.status)) this.#context.unsent.add(() => this.#reportStatus())
  }
}
