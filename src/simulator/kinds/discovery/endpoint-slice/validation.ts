// What an endpoint slice must look like. Upstream: pkg/apis/discovery/validation/validation.go.
import type { Endpoint, EndpointHints, EndpointPort, EndpointSlice } from '../../../../generated/api/discovery.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateEndpointIP } from '../../lib/endpoints/endpoint-ip.ts'
import { PROTOCOLS } from '../../lib/ports/protocol.ts'
import { semanticEqual, validateLabels } from '../../lib/validation/metadata.ts'
import {
  isDNS1123Label,
  isFullyQualifiedDomainName,
  isIPv4,
  isQualifiedName,
  isValidIP,
  isValidIPForLegacyField,
  isValidLabelValue,
  nameIsDNSSubdomain,
  parseIP,
} from '../../lib/validation/names.ts'

const ADDRESS_TYPE = Path.of('addressType')
const PORTS = Path.of('ports')
const ENDPOINTS = Path.of('endpoints')
const ADDRESS_TYPES: readonly string[] = ['FQDN', 'IPv4', 'IPv6']
const MAX_TOPOLOGY = 16
const MAX_ADDRESSES = 100
const MAX_PORTS = 20_000
const MAX_ENDPOINTS = 1000
const MAX_HINTS = 8
const ZONE = 'topology.kubernetes.io/zone'

/** ValidateEndpointSlice but for metadata; endpoints that do not change stay as they are. */
export function validateSlice(
  object: EndpointSlice,
  old: EndpointSlice | undefined,
  errors: FieldErrors,
  strict: boolean,
): void {
  const { addressType } = object
  if (addressType === '') errors.required(ADDRESS_TYPE)
  else if (!ADDRESS_TYPES.includes(addressType)) errors.notSupported(ADDRESS_TYPE, addressType, ADDRESS_TYPES)
  validatePorts(object.ports ?? [], errors)
  const found = new FieldErrors()
  validateEndpoints(object, found, strict)
  if (found.length > 0 && old !== undefined && semanticEqual(old.endpoints, object.endpoints)) return
  errors.list.push(...found.list)
}

function validatePorts(ports: readonly EndpointPort[], errors: FieldErrors): void {
  if (ports.length > MAX_PORTS) return void errors.tooMany(PORTS, ports.length, MAX_PORTS)
  const names = new Set<string>()
  for (const [i, { name = '', protocol, appProtocol }] of ports.entries()) {
    const path = PORTS.index(i)
    if (name) errors.invalidAll(path.child('name'), name, isDNS1123Label(name))
    if (names.has(name)) errors.duplicate(path.child('name'), name)
    names.add(name)
    if (protocol === undefined) errors.required(path.child('protocol'))
    else if (!PROTOCOLS.includes(protocol)) errors.notSupported(path.child('protocol'), protocol, PROTOCOLS)
    if (appProtocol !== undefined) {
      errors.invalidAll(path.child('appProtocol'), appProtocol, isQualifiedName(appProtocol))
    }
  }
}

function validateEndpoints({ addressType, endpoints }: EndpointSlice, errors: FieldErrors, strict: boolean): void {
  const list = endpoints ?? []
  if (list.length > MAX_ENDPOINTS) return void errors.tooMany(ENDPOINTS, list.length, MAX_ENDPOINTS)
  for (const [i, endpoint] of list.entries()) {
    const path = ENDPOINTS.index(i)
    validateAddresses(endpoint.addresses ?? [], addressType, path.child('addresses'), errors, strict)
    validateEndpoint(endpoint, path, errors)
  }
}

function validateAddresses(
  addresses: readonly string[],
  type: string,
  path: Path,
  errors: FieldErrors,
  strict: boolean,
): void {
  if (addresses.length === 0) errors.required(path, 'must contain at least 1 address')
  else if (addresses.length > MAX_ADDRESSES) errors.tooMany(path, addresses.length, MAX_ADDRESSES)
  for (const [i, address] of addresses.entries()) {
    const place = path.index(i)
    if (type === 'FQDN') {
      isFullyQualifiedDomainName(place, address, errors)
      continue
    }
    if (type !== 'IPv4' && type !== 'IPv6') continue
    const before = errors.length
    if (type === 'IPv4') isValidIPForLegacyField(place, address, errors, strict)
    else isValidIP(place, address, errors)
    if (errors.length > before) continue
    if (isIPv4(parseIP(address)!) !== (type === 'IPv4')) errors.invalid(path, address, `must be an ${type} address`)
    validateEndpointIP(address, place, errors)
  }
}

function validateEndpoint(endpoint: Endpoint, path: Path, errors: FieldErrors): void {
  const { nodeName, deprecatedTopology = {}, hostname, hints } = endpoint
  if (nodeName !== undefined) errors.invalidAll(path.child('nodeName'), nodeName, nameIsDNSSubdomain(nodeName, false))
  const topology = path.child('deprecatedTopology')
  const size = Object.keys(deprecatedTopology).length
  if (size > MAX_TOPOLOGY) errors.tooMany(topology, size, MAX_TOPOLOGY)
  validateLabels(deprecatedTopology, topology, errors)
  if (ZONE in deprecatedTopology) errors.internal(topology.key(ZONE), 'reserved key was not removed in conversion')
  if (hostname !== undefined) errors.invalidAll(path.child('hostname'), hostname, isDNS1123Label(hostname))
  if (hints !== undefined) validateHints(hints, path.child('hints'), errors)
}

function validateHints({ forZones = [], forNodes = [] }: EndpointHints, path: Path, errors: FieldErrors): void {
  const zones = path.child('forZones')
  if (forZones.length > MAX_HINTS) return void errors.tooMany(zones, forZones.length, MAX_HINTS)
  validateNames(forZones, zones, isValidLabelValue, errors)
  const nodes = path.child('forNodes')
  if (forNodes.length > MAX_HINTS) return void errors.tooMany(nodes, forNodes.length, MAX_HINTS)
  validateNames(forNodes, nodes, (name) => nameIsDNSSubdomain(name, false), errors)
}

function validateNames(
  list: readonly { readonly name: string }[],
  path: Path,
  rule: (name: string) => readonly string[],
  errors: FieldErrors,
): void {
  const seen = new Set<string>()
  for (const [i, { name }] of list.entries()) {
    const place = path.index(i).child('name')
    if (seen.has(name)) errors.duplicate(place, name)
    seen.add(name)
    errors.invalidAll(place, name, rule(name))
  }
}
