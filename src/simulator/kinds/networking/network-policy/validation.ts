// What the spec of a network policy must be: selectors, ports, peers, networks.
// Upstream: ValidateNetworkPolicySpec in pkg/apis/networking/validation/validation.go.
import type {
  IPBlock,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from '../../../../generated/api/networking.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateLabelSelector } from '../../lib/validation/labels.ts'
import {
  containsIP,
  isValidCIDRForLegacyField,
  isValidPortName,
  isValidPortNum,
  parseCIDR,
} from '../../lib/validation/names.ts'

const SPEC = Path.of('spec')
const INGRESS = SPEC.child('ingress')
const EGRESS = SPEC.child('egress')
const POLICY_TYPES = SPEC.child('policyTypes')
const TYPES: readonly string[] = ['Ingress', 'Egress']
const PROTOCOLS: readonly string[] = ['TCP', 'UDP', 'SCTP']

interface PolicyOptions {
  readonly allowInvalidLabelValue: boolean
  /** Networks of the stored policy pass unseen, wherever they stand. */
  readonly kept: readonly string[]
  readonly strict: boolean
}

function optionsFor(old: NetworkPolicySpec | undefined, strict: boolean): PolicyOptions {
  if (old === undefined) return { allowInvalidLabelValue: false, kept: [], strict }
  const errors = new FieldErrors()
  validateLabelSelector(old.podSelector, SPEC, errors)
  const kept: string[] = []
  eachPeer(old, ({ ipBlock }) => {
    if (ipBlock) kept.push(ipBlock.cidr, ...(ipBlock.except ?? []))
  })
  return { allowInvalidLabelValue: errors.length > 0, kept, strict }
}

/** Calls `visit` with every peer of a policy, those of ingress first. */
export function eachPeer(spec: NetworkPolicySpec, visit: (peer: NetworkPolicyPeer, path: Path) => void): void {
  for (const [i, { from = [] }] of (spec.ingress ?? []).entries()) {
    for (const [j, peer] of from.entries()) visit(peer, INGRESS.index(i).child('from').index(j))
  }
  for (const [i, { to = [] }] of (spec.egress ?? []).entries()) {
    for (const [j, peer] of to.entries()) visit(peer, EGRESS.index(i).child('to').index(j))
  }
}

/** ValidateNetworkPolicySpec; `old` is the stored spec on an update. */
export function validatePolicySpec(
  spec: NetworkPolicySpec,
  old: NetworkPolicySpec | undefined,
  errors: FieldErrors,
  strict: boolean,
): void {
  const options = optionsFor(old, strict)
  validateLabelSelector(spec.podSelector, SPEC.child('podSelector'), errors, options)
  for (const [i, { ports = [], from = [] }] of (spec.ingress ?? []).entries()) {
    validateRule(ports, from, 'from', INGRESS.index(i), errors, options)
  }
  for (const [i, { ports = [], to = [] }] of (spec.egress ?? []).entries()) {
    validateRule(ports, to, 'to', EGRESS.index(i), errors, options)
  }
  const types = spec.policyTypes ?? []
  if (types.length > TYPES.length) errors.invalid(POLICY_TYPES, types, 'may not specify more than two policyTypes')
  else {
    for (const [i, type] of types.entries()) {
      if (!TYPES.includes(type)) errors.notSupported(POLICY_TYPES.index(i), type, TYPES)
    }
  }
}

function validateRule(
  ports: readonly NetworkPolicyPort[],
  peers: readonly NetworkPolicyPeer[],
  side: 'from' | 'to',
  path: Path,
  errors: FieldErrors,
  options: PolicyOptions,
): void {
  for (const [i, port] of ports.entries()) validatePort(port, path.child('ports').index(i), errors)
  for (const [i, peer] of peers.entries()) validatePeer(peer, path.child(side).index(i), errors, options)
}

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, path: Path, errors: FieldErrors): void {
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
    errors.notSupported(path.child('protocol'), protocol, PROTOCOLS)
  }
  const end = path.child('endPort')
  if (port === undefined || port === null) {
    if (endPort !== undefined) errors.invalid(end, endPort, 'may not be specified when `port` is not specified')
  } else if (typeof port === 'number') {
    errors.invalidAll(path.child('port'), port, isValidPortNum(port))
    if (endPort === undefined) return
    if (endPort < port) errors.invalid(end, port, 'must be greater than or equal to `port`')
    errors.invalidAll(end, endPort, isValidPortNum(endPort))
  } else {
    if (endPort !== undefined) errors.invalid(end, endPort, 'may not be specified when `port` is non-numeric')
    errors.invalidAll(path.child('port'), port, isValidPortName(port))
  }
}

function validatePeer(peer: NetworkPolicyPeer, path: Path, errors: FieldErrors, options: PolicyOptions): void {
  const { podSelector, namespaceSelector, ipBlock } = peer
  validateLabelSelector(podSelector, path.child('podSelector'), errors, options)
  validateLabelSelector(namespaceSelector, path.child('namespaceSelector'), errors, options)
  if (ipBlock) validateIPBlock(ipBlock, path.child('ipBlock'), errors, options)
  const count = [podSelector, namespaceSelector, ipBlock].filter((part) => part !== undefined).length
  if (count === 0) errors.required(path, 'must specify a peer')
  else if (count > 1 && ipBlock) errors.forbidden(path, 'may not specify both ipBlock and another peer')
}

function validateIPBlock({ cidr, except = [] }: IPBlock, path: Path, errors: FieldErrors, options: PolicyOptions) {
  const { strict, kept } = options
  if (cidr === '') {
    errors.required(path.child('cidr'))
    return
  }
  isValidCIDRForLegacyField(path.child('cidr'), cidr, errors, strict, kept)
  const network = parseCIDR(cidr)
  if (network === undefined) return
  for (const [i, text] of except.entries()) {
    const place = path.child('except').index(i)
    isValidCIDRForLegacyField(place, text, errors, strict, kept)
    const part = parseCIDR(text)
    if (part === undefined) continue
    if (!containsIP(network, part.ip) || network.bits >= part.bits) {
      errors.invalid(place, text, 'must be a strict subset of `cidr`')
    }
  }
}
