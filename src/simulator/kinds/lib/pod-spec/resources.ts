// Requests, limits and claims of containers and pods, and the policies of resizing them.
// Upstream: pkg/apis/core/validation/validation.go (validateResourceRequirements, validateResizePolicy).
import type { ContainerResizePolicy, ResourceClaim, ResourceRequirements } from '../../../../generated/api/core.v1.ts'
import { compareQuantity, formatQuantity, mustParseQuantity } from '../../../../model/quantity.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isDNS1123Label } from '../validation/names.ts'
import {
  isHugePageResourceName,
  isOvercommitAllowed,
  validateContainerResourceName,
  validateResourceName,
  validateResourceQuantityValue,
} from '../validation/resource-names.ts'
import type { PodValidationOptions } from './options.ts'
import { hugePagesDivide, isPodLevelResource, POD_LEVEL_RESOURCES } from './resource-names.ts'

type ResourceList = Readonly<Record<string, string>>
type NameRule = (name: string, path: Path, errors: FieldErrors) => void

function validatePodResourceName(name: string, path: Path, errors: FieldErrors): void {
  const before = errors.length
  validateResourceName(name, path, errors)
  if (errors.length === before && !isPodLevelResource(name)) errors.notSupported(path, name, POD_LEVEL_RESOURCES)
}

/** Requests, limits and claims of a container, or an overhead given as limits. */
export function validateContainerResources(
  resources: ResourceRequirements,
  claimNames: ReadonlySet<string>,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const { limits, requests, claims } = resources
  if (limits === undefined && requests === undefined && claims === undefined) return
  validateRequirements(resources, validateContainerResourceName, path, errors, options)
  if (claims) validateClaimNames(claims, claimNames, path.child('claims'), errors)
}

/** Requests, limits and claims of the pod as a whole. */
export function validatePodRequirements(
  resources: ResourceRequirements,
  claimNames: ReadonlySet<string>,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  validateRequirements(resources, validatePodResourceName, path, errors, options)
  if (resources.claims) validateClaimNames(resources.claims, claimNames, path.child('claims'), errors)
}

function validateRequirements(
  { limits = {}, requests = {} }: ResourceRequirements,
  nameRule: NameRule,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const limitsPath = path.child('limits')
  const requestsPath = path.child('requests')
  for (const name of Object.keys(limits)) validateAmount(name, limits, nameRule, limitsPath, errors, options)
  for (const name of Object.keys(requests)) {
    validateAmount(name, requests, nameRule, requestsPath, errors, options, () =>
      compareWithLimit(name, requests, limits, { limitsPath, requestsPath, errors }),
    )
  }
  const computes = 'cpu' in limits || 'memory' in limits || 'cpu' in requests || 'memory' in requests
  if (computes) return
  if (Object.keys(limits).some(isHugePageResourceName) || Object.keys(requests).some(isHugePageResourceName)) {
    errors.forbidden(path, 'HugePages require cpu or memory')
  }
}

function validateAmount(
  name: string,
  list: ResourceList,
  nameRule: NameRule,
  listPath: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
  compare?: () => void,
): void {
  const text = list[name]!
  const path = listPath.key(name)
  nameRule(name, path, errors)
  validateResourceQuantityValue(name, text, path, errors)
  compare?.()
  if (isHugePageResourceName(name) && !options.allowIndivisibleHugePagesValues && !hugePagesDivide(name, text)) {
    const amount = formatQuantity(mustParseQuantity(text))
    errors.invalid(path, amount, `${amount} is not positive integer multiple of ${name}`)
  }
}

function compareWithLimit(
  name: string,
  requests: ResourceList,
  limits: ResourceList,
  { limitsPath, requestsPath, errors }: { limitsPath: Path; requestsPath: Path; errors: FieldErrors },
): void {
  const limitText = limits[name]
  const overcommit = isOvercommitAllowed(name)
  if (limitText === undefined) {
    if (!overcommit) errors.required(limitsPath, 'Limit must be set for non overcommitable resources')
    return
  }
  const request = mustParseQuantity(requests[name]!)
  const limit = mustParseQuantity(limitText)
  const order = compareQuantity(request, limit)
  if (order !== 0 && !overcommit) {
    const detail = `must be equal to ${name} limit of ${formatQuantity(limit)}`
    errors.invalid(requestsPath, formatQuantity(request), detail)
  } else if (order > 0) {
    const detail = `must be less than or equal to ${name} limit of ${formatQuantity(limit)}`
    errors.invalid(requestsPath, formatQuantity(request), detail)
  }
}

function validateClaimNames(
  claims: readonly ResourceClaim[],
  podClaimNames: ReadonlySet<string>,
  path: Path,
  errors: FieldErrors,
): void {
  const names = new Set<string>()
  for (const [i, { name, request }] of claims.entries()) {
    const place = path.index(i)
    if (name === '') {
      errors.required(place)
      continue
    }
    validateClaimUse(name, request, names, place, errors)
    if (podClaimNames.has(name)) continue
    const known = podClaimNames.size === 0 ? ' which is empty' : `: ${[...podClaimNames].sort().join(', ')}`
    errors.notFound(place, name, `must be one of the names in pod.spec.resourceClaims${known}`)
  }
}

/** A claim may be named once as a whole, or once for each of its requests. */
function validateClaimUse(
  name: string,
  request: string | undefined,
  names: Set<string>,
  path: Path,
  errors: FieldErrors,
): void {
  if (names.has(name)) {
    errors.duplicate(path, name)
    return
  }
  let key = name
  if (request) {
    errors.invalidAll(path.child('request'), request, isDNS1123Label(request))
    key = `${name}/${request}`
  }
  if (names.has(key)) errors.duplicate(path, key)
  else if (!request) {
    for (const other of names) if (other.startsWith(`${name}/`)) errors.duplicate(path, name)
  }
  names.add(key)
}

const RESIZE_RESOURCES = ['cpu', 'memory']
const RESIZE_POLICIES = ['NotRequired', 'RestartContainer']

/** What happens to a container when its resources are resized; all but duplicates is told at the list. */
export function validateResizePolicy(
  policies: readonly ContainerResizePolicy[],
  path: Path,
  podRestartPolicy: string,
  errors: FieldErrors,
): void {
  const seen = new Set<string>()
  for (const [i, { resourceName, restartPolicy }] of policies.entries()) {
    if (seen.has(resourceName)) errors.duplicate(path.index(i), resourceName)
    seen.add(resourceName)
    if (resourceName === '') errors.required(path)
    else if (!RESIZE_RESOURCES.includes(resourceName)) errors.notSupported(path, resourceName, RESIZE_RESOURCES)
    if (restartPolicy === '') errors.required(path)
    else if (!RESIZE_POLICIES.includes(restartPolicy)) errors.notSupported(path, restartPolicy, RESIZE_POLICIES)
    if (podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      errors.invalid(path, restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'")
    }
  }
}
