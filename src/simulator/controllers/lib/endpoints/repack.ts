// Brings the subsets of Endpoints into their canonical form: every set of addresses once with all the ports it offers.
// Upstream: pkg/api/v1/endpoints/util.go.
import type { EndpointAddress, EndpointPort, EndpointSubset } from '../../../../generated/api/core.v1.ts'
import { sortCorePorts, sortSubsets } from './go-hash.ts'

type Readiness = Map<EndpointAddress, boolean>
type Offer = readonly [EndpointPort | undefined, Readiness]

interface Group {
  readonly addresses: Readiness
  readonly ports: EndpointPort[]
}

const portKey = ({ name = '', port, protocol = '', appProtocol }: EndpointPort): string =>
  `${name}/${port}/${protocol}/${appProtocol ?? ''}`
const addressKey = ({ ip, targetRef }: EndpointAddress): string => `${ip}/${targetRef?.uid ?? ''}`

const less = (a: EndpointAddress, b: EndpointAddress): number => {
  if (a.ip !== b.ip) return a.ip < b.ip ? -1 : 1
  const [left, right] = [a.targetRef?.uid ?? '', b.targetRef?.uid ?? '']
  return left < right ? -1 : left > right ? 1 : 0
}

/** RepackSubsets. */
export function repackSubsets(subsets: readonly EndpointSubset[]): EndpointSubset[] {
  const groups = new Map<string, Group>()
  for (const [port, addresses] of addressesByPort(subsets).values()) {
    const key = [...addresses]
      .map(([address, ready]) => `${addressKey(address)}=${ready}`)
      .sort()
      .join(' ')
    let group = groups.get(key)
    if (group === undefined) {
      group = { addresses, ports: [] }
      groups.set(key, group)
    }
    if (port !== undefined) group.ports.push(port)
  }
  return sortSubsets([...groups.values()].map(subsetOf))
}

/** Each port with the addresses that offer it; undefined stands for subsets without ports. Not ready trumps ready. */
function addressesByPort(subsets: readonly EndpointSubset[]): Map<string, Offer> {
  const byPort = new Map<string, Offer>()
  const canonical = new Map<string, EndpointAddress>()
  const put = (
    port: EndpointPort | undefined,
    addresses: readonly EndpointAddress[] | undefined,
    ready: boolean,
  ): void => {
    const key = port === undefined ? '' : portKey(port)
    for (const address of addresses ?? []) {
      const id = addressKey(address)
      const same = canonical.get(id) ?? address
      canonical.set(id, same)
      const entry: Offer = byPort.get(key) ?? [port, new Map()]
      byPort.set(key, entry)
      if (entry[1].get(same) !== false) entry[1].set(same, ready)
    }
  }
  for (const { ports, addresses, notReadyAddresses } of subsets) {
    for (const port of ports?.length ? ports : [undefined]) {
      put(port, addresses, true)
      put(port, notReadyAddresses, false)
    }
  }
  return byPort
}

function subsetOf({ addresses, ports }: Group): EndpointSubset {
  const ready: EndpointAddress[] = []
  const notReady: EndpointAddress[] = []
  for (const [address, isReady] of addresses) (isReady ? ready : notReady).push(address)
  return {
    ...(ready.length > 0 ? { addresses: ready.sort(less) } : {}),
    ...(notReady.length > 0 ? { notReadyAddresses: notReady.sort(less) } : {}),
    ...(ports.length > 0 ? { ports: sortCorePorts(ports) } : {}),
  }
}
