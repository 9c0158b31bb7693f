// Puts together what the pods of one node share. Upstream: NewMainKubelet in pkg/kubelet/kubelet.go.
import type { Node, Pod } from '../../generated/api/core.v1.ts'
import type { Environment } from '../client/environment.ts'
import { EventRecorder } from '../client/event-recorder.ts'
import type { ImageCatalogue } from '../containers/catalogue.ts'
import type { Moment } from '../containers/coroutine.ts'
import { type DirectoryNode, directoryNode } from '../containers/files/nodes.ts'
import type { ClusterNetwork } from '../containers/network.ts'
import { crashBackoff } from './backoff.ts'
import type { ContainerManager } from './cm/container-manager.ts'
import { NodeImages } from './images.ts'
import type { NodeContext } from './node-context.ts'
import { NodeDisk } from './node-disk.ts'
import type { NodeServices } from './node-services.ts'
import { DEFAULT_HANDLER, type KubeletNode, type NodePlace } from './node-status.ts'
import { NodeTime, Pace } from './node-time.ts'
import { PodIps } from './pod-ips.ts'
import { RuntimeHealth } from './runtime-health.ts'
import { AppArmor } from './security-profiles.ts'
import type { KubeletSettings } from './settings.ts'
import { fileSystemsOf } from './stats/file-systems.ts'
import { Unsent } from './unsent.ts'
import { UserNamespaces } from './user-namespaces.ts'
import type { ObjectSources } from './volumes/object-sources.ts'
import { VolumesInUse } from './volumes/volumes-in-use.ts'

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

/** The kubelet a context belongs to. */
export interface ContextHost {
  readonly environment: Environment
  readonly spec: KubeletNode
  readonly place: NodePlace
  readonly shared: SharedParts
  readonly settings: KubeletSettings
  readonly containerManager: ContainerManager
  /** What looks after the node; undefined while nobody does. */
  services(): NodeServices | undefined
  node(): Node
  activePods(): readonly Pod[]
  preempt(pod: Pod): void
  retryResizes(): void
  leaving(): readonly Moment[]
}

/** The tools of a node. */
export function makeContext(host: ContextHost): NodeContext {
  const { environment, spec, place, shared, settings, containerManager } = host
  const { clock, random, gates } = environment
  const { catalogue, network, sources, storage } = shared
  const time = new NodeTime(clock)
  const pace = new Pace()
  const client = environment.client(`system:node:${spec.name}`, ['system:nodes'])
  const recorder = new EventRecorder(client, clock, 'kubelet', spec.name, time)
  const disk = new NodeDisk(time)
  const changed = (): void => {
    host.services()?.reporter.imagesChanged()
    host.services()?.pressure.touch()
  }
  return {
    clock,
    time,
    pace,
    health: new RuntimeHealth(clock, pace, settings.runtimeRequestTimeout),
    restarted: { at: undefined },
    random,
    gates,
    client,
    recorder,
    catalogue,
    images: new NodeImages({ clock, catalogue, recorder, gates, settings, pace, changed }),
    unsent: new Unsent(clock),
    crashes: crashBackoff(gates, settings),
    runtimeHandlers: spec.runtimeHandlers ?? [DEFAULT_HANDLER],
    network,
    sources,
    disk,
    storage: (key) => {
      const known = storage.get(key) ?? directoryNode(clock.now(), 0o777)
      storage.set(key, known)
      return known
    },
    fileSystems: fileSystemsOf(spec.imageStorage),
    settings,
    containerManager,
    hostIp: place.address,
    consumed: () => host.services()?.pressure.touch(),
    shuttingDown: () => host.services()?.shutdown.shuttingDown === true,
    pressure: () => host.services()?.pressure.pressure ?? [],
    ips: new PodIps(place.podCidr),
    userNamespaces: new UserNamespaces(random),
    appArmor: new AppArmor(),
    volumesInUse: new VolumesInUse(() => host.services()?.reporter.lookAtVolumes()),
    csiDrivers: new Set(),
    activePods: () => host.activePods(),
    preempt: (pod) => host.preempt(pod),
    retryResizes: () => host.retryResizes(),
    leaving: () => host.leaving(),
    node: () => client.lister.get<Node>('nodes', '', spec.name) ?? host.node(),
  }
}
