// The order upstream gives ports and subsets: by the FNV-1a hash (128 bits) of their Go dump. Dumps are those of spew with
// `%#v`, field by field in Go's order. Upstream: k8s.io/utils/dump, pkg/util/hash, endpointslice/util NewPortMapKey.
import type {
  EndpointPort as CorePort,
  EndpointAddress,
  EndpointSubset,
  ObjectReference,
} from '../../../../generated/api/core.v1.ts'
import type { EndpointPort } from '../../../../generated/api/discovery.v1.ts'

const OFFSET: readonly number[] = [0x6295c58d, 0x62b82175, 0x07bb0142, 0x6c62272e]
const PRIME_LOW = 0x13b
const WORD = 0x1_0000_0000

const KEPT = 4096
const known = new Map<string, string>()

/** The hash of a dump as 32 hexadecimal digits; remembered, up to a bound. */
export function hashOf(dump: string): string {
  let hash = known.get(dump)
  if (hash === undefined) {
    hash = fnv128a(dump)
    if (known.size >= KEPT) known.clear()
    known.set(dump, hash)
  }
  return hash
}

/** The prime is 2^88 + 0x13b: one small product and one shifted copy per byte. */
function fnv128a(text: string): string {
  let [a = 0, b = 0, c = 0, d = 0] = OFFSET
  for (const byte of Buffer.from(text)) {
    const low = (a ^ byte) >>> 0
    const w0 = low * PRIME_LOW
    const w1 = b * PRIME_LOW + Math.floor(w0 / WORD)
    const w2 = c * PRIME_LOW + Math.floor(w1 / WORD) + ((low << 24) >>> 0)
    const w3 = d * PRIME_LOW + Math.floor(w2 / WORD) + (((b << 24) >>> 0) | (low >>> 8))
    a = w0 >>> 0
    b = w1 % WORD
    c = w2 % WORD
    d = w3 % WORD
  }
  return [d, c, b, a].map((word) => word.toString(16).padStart(8, '0')).join('')
}

const pointer = (type: string, value: string | number | undefined): string =>
  `(*${type})${value === undefined ? '<nil>' : value}`

const dumpPort = ({ name, protocol, port, appProtocol }: EndpointPort): string =>
  `(v1.EndpointPort){Name:${pointer('string', name)} Protocol:${pointer('v1.Protocol', protocol)} ` +
  `Port:${pointer('int32', port)} AppProtocol:${pointer('string', appProtocol)}}`

const dumpCorePort = ({ name = '', port, protocol = '', appProtocol }: CorePort): string =>
  `(v1.EndpointPort){Name:(string)${name} Port:(int32)${port} Protocol:(v1.Protocol)${protocol} ` +
  `AppProtocol:${pointer('string', appProtocol)}}`

function dumpReference(reference: ObjectReference | undefined): string {
  if (reference === undefined) return '(*v1.ObjectReference)<nil>'
  const {
    kind = '',
    namespace = '',
    name = '',
    uid = '',
    apiVersion = '',
    resourceVersion = '',
    fieldPath = '',
  } = reference
  return (
    `(*v1.ObjectReference){Kind:(string)${kind} Namespace:(string)${namespace} Name:(string)${name} UID:(types.UID)${uid} ` +
    `APIVersion:(string)${apiVersion} ResourceVersion:(string)${resourceVersion} FieldPath:(string)${fieldPath}}`
  )
}

const dumpAddress = ({ ip, hostname = '', nodeName, targetRef }: EndpointAddress): string =>
  `(v1.EndpointAddress){IP:(string)${ip} Hostname:(string)${hostname} NodeName:${pointer('string', nodeName)} ` +
  `TargetRef:${dumpReference(targetRef)}}`

const dumpList = <T>(type: string, items: readonly T[] | undefined, dump: (item: T) => string): string =>
  `([]${type})${items === undefined ? '<nil>' : `[${items.map(dump).join(' ')}]`}`

const dumpSubset = ({ addresses, notReadyAddresses, ports }: EndpointSubset): string =>
  `(v1.EndpointSubset){Addresses:${dumpList('v1.EndpointAddress', addresses, dumpAddress)} ` +
  `NotReadyAddresses:${dumpList('v1.EndpointAddress', notReadyAddresses, dumpAddress)} ` +
  `Ports:${dumpList('v1.EndpointPort', ports, dumpCorePort)}}`

function byHash<T>(items: T[], dump: (item: T) => string): T[] {
  if (items.length < 2) return items
  const hashes = new Map(items.map((item) => [item, hashOf(dump(item))]))
  return items.sort((a, b) => (hashes.get(a)! < hashes.get(b)! ? -1 : 1))
}

/** Sorts a slice's ports in place, as upstream does whenever it groups slices by them. */
export const sortPorts = (ports: EndpointPort[]): EndpointPort[] => byHash(ports, dumpPort)

/** Sorts the ports of an Endpoints subset in place. */
export const sortCorePorts = (ports: CorePort[]): CorePort[] => byHash(ports, dumpCorePort)

/** Sorts the subsets of Endpoints in place. */
export const sortSubsets = (subsets: EndpointSubset[]): EndpointSubset[] => byHash(subsets, dumpSubset)

/** What two lists of ports have in common when they are the same ports (NewPortMapKey); sorts a copy. */
export const portMapKey = (ports: readonly EndpointPort[] | null): string =>
  dumpList('v1.EndpointPort', sortPorts([...(ports ?? [])]), dumpPort)
