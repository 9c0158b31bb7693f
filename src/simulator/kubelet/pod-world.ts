// What the containers of a pod see of the world: its files' sources, its name and address, its network, its environment.
import type { Container, Pod } from '../../generated/api/core.v1.ts'
import { serviceEnvironment } from './environment.ts'
import { withAliases } from './host-aliases.ts'
import { hostnameOf } from './hostname.ts'
import { type NodeContext, userOf } from './node-context.ts'
import { confinement } from './security-profiles.ts'
import type { VolumeFacts } from './volumes/build.ts'
import type { PodVolumes } from './volumes/pod-volumes.ts'

/** What volumes and environments are made from, now. */
export function podFacts(of: NodeContext, pod: Pod, sandboxIp = ''): VolumeFacts {
  const { time, client, hostIp, node, disk, storage } = of
  return {
    pod,
    podIp: sandboxIp,
    hostIp,
    node: node(),
    lister: client.lister,
    now: time.now(),
    hostPath: (path, create) => disk.at(path, create),
    storage,
  }
}

/** What the world of a container is made from. */
export interface WorldOf {
  readonly node: NodeContext
  readonly pod: Pod
  readonly container: Container
  /** The variables its manifest asks for. */
  readonly env: Readonly<Record<string, string>>
  readonly volumes: PodVolumes
  readonly sandboxIp: string | undefined
}

/** The world of one container. */
export function worldOf({ node: of, pod, container, env, volumes, sandboxIp = '' }: WorldOf) {
  const { clock, time, pace, catalogue, network, client } = of
  const host = pod.spec.hostNetwork === true && pod.spec.hostnameOverride == null
  const names = host
    ? { name: pod.spec.nodeName ?? '', domain: '', kernel: pod.spec.nodeName ?? '' }
    : hostnameOf(pod, of.gates, of.settings.clusterDomain)
  return {
    clock,
    time,
    pace,
    pod,
    container,
    image: catalogue.behaviour(container.image ?? ''),
    hostname: names.kernel,
    names,
    user: userOf(catalogue, pod, container),
    dns: of.settings,
    network: withAliases(pod, network.of(sandboxIp, pod.metadata.namespace ?? '', names.kernel)),
    environment: () => {
      const { envs } = of.containerManager.devices.answerFor(pod.metadata.uid ?? '', container.name)
      return { ...envs, ...serviceEnvironment(pod, client.lister), ...env }
    },
    deviceFiles: () => deviceFiles(of, pod, container),
    kernelFiles: () => kernelFiles(of, pod, container),
    volume: (name: string) => volumes.get(pod, name),
    cpus: () => of.containerManager.cpusOf(pod.metadata.uid ?? '', container.name),
  }
}

/** The same of every process of a container. */
function kernelFiles({ userNamespaces, appArmor }: NodeContext, pod: Pod, container: Container) {
  const files: Record<string, string> = {}
  const map = userNamespaces.mapOf(pod)
  for (const process of ['1', 'self']) {
    files[`/proc/${process}/uid_map`] = map
    files[`/proc/${process}/gid_map`] = map
    if (appArmor.enabled) files[`/proc/${process}/attr/current`] = confinement(pod, container)
  }
  return files
}

/** What device plugins mount into a container, and the devices themselves. */
function deviceFiles({ containerManager, disk }: NodeContext, pod: Pod, container: Container) {
  const { mounts, devices } = containerManager.devices.answerFor(pod.metadata.uid ?? '', container.name)
  return {
    devices,
    mounts: mounts.flatMap(({ containerPath, hostPath, readOnly = false }) => {
      const node = disk.at(hostPath, true)
      return node === undefined ? [] : [{ containerPath, node, readOnly }]
    }),
  }
}
