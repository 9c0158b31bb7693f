// Where the simulation stops short: fields and kinds that are accepted and stored as a real server would, but that nothing acts
// on yet. Every entry is told to whoever uses it; when something begins to act on a field, its entry goes.

/** What does not happen, unless the field has the value that asks for nothing: the one it has where nobody says anything. */
export type NotSimulatedField = string | { readonly unless: boolean | string; readonly why: string }

/** Of the volume plugins that have become CSI drivers. */
const NOT_MIGRATED = 'nodes do not wait for its CSI driver: a directory takes the place of the volume'

/** Fields by schema type, with what does not happen. */
export const notSimulatedFields: Readonly<Record<string, Readonly<Record<string, NotSimulatedField>>>> = {
  'core.v1.PodSpec': {
    hostUsers: { unless: true, why: 'a container’s users are shown their range, but not kept apart by it' },
    shareProcessNamespace: { unless: false, why: 'containers do not see each other’s processes' },
    hostPID: { unless: false, why: 'containers do not see the node’s processes' },
    hostIPC: { unless: false, why: 'there is no inter-process communication' },
    dnsConfig: 'names are still resolved as the cluster’s DNS has them',
    resourceClaims: 'devices are not handed to containers',
  },
  'core.v1.Container': {
    volumeDevices: 'block devices are not attached',
  },
  'core.v1.VolumeMount': {
    mountPropagation: { unless: 'None', why: 'what is mounted later is not seen elsewhere' },
  },
  'core.v1.Volume': {
    image: 'an empty directory takes the place of the image',
    gitRepo: 'an empty directory takes the place of the repository',
    nfs: 'an empty directory takes the place of the share',
    iscsi: 'an empty directory takes the place of the disk',
    fc: 'an empty directory takes the place of the disk',
    flexVolume: 'an empty directory takes the place of the volume',
    awsElasticBlockStore: NOT_MIGRATED,
    gcePersistentDisk: NOT_MIGRATED,
    azureDisk: NOT_MIGRATED,
    azureFile: NOT_MIGRATED,
    cinder: NOT_MIGRATED,
    portworxVolume: NOT_MIGRATED,
    vsphereVolume: NOT_MIGRATED,
  },
  'core.v1.PersistentVolumeSpec': {
    awsElasticBlockStore: NOT_MIGRATED,
    gcePersistentDisk: NOT_MIGRATED,
    azureDisk: NOT_MIGRATED,
    azureFile: NOT_MIGRATED,
    cinder: NOT_MIGRATED,
    portworxVolume: NOT_MIGRATED,
    vsphereVolume: NOT_MIGRATED,
  },
  'core.v1.VolumeProjection': {
    clusterTrustBundle: 'no bundle is written',
    podCertificate: 'no certificate is written',
  },
  'core.v1.SecurityContext': {
    seLinuxOptions: 'there is no SELinux',
    windowsOptions: 'there are no Windows containers',
    capabilities: 'there are no capabilities',
    privileged: { unless: false, why: 'privileged processes may not do more than others' },
    procMount: { unless: 'Default', why: 'nothing of /proc is masked' },
  },
  'core.v1.PodSecurityContext': {
    seLinuxOptions: 'there is no SELinux',
    seLinuxChangePolicy: 'there is no SELinux',
    windowsOptions: 'there are no Windows containers',
  },
  'core.v1.SeccompProfile': {
    localhostProfile: 'no system call is held back',
  },
  'core.v1.AppArmorProfile': {
    localhostProfile: 'what the profile forbids is not forbidden',
  },
  'core.v1.ServiceSpec': {
    externalTrafficPolicy: { unless: 'Cluster', why: 'no traffic from outside is simulated' },
    sessionAffinity: { unless: 'None', why: 'every connection may reach another endpoint' },
  },
}

/** Kinds whose objects are kept and judged, but bring nothing about. */
export const notSimulatedKinds: Readonly<Record<string, string>> = {
  'networking.k8s.io/v1/NetworkPolicy': 'no traffic is simulated yet, so none is held back',
  'networking.k8s.io/v1/Ingress': 'there is no ingress controller: it gets no address',
  'flowcontrol.apiserver.k8s.io/v1/FlowSchema': 'requests are never queued',
  'flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration': 'requests are never queued',
}
