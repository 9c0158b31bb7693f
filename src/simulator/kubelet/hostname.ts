// What a pod is called on its node: its own hostname or one that replaces it, and the domain it is in.
// Upstream: GeneratePodHostNameAndDomain in pkg/kubelet/kubelet_pods.go, GetNodenameForKernel in pkg/kubelet/util.
import type { Pod } from '../../generated/api/core.v1.ts'
import type { FeatureGates } from '../api/types.ts'

/** Name and domain as /etc/hosts has them, and the name the kernel tells. */
export interface PodHostname {
  readonly name: string
  readonly domain: string
  readonly kernel: string
}

const MOST = 63
const MOST_IN_KERNEL = 64

/** The names of a pod with a network of its own. */
export function hostnameOf({ metadata, spec }: Pod, gates: FeatureGates, clusterDomain: string): PodHostname {
  const { hostname, subdomain, hostnameOverride, setHostnameAsFQDN } = spec
  if (hostnameOverride != null && gates.enabled('HostnameOverride')) {
    const name = truncated(hostnameOverride)
    return { name, domain: '', kernel: name }
  }
  const name = truncated(hostname || metadata.name || '')
  const domain = subdomain ? `${subdomain}.${metadata.namespace}.svc.${clusterDomain}` : ''
  return { name, domain, kernel: domain !== '' && setHostnameAsFQDN === true ? `${name}.${domain}` : name }
}

/** Why the kernel cannot be told the name. */
export function hostnameError(pod: Pod, gates: FeatureGates, clusterDomain: string): string | undefined {
  const { kernel } = hostnameOf(pod, gates, clusterDomain)
  if (kernel.length <= MOST_IN_KERNEL) return undefined
  const amounts = `(${MOST_IN_KERNEL} characters is the max, ${kernel.length} characters requested)`
  return `failed to construct FQDN from pod hostname and cluster domain, FQDN ${kernel} is too long ${amounts}`
}

/** Names are cut to what a label may have, and do not end in a dash or dot. */
const truncated = (name: string): string => (name.length <= MOST ? name : name.slice(0, MOST).replace(/[-.]+$/, ''))
