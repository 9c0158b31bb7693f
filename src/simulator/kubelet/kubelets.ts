// All nodes of a cluster and the images they run: what sets the stage.
import type { Node } from '../../generated/api/core.v1.ts'
import type { Environment, Running } from '../client/environment.ts'
import type { Informers } from '../client/informers.ts'
import { ImageCatalogue, type ImageSetting } from '../containers/catalogue.ts'
import type { ImageBehaviour } from '../containers/contract.ts'
import { ClusterNetwork } from '../containers/network.ts'
import type { RegistrySetting } from '../containers/registries.ts'
import { type ContainerAllocation, ContainerManager } from './cm/container-manager.ts'
import { NodeDevices } from './cm/devicemanager/node-devices.ts'
import { hugePageSizes } from './cm/huge-pages.ts'
import { machineCapacity } from './cm/machine.ts'
import { Doors, type ExecRun, type LogRequest } from './doors.ts'
import { Kubelet } from './kubelet.ts'
import type { SharedParts } from './make-context.ts'
import type { NodeEvent } from './node-event.ts'
import { defaultCapacity, type KubeletNode } from './node-status.ts'
import type { PodWorker } from './pod-worker.ts'
import { serviceLookup } from './service-lookup.ts'
import { type KubeletSettings, kubeletDefaults } from './settings.ts'
import { ObjectSources } from './volumes/object-sources.ts'

/** What may happen to a container from outside: it ends, is killed for its memory, prints a line. */
export type ContainerEvent =
  | { readonly is: 'exits'; readonly code: number }
  | { readonly is: 'outOfMemory' }
  | { readonly is: 'prints'; readonly text: string }

export type { ImageSetting } from '../containers/catalogue.ts'
export type { Doors, ExecRun, LogRequest } from './doors.ts'
export type { KubeletNode } from './node-status.ts'

/** Nodes get addresses 192.168.0.10, .11, … and pod networks 10.244.0.0/24, 10.244.1.0/24, … in the order they come. */
const FIRST_HOST = 10

