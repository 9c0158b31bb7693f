// What a node must look like whenever it is written.
// Upstream: ValidateNode and its parts in pkg/apis/core/validation/validation.go.
import type { Node } from '../../../../generated/api/core.v1.ts'
import { quote } from '../../../../model/quote.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext } from '../../contract.ts'
import {
  DNS_SUBDOMAIN_MAX_LENGTH,
  isIPv4,
  isValidCIDRForLegacyField,
  longerThan,
  parseCIDR,
} from '../../lib/validation/names.ts'
import { validateResourceQuantityValue } from '../../lib/validation/resource-names.ts'
import { TAINTS, validateTaints } from './taints.ts'
import { validateNodeAnnotations } from './validation-annotations.ts'

const POD_CIDRS = Path.of('spec', 'podCIDRs')
const CAPACITY = Path.of('status', 'capacity')
const ALLOCATABLE = Path.of('status', 'allocatable')
const DECLARED_FEATURES = Path.of('status', 'declaredFeatures')
const SWAP_CAPACITY = Path.of('metadata', 'nodeSwapStatus', 'capacity')
const FEATURE = /^[A-Z][a-zA-Z0-9]*(\/[a-zA-Z][a-zA-Z0-9]*)*$/

/** ValidateNode. */
export function validateNode(node: Node, errors: FieldErrors, context: KindContext): void {
  validateNodeAnnotations(node, errors)
  validateTaints(node.spec.taints ?? [], TAINTS, errors)
  validateNodeResources(node, errors)
  const swap = node.status.nodeInfo.swap?.capacity
  if (swap !== undefined && swap <= 0) errors.invalid(SWAP_CAPACITY, swap, 'must be greater than zero')
  validateDeclaredFeatures(node, errors)
  validatePodCIDRs(node.spec.podCIDRs ?? [], errors, context.gates.enabled('StrictIPCIDRValidation'))
}

/** Capacity and allocatable: amounts that make sense. */
export function validateNodeResources(node: Node, errors: FieldErrors): void {
  const { capacity, allocatable } = node.status
  for (const name in capacity) validateResourceQuantityValue(name, capacity[name]!, CAPACITY.child(name), errors)
  for (const name in allocatable) {
    validateResourceQuantityValue(name, allocatable[name]!, ALLOCATABLE.child(name), errors)
  }
}

/** status.declaredFeatures: named like features, sorted, no one twice. */
export function validateDeclaredFeatures(node: Node, errors: FieldErrors): void {
  const features = node.status.declaredFeatures ?? []
  for (const [i, feature] of features.entries()) {
    const problem = featureProblem(feature)
    if (problem !== undefined) {
      errors.invalid(DECLARED_FEATURES.index(i), feature, `invalid feature name ${quote(feature)}: ${problem}`)
    }
    const next = features[i + 1]
    if (next === undefined) continue
    if (feature === next) errors.duplicate(DECLARED_FEATURES.index(i + 1), next)
    else if (feature > next) errors.invalid(DECLARED_FEATURES.index(i + 1), next, 'list must be sorted alphabetically')
  }
}

function featureProblem(feature: string): string | undefined {
  if (longerThan(feature, DNS_SUBDOMAIN_MAX_LENGTH)) {
    return `must be no more than ${DNS_SUBDOMAIN_MAX_LENGTH} characters`
  }
  if (FEATURE.test(feature)) return undefined
  return "must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes"
}

/** spec.podCIDRs: valid, and at most one of each family. */
function validatePodCIDRs(cidrs: readonly string[], errors: FieldErrors, strict: boolean): void {
  for (const [i, cidr] of cidrs.entries()) isValidCIDRForLegacyField(POD_CIDRS.index(i), cidr, errors, strict)
  if (cidrs.length < 2) return
  const parsed = cidrs.map((cidr) => parseCIDR(cidr))
  const broken = parsed.indexOf(undefined)
  if (broken !== -1) {
    const cause = `invalid CIDR[${broken}]: <nil> (invalid CIDR address: ${cidrs[broken]})`
    errors.internal(POD_CIDRS, `invalid PodCIDRs. failed to check with dual stack with error:${cause}`)
  }
  const families = new Set(parsed.map((cidr) => cidr && isIPv4(cidr.ip)))
  if (broken !== -1 || families.size < 2 || cidrs.length > 2) {
    errors.invalid(POD_CIDRS, cidrs, 'may specify no more than one CIDR for each IP family')
  }
}
