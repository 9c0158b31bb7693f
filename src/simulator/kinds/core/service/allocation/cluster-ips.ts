// Cluster IPs, handed out from the ServiceCIDRs of the cluster; each is held by an IPAddress object of its name.
// Limits: IPv4 only, as the recorded clusters are. Upstream: pkg/registry/core/service/ipallocator/{cidrallocator,ipallocator}.go.
import type { IPAddress, ServiceCIDR } from '../../../../../generated/api/networking.v1.ts'
import type { KindContext } from '../../../contract.ts'
import {
  type CIDR,
  formatCIDR,
  formatIP,
  type IP,
  isIPv4,
  maskedGroups,
  parseCIDR,
} from '../../../lib/validation/names.ts'

/** The resource that says which addresses are taken. */
export const IP_ADDRESSES = 'ipaddresses.networking.k8s.io'
const SERVICE_CIDRS = 'servicecidrs.networking.k8s.io'
const NOT_IN_NETWORK = 'the provided network does not match the current range'

/** The addresses of one network that can be handed out, as numbers. */
interface Range {
  readonly cidr: CIDR
  readonly network: number
  readonly first: number
  readonly last: number
  /** The first address handed out by chance; those below are for who asks for one. */
  readonly dynamic: number
}

function rangeOf(cidr: CIDR): Range {
  const [, , , , , , high = 0, low = 0] = maskedGroups(cidr)
  const network = high * 0x10000 + low
  const size = 2 ** (32 - cidr.bits)
  const reserved = size <= 16 ? 0 : Math.min(Math.max(16, Math.floor(size / 16)), 256)
  return { cidr, network, first: network + 1, last: network + size - 2, dynamic: network + 1 + reserved }
}

const numberOf = ({ groups }: IP): number => groups[6]! * 0x10000 + groups[7]!

const textOf = (address: number): string =>
  `${Math.floor(address / 0x1000000)}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`

/** The ranges of all ServiceCIDRs; only those that may be handed out from unless `all`. */
function ranges({ lister }: KindContext): readonly Range[] {
  const found: Range[] = []
  for (const { metadata, spec, status } of lister.list<ServiceCIDR>(SERVICE_CIDRS)) {
    const ready = status.conditions?.find(({ type }) => type === 'Ready')
    if (metadata.deletionTimestamp || (ready !== undefined && ready.status !== 'True')) continue
    for (const text of spec.cidrs ?? []) {
      const cidr = parseCIDR(text)
      if (cidr?.ip.v4) found.push(rangeOf(cidr))
    }
  }
  return found
}

/** Why this address cannot be had; undefined when it can. */
export function clusterIPProblem(ip: IP, context: KindContext): string | undefined {
  const all = ranges(context)
  const address = isIPv4(ip) ? numberOf(ip) : -1
  const inside = all.find(({ first, last }) => address >= first && address <= last)
  if (context.dryRun) {
    const [range] = all
    if (inside !== undefined || range === undefined) return undefined
    return `the provided IP (${formatIP(ip)}) is not in the valid range. The range of valid IPs is ${formatCIDR(range.cidr)}`
  }
  if (inside === undefined) return NOT_IN_NETWORK
  return isTaken(formatIP(ip), context) ? 'provided IP is already allocated' : undefined
}

const isTaken = (name: string, { lister }: KindContext): boolean =>
  lister.get<IPAddress>(IP_ADDRESSES, '', name) !== undefined

/** A free address, or undefined when there is none. A dry run answers with the network's own: it finds nothing out. */
export function nextClusterIP(context: KindContext): string | undefined {
  for (const { network, first, last, dynamic } of ranges(context)) {
    if (context.dryRun) return textOf(network)
    const found = freeBetween(dynamic, last, context) ?? freeBetween(first, dynamic - 1, context)
    if (found !== undefined) return found
  }
  return undefined
}

function freeBetween(first: number, last: number, context: KindContext): string | undefined {
  const size = last - first + 1
  if (size <= 0) return undefined
  const start = context.random.int(size)
  for (let i = 0; i < size; i++) {
    const name = textOf(first + ((start + i) % size))
    if (!isTaken(name, context)) return name
  }
  return undefined
}

/** The object that holds an address for a service. */
export function ipAddressFor(ip: string, service: { namespace: string; name: string }): IPAddress {
  return {
    kind: 'IPAddress',
    apiVersion: 'networking.k8s.io/v1',
    metadata: {
      name: ip,
      labels: {
        'ipaddress.kubernetes.io/ip-family': 'IPv4',
        'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
      },
    },
    spec: { parentRef: { resource: 'services', ...service } },
  }
}