/** The kubelets of a cluster. */
export class Kubelets implements Running {
  readonly #environment: Environment
  readonly #shared: SharedParts
  readonly #kubelets = new Map<string, Kubelet>()
  readonly #preloaded: string[] = []
  /** Nodes whose kubelets do not start, with why. */
  readonly #failed = new Map<string, string>()
  /** Nodes, also those to come, that wait for their network plug-in. */
  readonly #withoutNetwork = new Set<string>()
  readonly devices = new NodeDevices(this.#kubelets)
  /** The ways into containers: logs, exec, attach, port-forward. */
  readonly doors: Doors
  /** CSI drivers that are on every node, also those to come. */
  readonly #csiDrivers = new Set<string>()
  #count = 0
  /** Nodes that are there from the beginning have been for long; others join. */
  readonly #began: number
  #nodes: Informers | undefined

  /** Those of nodes without their own. */
  readonly #settings: KubeletSettings

  constructor(environment: Environment, settings: Partial<KubeletSettings> = {}) {
    this.#settings = Object.keys(settings).length === 0 ? kubeletDefaults : { ...kubeletDefaults, ...settings }
    this.#environment = environment
    const { clock, random } = environment
    this.#began = clock.now()
    const { lister } = environment.client('system:kube-proxy')
    this.#shared = {
      catalogue: new ImageCatalogue(),
      network: new ClusterNetwork(() => clock.now(), serviceLookup(lister, random, this.#settings.clusterDomain)),
      sources: new ObjectSources(environment),
      storage: new Map(),
      settings,
    }
    this.doors = new Doors(clock, this.#shared.network, (namespace, name) => this.worker(namespace, name))
  }

  /** Starts a node. */
  add(node: KubeletNode): void {
    const index = this.#count++
    this.#watchNodes()
    const host = FIRST_HOST + index
    const place = {
      address: `192.168.${host >> 8}.${host & 255}`,
      podCidr: `10.${244 + (index >> 8)}.${index & 255}.0/24`,
    }
    const settings =
      node.kubelet === undefined ? this.#settings : { ...kubeletDefaults, ...this.#shared.settings, ...node.kubelet }
    const containerManager = this.#containerManager(node, settings)
    if ('error' in containerManager) {
      this.#failed.set(node.name, containerManager.error)
      return
    }
    const network = !this.#withoutNetwork.has(node.name)
    const joins = this.#environment.clock.now() > this.#began
    const parts = { settings, containerManager, network, joins }
    const kubelet = new Kubelet(this.#environment, node, place, this.#shared, parts)
    for (const image of this.#preloaded) kubelet.images.preload(image)
    this.#kubelets.set(node.name, kubelet)
    for (const driver of this.#csiDrivers) this.happenToNode(node.name, { is: 'csiDriver', driver })
  }

  /** A CSI driver is on a node, or on every one there is and will be; false when there is no such node. */
  addCsiDriver(driver: string, node: string | undefined): boolean {
    if (node === undefined) this.#csiDrivers.add(driver)
    const nodes = node === undefined ? [...this.#kubelets.keys()] : [node]
    return nodes.every((name) => this.happenToNode(name, { is: 'csiDriver', driver }) === undefined)
  }

  #containerManager(node: KubeletNode, settings: KubeletSettings): ContainerManager | { readonly error: string } {
    const { clock, gates } = this.#environment
    return ContainerManager.create({
      machine: node.machine ?? {},
      capacity: {
        ...defaultCapacity,
        ...hugePageSizes(node.os, node.arch),
        ...machineCapacity(node.machine),
        ...node.capacity,
      },
      os: node.os ?? 'linux',
      settings,
      gates,
      now: () => clock.now(),
      activePods: () => this.#kubelets.get(node.name)?.activePods() ?? [],
    })
  }

  /** Why the kubelet of a node did not start. */
  startError(name: string): string | undefined {
    return this.#failed.get(name)
  }

  /** What a container was given of its node for itself; undefined when its pod is on no node. */
  allocationOf(namespace: string, name: string, container: string): ContainerAllocation | undefined {
    for (const kubelet of this.#kubelets.values()) {
      const uid = kubelet.workerOf(namespace, name)?.pod.metadata.uid
      if (uid !== undefined) return kubelet.containerManager.allocationOf(uid, container)
    }
    return undefined
  }

  /** One pair of ears for all nodes: what others write to a node its kubelet answers. */
  #watchNodes(): void {
    if (this.#nodes !== undefined) return
    this.#nodes = this.#environment.informers()
    this.#nodes.on<Node>('nodes', {
      update: (node, old) => this.#kubelets.get(node.metadata.name ?? '')?.nodeWritten(node, old),
    })
  }

  /** Takes a node down or brings it back; false when there is no such node. */
  setUp(name: string, up: boolean): boolean {
    const kubelet = this.#kubelets.get(name)
    kubelet?.setUp(up)
    return kubelet !== undefined
  }

  /** The kubelet of a node; undefined when the cluster does not run it. */
  of(node: string): Kubelet | undefined {
    return this.#kubelets.get(node)
  }

  /** Something happens to a node of itself; why it cannot. */
  happenToNode(name: string, event: NodeEvent): string | undefined {
    const kubelet = this.#kubelets.get(name)
    if (event.is === 'networkPlugin') {
      if (event.ready) this.#withoutNetwork.delete(name)
      else this.#withoutNetwork.add(name)
      if (kubelet === undefined) return undefined
    }
    if (kubelet === undefined) return `there is no node "${name}" of the cluster's own`
    return this.#environment.clock.as(kubelet.actor, () => kubelet.happen(event))
  }

  /** Says what an image does. */
  setImage(image: ImageSetting): void {
    this.#shared.catalogue.set(image)
  }

  /** Says more of a registry images are pulled from. */
  setRegistry(registry: RegistrySetting): void {
    this.#shared.catalogue.registries.set(registry, this.#environment.clock.now())
  }

  /** Gives an image another behaviour. */
  defineImage(image: ImageBehaviour): void {
    this.#shared.catalogue.define(image)
  }

  /** Puts an image onto all nodes, also those to come. */
  preload(image: string): void {
    this.#preloaded.push(image)
    for (const kubelet of this.#kubelets.values()) kubelet.images.preload(image)
  }

  /** The worker of a pod, wherever it runs. */
  worker(namespace: string, name: string): PodWorker | undefined {
    return this.#workerAt(namespace, name)?.worker
  }

  #workerAt(namespace: string, name: string): { readonly kubelet: Kubelet; readonly worker: PodWorker } | undefined {
    for (const kubelet of this.#kubelets.values()) {
      const worker = kubelet.workerOf(namespace, name)
      if (worker !== undefined) return { kubelet, worker }
    }
    return undefined
  }

  /** The log of a container as it is now; undefined when there is none. */
  logs(namespace: string, pod: string, container: string, options: LogRequest = {}): string | undefined {
    return this.doors.logs(namespace, pod, container, options)
  }

  /** Runs a command in a running container to its end; undefined when there is no such container running. */
  exec(namespace: string, pod: string, container: string, command: readonly string[]): ExecRun | undefined {
    return this.doors.run(namespace, pod, container, command)
  }

  /** Something happens to a container of itself; false when there is no such container running. */
  happen(namespace: string, pod: string, container: string, event: ContainerEvent): boolean {
    const found = this.#workerAt(namespace, pod)
    const runtime = found?.worker.sync.runtime
    const instance = runtime?.latest(container)
    if (found === undefined || runtime === undefined || instance?.state !== 'running') return false
    this.#environment.clock.as(found.kubelet.actor, () => {
      if (event.is === 'prints') instance.log.write(`${event.text}\n`, 'stdout')
      else if (event.is === 'exits') runtime.end(instance, { code: event.code })
      else runtime.end(instance, { code: 137, reason: 'OOMKilled' })
    })
    return true
  }

  stop(): void {
    this.#shared.sources.stop()
    this.#nodes?.stop()
    for (const kubelet of this.#kubelets.values()) kubelet.stop()
  }
}
