// How a pod's containers resolve names: what is written into /etc/resolv.conf, by its DNS policy and its own dnsConfig; what goes
// beyond the limits is left out and told. A node's own resolver is its network's first address.
// Upstream: pkg/kubelet/network/dns/dns.go; the file as containerd writes it.
import type { Pod, PodDNSConfigOption } from '../../generated/api/core.v1.ts'
import { podLabel } from './node-context.ts'
import type { KubeletSettings } from './settings.ts'

/** What a pod's resolver is set to; `problems` are the messages of DNSConfigForming events. */
export interface DnsSettings {
  readonly servers: readonly string[]
  readonly searches: readonly string[]
  readonly options: readonly string[]
  readonly problems: readonly string[]
}

/** What a kubelet knows of the cluster's DNS. */
export type ClusterDns = Pick<KubeletSettings, 'clusterDNS' | 'clusterDomain'>

const NODE_SERVER = '192.168.0.1'
const MAX_SERVERS = 3
const MAX_SEARCHES = 32
const MAX_SEARCH_LETTERS = 2048

/** The settings of a pod. */
export function dnsOf({ metadata, spec }: Pod, cluster: ClusterDns): DnsSettings {
  const base = baseOf(spec, metadata.namespace ?? 'default', cluster)
  const { nameservers, searches, options } = spec.dnsConfig ?? {}
  const problems: string[] = []
  const servers = [...new Set([...base.servers, ...(nameservers ?? [])])]
  const kept = servers.slice(0, MAX_SERVERS)
  if (kept.length < servers.length)
    problems.push(
      `Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: ${kept.join(' ')}`,
    )
  const paths = [...new Set([...base.searches, ...(searches ?? [])])]
  const fitting = fittingSearches(paths)
  if (fitting.length < paths.length)
    problems.push(
      `Search Line limits were exceeded, some search paths have been omitted, the applied search line is: ${fitting.join(' ')}`,
    )
  return { servers: kept, searches: fitting, options: mergedOptions(base.options, options ?? []), problems }
}

/** The file. */
export function resolvConf({ servers, searches, options }: DnsSettings): string {
  const search = searches.length > 0 ? `search ${searches.join(' ')}\n` : ''
  const nameservers = servers.map((server) => `nameserver ${server}\n`).join('')
  return `${search}${nameservers}${options.length > 0 ? `options ${options.join(' ')}\n` : ''}`
}

type Base = Pick<DnsSettings, 'servers' | 'searches' | 'options'>

/** Whether the policy of a pod is to ask the cluster. */
function asksCluster({ dnsPolicy, hostNetwork }: Pod['spec']): boolean {
  if (dnsPolicy === 'None' || dnsPolicy === 'Default') return false
  return dnsPolicy === 'ClusterFirstWithHostNet' || hostNetwork !== true
}

/** What is told of the node and its pod when the pod would ask the cluster and its kubelet knows no server there. */
export function missingDns(pod: Pod, { clusterDNS }: ClusterDns): { node: string; pod: string } | undefined {
  if (clusterDNS.length > 0 || !asksCluster(pod.spec)) return undefined
  const node =
    'kubelet does not have ClusterDNS IP configured and cannot create Pod using "ClusterFirst" policy. Falling back to "Default" policy.'
  return { node, pod: `pod: "${podLabel(pod)}". ${node}` }
}

function baseOf(spec: Pod['spec'], namespace: string, { clusterDNS, clusterDomain }: ClusterDns): Base {
  if (spec.dnsPolicy === 'None') return { servers: [], searches: [], options: [] }
  if (!asksCluster(spec) || clusterDNS.length === 0) return { servers: [NODE_SERVER], searches: [], options: [] }
  const searches =
    clusterDomain === '' ? [] : [`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain]
  return { servers: clusterDNS, searches, options: ['ndots:5'] }
}

function fittingSearches(paths: readonly string[]): string[] {
  const fitting = paths.slice(0, MAX_SEARCHES)
  while (fitting.join(' ').length > MAX_SEARCH_LETTERS) fitting.pop()
  return fitting
}

/** An option a pod names takes the place of one of that name. */
function mergedOptions(base: readonly string[], own: readonly PodDNSConfigOption[]): string[] {
  const merged = new Map<string, string>()
  for (const option of base) {
    const colon = option.indexOf(':')
    if (colon < 0) merged.set(option, '')
    else merged.set(option.slice(0, colon), option.slice(colon + 1))
  }
  for (const { name = '', value } of own) merged.set(name, value ?? '')
  return [...merged].map(([name, value]) => (value === '' ? name : `${name}:${value}`))
}
