// The controls over what a pod may have of its host: namespaces, paths, ports, processes, probes elsewhere, sysctls.
// Upstream: policy/check_{hostNamespaces,hostPathVolumes,hostPorts,hostProbesAndhostLifecycle,windowsHostProcess,sysctls,
// restrictedVolumes}.go.
import type { Container, LifecycleHandler, PodSpec, Probe, Volume } from '../../../generated/api/core.v1.ts'
import type { ObjectMeta } from '../../../generated/api/meta.v1.ts'
import {
  type Check,
  type CheckPod,
  containersOf,
  containersText,
  containersWhere,
  plural,
  quoted,
  quotedSet,
  settersText,
} from './check.ts'

const hostNamespaces: CheckPod = (_metadata, spec) => {
  const used = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true)
  if (used.length === 0) return undefined
  return { reason: 'host namespaces', detail: used.map((field) => `${field}=true`).join(', ') }
}

const hostPathVolumes: CheckPod = (_metadata, { volumes }) => {
  const names = (volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name)
  if (names.length === 0) return undefined
  return { reason: 'hostPath volumes', detail: `${plural(names.length, 'volume')} ${quoted(names)}` }
}

const hostPorts: CheckPod = (_metadata, spec) => {
  const portsOf = ({ ports }: Container): number[] =>
    (ports ?? []).flatMap(({ hostPort }) => (hostPort ? [hostPort] : []))
  const bad = containersWhere(spec, (container) => portsOf(container).length > 0)
  if (bad.length === 0) return undefined
  const ports = [...new Set(containersOf(spec).flatMap(portsOf).map(String))].sort()
  const uses = `${plural(bad.length, 'uses', 'use')} ${plural(ports.length, 'hostPort')} ${ports.join(', ')}`
  return { reason: 'hostPort', detail: `${containersText(bad)} ${uses}` }
}

const hostsOf = (handler: Probe | LifecycleHandler | undefined): string[] =>
  [handler?.httpGet?.host, handler?.tcpSocket?.host].filter((host): host is string => !!host)

const hostProbes: CheckPod = (_metadata, spec) => {
  const bad = new Set<string>()
  const hosts = new Set<string>()
  for (const { name, livenessProbe, readinessProbe, startupProbe, lifecycle } of containersOf(spec)) {
    for (const handler of [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop]) {
      for (const host of hostsOf(handler)) {
        bad.add(name)
        hosts.add(host)
      }
    }
  }
  if (bad.size === 0) return undefined
  const uses = `${plural(bad.size, 'uses', 'use')} ${plural(hosts.size, 'probe or lifecycle host')} ${quotedSet(hosts)}`
  return { reason: 'probe or lifecycle host', detail: `${plural(bad.size, 'container')} ${quotedSet(bad)} ${uses}` }
}

const windowsHostProcess: CheckPod = (_metadata, spec) => {
  const bad = containersWhere(spec, ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true)
  const setters = settersText(spec.securityContext?.windowsOptions?.hostProcess === true, bad)
  if (setters === undefined) return undefined
  return { reason: 'hostProcess', detail: `${setters} must not set securityContext.windowsOptions.hostProcess=true` }
}

const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
]
const SYSCTLS_27 = [...SYSCTLS, 'net.ipv4.ip_local_reserved_ports']
const SYSCTLS_29 = [
  ...SYSCTLS_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
]
const SYSCTLS_32 = [...SYSCTLS_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']

const sysctls =
  (allowed: readonly string[]) =>
  (_metadata: ObjectMeta, { securityContext }: PodSpec) => {
    const bad = (securityContext?.sysctls ?? []).filter(({ name }) => !allowed.includes(name)).map(({ name }) => name)
    return bad.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: bad.join(', ') }
  }

const ALLOWED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const
const RESTRICTED_VOLUMES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
] as const

const restrictedVolumes: CheckPod = (_metadata, { volumes }) => {
  const bad = (volumes ?? []).filter((volume) => ALLOWED_VOLUMES.every((type) => volume[type] === undefined))
  if (bad.length === 0) return undefined
  const typeOf = (volume: Volume): string => RESTRICTED_VOLUMES.find((type) => volume[type] !== undefined) ?? 'unknown'
  const types = new Set(bad.map(typeOf))
  const names = `${plural(bad.length, 'volume')} ${quoted(bad.map(({ name }) => name))}`
  const uses = `${plural(bad.length, 'uses', 'use')} ${plural(types.size, 'restricted volume type')} ${quotedSet(types)}`
  return { reason: 'restricted volume types', detail: `${names} ${uses}` }
}

/** The controls. */
export const hostChecks: readonly Check[] = [
  { id: 'hostNamespaces', level: 'baseline', versions: [{ minor: 0, check: hostNamespaces }] },
  { id: 'hostPathVolumes', level: 'baseline', versions: [{ minor: 0, check: hostPathVolumes }] },
  { id: 'hostPorts', level: 'baseline', versions: [{ minor: 0, check: hostPorts }] },
  { id: 'hostProbesAndHostLifecycle', level: 'baseline', versions: [{ minor: 34, check: hostProbes }] },
  { id: 'windowsHostProcess', level: 'baseline', versions: [{ minor: 0, check: windowsHostProcess }] },
  {
    id: 'sysctls',
    level: 'baseline',
    versions: [
      { minor: 0, check: sysctls(SYSCTLS) },
      { minor: 27, check: sysctls(SYSCTLS_27) },
      { minor: 29, check: sysctls(SYSCTLS_29) },
      { minor: 32, check: sysctls(SYSCTLS_32) },
    ],
  },
  {
    id: 'restrictedVolumes',
    level: 'restricted',
    versions: [{ minor: 0, check: restrictedVolumes, overrides: ['hostPathVolumes'] }],
  },
]
