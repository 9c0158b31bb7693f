// How a kubelet is configured: the fields of KubeletConfiguration that are acted on, under upstream's names and in the form they
// have in its file (durations as text), with upstream's defaults. What is set replaces the default as a whole, also maps.
// Upstream: pkg/kubelet/apis/config/v1beta1/defaults.go, pkg/kubelet/eviction/defaults_linux.go.

/** The settings of one kubelet. */
export interface KubeletSettings {
  /** Thresholds by signal: `100Mi` or `10%`. */
  readonly evictionHard: Readonly<Record<string, string>>
  readonly evictionSoft: Readonly<Record<string, string>>
  readonly evictionSoftGracePeriod: Readonly<Record<string, string>>
  readonly evictionMinimumReclaim: Readonly<Record<string, string>>
  /** Seconds a pod may have at most when it is evicted by a soft threshold. */
  readonly evictionMaxPodGracePeriod: number
  readonly evictionPressureTransitionPeriod: string
  readonly imageMinimumGCAge: string
  readonly imageMaximumGCAge: string
  readonly imageGCHighThresholdPercent: number
  readonly imageGCLowThresholdPercent: number
  readonly nodeStatusMaxImages: number
  readonly shutdownGracePeriod: string
  readonly shutdownGracePeriodCriticalPods: string
  readonly shutdownGracePeriodByPodPriority: readonly ShutdownPeriod[]
  /** Unset: what the node's capacity says. */
  readonly maxPods?: number
  readonly podsPerCore: number
  /** Amounts by resource: cpu, memory, ephemeral-storage, pid. */
  readonly kubeReserved: Readonly<Record<string, string>>
  readonly systemReserved: Readonly<Record<string, string>>
  /** `0-1,4`; takes the place of reserved cpu amounts. */
  readonly reservedSystemCPUs: string
  readonly cpuManagerPolicy: string
  readonly cpuManagerPolicyOptions: Readonly<Record<string, string>>
  readonly memoryManagerPolicy: string
  /** `LimitedSwap`: Burstable pods may swap. */
  readonly memorySwap: { readonly swapBehavior?: string }
  readonly reservedMemory: readonly MemoryReservation[]
  readonly topologyManagerPolicy: string
  readonly topologyManagerScope: string
  readonly topologyManagerPolicyOptions: Readonly<Record<string, string>>
  /** How long a call of the container runtime may take. */
  readonly runtimeRequestTimeout: string
  /** What the cloud calls the machine; unset: the cloud's controllers say so. */
  readonly providerID?: string
  readonly allowedUnsafeSysctls: readonly string[]
  /** Unset: one after the other, unless several may be pulled at once. */
  readonly serializeImagePulls?: boolean
  readonly maxParallelImagePulls?: number
  readonly imagePullCredentialsVerificationPolicy: string
  readonly preloadedImagesVerificationAllowlist: readonly string[]
  /** The addresses pods are told to ask, and the cluster's domain: as kubeadm sets them. */
  readonly clusterDNS: readonly string[]
  readonly clusterDomain: string
  readonly crashLoopBackOff: { readonly maxContainerRestartPeriod?: string }
  readonly registerWithTaints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
}

/** Memory of one NUMA node that is kept from pods. */
export interface MemoryReservation {
  readonly numaNode: number
  readonly limits: Readonly<Record<string, string>>
}

/** How long the pods of a priority, and of those above it up to the next, may take to end when the node shuts down. */
export interface ShutdownPeriod {
  readonly priority: number
  readonly shutdownGracePeriodSeconds: number
}

/** A kubelet nobody has configured. */
export const kubeletDefaults: KubeletSettings = {
  evictionHard: {
    'memory.available': '100Mi',
    'nodefs.available': '10%',
    'nodefs.inodesFree': '5%',
    'imagefs.available': '15%',
    'imagefs.inodesFree': '5%',
  },
  evictionSoft: {},
  evictionSoftGracePeriod: {},
  evictionMinimumReclaim: {},
  evictionMaxPodGracePeriod: 0,
  evictionPressureTransitionPeriod: '5m0s',
  imageMinimumGCAge: '2m0s',
  imageMaximumGCAge: '0s',
  imageGCHighThresholdPercent: 85,
  imageGCLowThresholdPercent: 80,
  nodeStatusMaxImages: 50,
  shutdownGracePeriod: '0s',
  shutdownGracePeriodCriticalPods: '0s',
  shutdownGracePeriodByPodPriority: [],
  podsPerCore: 0,
  kubeReserved: {},
  systemReserved: {},
  reservedSystemCPUs: '',
  cpuManagerPolicy: 'none',
  cpuManagerPolicyOptions: {},
  memoryManagerPolicy: 'None',
  memorySwap: {},
  reservedMemory: [],
  topologyManagerPolicy: 'none',
  topologyManagerScope: 'container',
  topologyManagerPolicyOptions: {},
  runtimeRequestTimeout: '2m0s',
  allowedUnsafeSysctls: [],
  imagePullCredentialsVerificationPolicy: 'NeverVerifyPreloadedImages',
  preloadedImagesVerificationAllowlist: [],
  clusterDNS: ['10.96.0.10'],
  clusterDomain: 'cluster.local',
  crashLoopBackOff: {},
  registerWithTaints: [],
}
