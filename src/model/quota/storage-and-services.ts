// What claims and services use of quotas. Upstream: pkg/quota/v1/evaluator/core/{persistent_volume_claims,services}.go.
import type { PersistentVolumeClaim, ScopedResourceSelectorRequirement, Service } from '../../generated/api/core.v1.ts'
import { compareQuantity, mustParseQuantity, type Quantity, quantityOf, roundUpQuantity } from '../quantity.ts'
import type { Quantities } from '../resource-list.ts'
import { matchesScopeValue, ONE, type QuotaEvaluator } from './evaluator.ts'

const CLASS_INFIX = '.storageclass.storage.k8s.io/'
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class'
const CLAIMS = 'persistentvolumeclaims'
const STORAGE = 'requests.storage'
const CLAIM_NAMES: ReadonlySet<string> = new Set([`count/${CLAIMS}`, CLAIMS, STORAGE])
const SUFFIXES = [CLASS_INFIX + CLAIMS, CLASS_INFIX + STORAGE] as const

function storageOf({ spec, status }: PersistentVolumeClaim): Quantity | undefined {
  const asked = spec.resources?.requests?.['storage']
  if (asked === undefined) return undefined
  const request = roundUpQuantity(mustParseQuantity(asked), 0)
  const allocated = status?.allocatedResources?.['storage']
  if (allocated === undefined) return request
  const other = mustParseQuantity(allocated)
  return compareQuantity(other, request) > 0 ? roundUpQuantity(other, 0) : request
}

function claimUsage(claim: PersistentVolumeClaim): Quantities {
  const storageClass = claim.metadata.annotations?.[CLASS_ANNOTATION] ?? claim.spec.storageClassName ?? ''
  const storage = storageOf(claim)
  const usage: Quantities = { [CLAIMS]: ONE, [`count/${CLAIMS}`]: ONE }
  if (storageClass !== '') usage[storageClass + CLASS_INFIX + CLAIMS] = ONE
  if (storage === undefined) return usage
  usage[STORAGE] = storage
  if (storageClass !== '') usage[storageClass + CLASS_INFIX + STORAGE] = storage
  return usage
}

/** The attributes classes a claim asks for, has, or is getting. */
function attributesClasses({ spec, status }: PersistentVolumeClaim): ReadonlySet<string> {
  const names = [
    spec.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ]
  return new Set(names.filter((name): name is string => !!name))
}

function claimMatchesScope(selector: ScopedResourceSelectorRequirement, claim: PersistentVolumeClaim): boolean {
  if (selector.scopeName !== 'VolumeAttributesClass') return false
  const names = attributesClasses(claim)
  if (names.size === 0) return matchesScopeValue(selector, undefined)
  return [...names].some((name) => matchesScopeValue(selector, name))
}

/** The rules of persistent volume claims. */
export const claimQuota: QuotaEvaluator<PersistentVolumeClaim> = {
  resource: CLAIMS,
  matchingResources: (names) =>
    names.filter((name) => CLAIM_NAMES.has(name) || SUFFIXES.some((suffix) => name.endsWith(suffix))),
  handles: ({ operation, subresource }) =>
    subresource === '' ? operation === 'CREATE' || operation === 'UPDATE' : subresource === 'status',
  frees: (claim, old) =>
    claim.status?.allocatedResources?.['storage'] !== old.status?.allocatedResources?.['storage'] ||
    [...attributesClasses(claim)].join() !== [...attributesClasses(old)].join(),
  matchesScope: claimMatchesScope,
  usage: claimUsage,
}

const SERVICE_NAMES: ReadonlySet<string> = new Set([
  'count/services',
  'services',
  'services.nodeports',
  'services.loadbalancers',
])

function serviceUsage({ spec }: Service): Quantities {
  const ports = spec.ports ?? []
  const balances = spec.type === 'LoadBalancer'
  let nodePorts = 0
  if (balances && spec.allocateLoadBalancerNodePorts === false) nodePorts = ports.filter((port) => port.nodePort).length
  else if (balances || spec.type === 'NodePort') nodePorts = ports.length
  return {
    'count/services': ONE,
    services: ONE,
    'services.loadbalancers': quantityOf(balances ? 1 : 0),
    'services.nodeports': quantityOf(nodePorts),
  }
}

const outside = ({ spec }: Service): string =>
  spec.type === 'NodePort' || spec.type === 'LoadBalancer' ? spec.type : ''

/** The rules of services. */
export const serviceQuota: QuotaEvaluator<Service> = {
  resource: 'services',
  matchingResources: (names) => names.filter((name) => SERVICE_NAMES.has(name)),
  handles: ({ operation, subresource }) => subresource === '' && (operation === 'CREATE' || operation === 'UPDATE'),
  frees: (service, old) => outside(service) !== outside(old),
  matchesScope: () => false,
  usage: serviceUsage,
}
