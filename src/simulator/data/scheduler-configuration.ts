// The fields of kubescheduler.config.k8s.io/v1, which no API serves: what a KubeSchedulerConfiguration and the arguments of
// plugins may hold. Upstream: k8s.io/kube-scheduler/config/v1/{types,types_pluginargs}.go, component-base/config/v1alpha1/types.go.

/** What a value may be; `api` is a type of the API's schema. */
export type Shape =
  | 'string'
  | 'boolean'
  | 'int32'
  | 'int64'
  | 'number'
  | 'duration'
  | 'any'
  | { readonly list: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> }
  | { readonly api: string }

/** The group and version of the configuration. */
export const configurationVersion = 'kubescheduler.config.k8s.io/v1'

/** Its kind. */
export const configurationKind = 'KubeSchedulerConfiguration'

const type = { apiVersion: 'string', kind: 'string' } as const
const plugins: Shape = { list: { fields: { name: 'string', weight: 'int32' } } }
const pluginSet: Shape = { fields: { enabled: plugins, disabled: plugins } }
const shape: Shape = { list: { fields: { utilization: 'int32', score: 'int32' } } }
const resources: Shape = { list: { fields: { name: 'string', weight: 'int64' } } }

/** The extension points a profile names, in the order in which upstream builds their lists. */
export const extensionPoints = [
  'preFilter',
  'filter',
  'postFilter',
  'reserve',
  'preScore',
  'score',
  'preBind',
  'bind',
  'postBind',
  'permit',
  'preEnqueue',
  'queueSort',
  'placementGenerate',
  'placementScore',
] as const

const profile: Shape = {
  fields: {
    schedulerName: 'string',
    percentageOfNodesToScore: 'int32',
    plugins: { fields: Object.fromEntries([...extensionPoints, 'multiPoint'].map((point) => [point, pluginSet])) },
    pluginConfig: { list: { fields: { name: 'string', args: 'any' } } },
  },
}

const extender: Shape = {
  fields: {
    urlPrefix: 'string',
    filterVerb: 'string',
    preemptVerb: 'string',
    prioritizeVerb: 'string',
    weight: 'int64',
    bindVerb: 'string',
    enableHTTPS: 'boolean',
    tlsConfig: 'any',
    httpTimeout: 'duration',
    nodeCacheCapable: 'boolean',
    managedResources: { list: { fields: { name: 'string', ignoredByScheduler: 'boolean' } } },
    ignorable: 'boolean',
  },
}

/** A KubeSchedulerConfiguration. */
export const configurationShape: Shape = {
  fields: {
    ...type,
    parallelism: 'int32',
    leaderElection: {
      fields: {
        leaderElect: 'boolean',
        leaseDuration: 'duration',
        renewDeadline: 'duration',
        retryPeriod: 'duration',
        resourceLock: 'string',
        resourceName: 'string',
        resourceNamespace: 'string',
      },
    },
    clientConnection: {
      fields: {
        kubeconfig: 'string',
        acceptContentTypes: 'string',
        contentType: 'string',
        qps: 'number',
        burst: 'int32',
      },
    },
    enableProfiling: 'boolean',
    enableContentionProfiling: 'boolean',
    percentageOfNodesToScore: 'int32',
    podInitialBackoffSeconds: 'int64',
    podMaxBackoffSeconds: 'int64',
    profiles: { list: profile },
    extenders: { list: extender },
    delayCacheUntilActive: 'boolean',
  },
}

/** The arguments of the plugins that take any. */
export const argumentShapes: Readonly<Record<string, Shape>> = {
  DefaultPreemption: {
    fields: { ...type, minCandidateNodesPercentage: 'int32', minCandidateNodesAbsolute: 'int32' },
  },
  DynamicResources: { fields: { ...type, filterTimeout: 'duration', bindingTimeout: 'duration' } },
  InterPodAffinity: {
    fields: { ...type, hardPodAffinityWeight: 'int32', ignorePreferredTermsOfExistingPods: 'boolean' },
  },
  NodeAffinity: { fields: { ...type, addedAffinity: { api: 'core.v1.NodeAffinity' } } },
  NodeResourcesBalancedAllocation: { fields: { ...type, resources } },
  NodeResourcesFit: {
    fields: {
      ...type,
      ignoredResources: { list: 'string' },
      ignoredResourceGroups: { list: 'string' },
      scoringStrategy: {
        fields: { type: 'string', resources, requestedToCapacityRatio: { fields: { shape } } },
      },
    },
  },
  PodTopologySpread: {
    fields: {
      ...type,
      defaultConstraints: { list: { api: 'core.v1.TopologySpreadConstraint' } },
      defaultingType: 'string',
    },
  },
  VolumeBinding: { fields: { ...type, bindTimeoutSeconds: 'int64', shape } },
}

/** Plugins that earlier versions had. */
export const removedPlugins: readonly string[] = ['AzureDiskLimits', 'CinderLimits', 'EBSLimits', 'GCEPDLimits']

const filters = ['preFilter', 'filter'] as const
const scores = ['preScore', 'score'] as const

/** The points each plugin of kube-scheduler extends, whether or not it is acted out here at all of them. */
export const pluginPoints: Readonly<Record<string, readonly string[]>> = {
  DefaultBinder: ['bind'],
  DefaultPreemption: ['preEnqueue', 'postFilter'],
  DynamicResources: ['preEnqueue', ...filters, 'postFilter', 'score', 'reserve', 'preBind'],
  GangScheduling: ['preEnqueue', 'permit'],
  ImageLocality: ['score'],
  InterPodAffinity: [...filters, ...scores],
  NodeAffinity: [...filters, ...scores],
  NodeDeclaredFeatures: filters,
  NodeName: ['filter'],
  NodePorts: filters,
  NodeResourcesBalancedAllocation: scores,
  NodeResourcesFit: [...filters, ...scores, 'placementScore'],
  NodeUnschedulable: ['filter'],
  NodeVolumeLimits: filters,
  PodGroupPodsCount: ['placementScore'],
  PodTopologySpread: [...filters, ...scores],
  PrioritySort: ['queueSort'],
  SchedulingGates: ['preEnqueue'],
  TaintToleration: ['filter', ...scores],
  TopologyPlacementGenerator: ['placementGenerate'],
  VolumeBinding: [...filters, ...scores, 'reserve', 'preBind'],
  VolumeRestrictions: filters,
  VolumeZone: filters,
}
