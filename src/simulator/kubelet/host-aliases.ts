// Names a pod knows by itself (spec.hostAliases): they stand in its /etc/hosts before the cluster's DNS is asked.
// Upstream: hostsEntriesFromHostAliases in pkg/kubelet/kubelet_pods.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import type { PodNetwork } from '../containers/contract.ts'

/** The network as a pod with names of its own (hostAliases) sees it. */
export function withAliases({ spec }: Pod, network: PodNetwork): PodNetwork {
  const aliases = spec.hostAliases ?? []
  if (aliases.length === 0) return network
  const own = (name: string) => aliases.find(({ hostnames }) => hostnames?.includes(name) === true)?.ip
  const addresses = (name: string): readonly string[] => {
    const ip = own(name)
    return ip === undefined ? network.addresses(name) : [ip]
  }
  return { ...network, addresses, resolve: (name) => addresses(name)[0] }
}
