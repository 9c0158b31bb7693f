// A node as its kubelet describes it: capacity, conditions, addresses, versions. Written when it registers, then every five
// minutes. Upstream: pkg/kubelet/kubelet_node_status.go, pkg/kubelet/nodestatus/setters.go.
import type { ContainerImage, Node, NodeCondition, NodeStatus, Taint } from '../../generated/api/core.v1.ts'
import { formatTime } from '../../model/time.ts'
import type { Random } from '../api/types.ts'
import { digestOf } from '../containers/reference.ts'
import type { ContainerManager } from './cm/container-manager.ts'
import type { Device } from './cm/devicemanager/device-hints.ts'
import type { MachineSpec } from './cm/machine.ts'
import { nodeResources } from './cm/node-resources.ts'
import type { PresentImage } from './images.ts'
import type { KubeletSettings } from './settings.ts'
import type { ImageStorage } from './stats/file-systems.ts'

/** A node the stage is set with; quantities as text. */
export interface KubeletNode {
  readonly name: string
  readonly capacity?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  readonly os?: string
  readonly arch?: string
  /** What its kubelet is configured with, beyond what all are. */
  readonly kubelet?: Partial<KubeletSettings>
  readonly machine?: MachineSpec
  /** Unset: images lie where everything does. */
  readonly imageStorage?: ImageStorage
  /** Unset: containerd's own, runc. */
  readonly runtimeHandlers?: readonly string[]
  readonly devicePlugins?: readonly { readonly resource: string; readonly devices: readonly Device[] }[]
}

/** Where a node stands in the network of the cluster. */
export interface NodePlace {
  readonly address: string
  readonly podCidr: string
}

/** What a node has of which nothing is said. */
export const defaultCapacity = { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '100Gi' }
const declaredFeatures = [
  'ExtendWebSocketsToKubelet',
  'InPlacePodLevelResourcesVerticalScaling',
  'InPlacePodVerticalScalingInitContainers',
  'RestartAllContainersOnContainerExits',
]

/** What conditions follow from. */
export interface NodeState {
  /** The conditions of pressure that are True. */
  readonly pressure: readonly string[]
  /** Why it is not ready. */
  readonly notReady?: string | undefined
}

const healthy: NodeState = { pressure: [] }

/** Reason and message of each kind of pressure: while it lasts, and else. */
const pressures: readonly (readonly [string, readonly [string, string], readonly [string, string]])[] = [
  [
    'MemoryPressure',
    ['KubeletHasInsufficientMemory', 'kubelet has insufficient memory available'],
    ['KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ],
  [
    'DiskPressure',
    ['KubeletHasDiskPressure', 'kubelet has disk pressure'],
    ['KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ],
  [
    'PIDPressure',
    ['KubeletHasInsufficientPID', 'kubelet has insufficient PID available'],
    ['KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ],
]

/** By this nodes say that their volumes are attached for them: enableControllerAttachDetach. */
const CONTROLLER_ATTACHES = 'volumes.kubernetes.io/controller-managed-attach-detach'

/** The object a kubelet registers. */
export function nodeObject(
  spec: KubeletNode,
  place: NodePlace,
  manager: ContainerManager,
  random: Random,
  state: NodeState & { readonly now: number },
): Node {
  const { name, os = 'linux', arch = 'amd64' } = spec
  const taints = [...(spec.taints ?? []), ...manager.settings.registerWithTaints] as Taint[]
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: {
      name,
      annotations: { [CONTROLLER_ATTACHES]: 'true' },
      labels: {
        'beta.kubernetes.io/arch': arch,
        'beta.kubernetes.io/os': os,
        'kubernetes.io/arch': arch,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': os,
        ...spec.labels,
      },
    },
    spec: {
      podCIDR: place.podCidr,
      podCIDRs: [place.podCidr],
      ...(manager.settings.providerID === undefined ? {} : { providerID: manager.settings.providerID }),
      ...(taints.length === 0 ? {} : { taints: taints.map((taint) => ({ ...taint })) }),
    },
    status: nodeStatus(spec, place, manager, random, state),
  }
}

function nodeStatus(
  { name, os = 'linux', arch = 'amd64', runtimeHandlers }: KubeletNode,
  place: NodePlace,
  manager: ContainerManager,
  random: Random,
  state: NodeState & { readonly now: number },
): NodeStatus {
  return {
    ...nodeResources(manager),
    conditions: nodeConditions(undefined, state.now, state),
    addresses: [
      { type: 'InternalIP', address: place.address },
      { type: 'Hostname', address: name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      machineID: random.uuid().replaceAll('-', ''),
      systemUUID: random.uuid(),
      bootID: random.uuid(),
      kernelVersion: os === 'windows' ? '10.0.26100.4349' : '6.12.38-amd64',
      osImage: os === 'windows' ? 'Windows Server 2025 Datacenter' : 'Debian GNU/Linux 13 (trixie)',
      containerRuntimeVersion: 'containerd://2.1.4',
      kubeletVersion: 'v1.36.2',
      kubeProxyVersion: '',
      operatingSystem: os,
      architecture: arch,
    },
    ...(runtimeHandlers === undefined ? {} : { runtimeHandlers: ['', ...runtimeHandlers].map(handlerStatus) }),
    ...(os === 'linux' ? { features: { supplementalGroupsPolicy: true } } : {}),
    declaredFeatures: [...declaredFeatures],
  }
}

/** What a runtime says of a handler: runc, also the one without a name, can do what others are not known to. */
function handlerStatus(name: string) {
  const able = name === '' || name === DEFAULT_HANDLER
  return { name, features: { recursiveReadOnlyMounts: able, userNamespaces: able } }
}

/** The handler containerd has without being configured. */
export const DEFAULT_HANDLER = 'runc'

/** The conditions of a node; one whose status was so before keeps its time of transition. */
export function nodeConditions(
  old: readonly NodeCondition[] | undefined,
  now: number,
  { pressure, notReady }: NodeState = healthy,
): NodeCondition[] {
  const time = formatTime(now)
  const condition = (type: string, status: string, reason: string, message: string): NodeCondition => {
    const before = old?.find((each) => each.type === type)
    const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? time) : time
    return { type, status, lastHeartbeatTime: time, lastTransitionTime, reason, message }
  }
  return [
    ...pressures.map(([type, during, otherwise]) =>
      pressure.includes(type) ? condition(type, 'True', ...during) : condition(type, 'False', ...otherwise),
    ),
    notReady === undefined
      ? condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status')
      : condition('Ready', 'False', 'KubeletNotReady', notReady),
  ]
}

/** The images a status lists: the largest, by digest and by tag. Upstream: Images in pkg/kubelet/nodestatus/setters.go. */
export function nodeImages(images: readonly PresentImage[], most: number): ContainerImage[] {
  const list = [...images].sort((a, b) => b.size - a.size)
  return (most < 0 ? list : list.slice(0, most)).map(({ name, size }) => ({
    names: [`${withoutTag(name)}@sha256:${digestOf(name)}`, name],
    sizeBytes: size,
  }))
}

const withoutTag = (name: string): string => name.slice(0, name.lastIndexOf(':'))
