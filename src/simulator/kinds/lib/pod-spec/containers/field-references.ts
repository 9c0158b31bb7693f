// References to fields and resources of the pod itself (the downward API), from environment variables and volumes.
// Upstream: pkg/apis/core/validation/validation.go (validateObjectFieldSelector, validateContainerResourceFieldSelector),
// pkg/apis/core/pods/helpers.go (ConvertDownwardAPIFieldLabel), pkg/fieldpath.
import type { ObjectFieldSelector, ResourceFieldSelector } from '../../../../../generated/api/core.v1.ts'
import { formatQuantity, isZero, mustParseQuantity } from '../../../../../model/quantity.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { isQualifiedName } from '../../validation/names.ts'

/** Fields an environment variable may take its value from. */
export const ENV_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]

/** Fields a file of a volume may take its content from. */
export const VOLUME_FIELDS: readonly string[] = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
]

const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
])

const SUBSCRIPTED = /^(.+?)\['(.*)'\]$/s

/** `metadata.labels['a']` in its two parts; undefined for a path without subscript. */
function splitSubscript(fieldPath: string): { path: string; subscript: string } | undefined {
  if (!fieldPath.endsWith("']")) return undefined
  const match = SUBSCRIPTED.exec(fieldPath)
  return match ? { path: match[1]!, subscript: match[2]! } : undefined
}

/** What keeps a field path from being one of a pod; undefined when it is. */
function conversionProblem(version: string, fieldPath: string): string | undefined {
  if (version !== 'v1') return `unsupported pod version: ${version}`
  const parts = splitSubscript(fieldPath)
  if (parts !== undefined) {
    if (parts.path === 'metadata.annotations' || parts.path === 'metadata.labels') return undefined
    return `field label does not support subscript: ${fieldPath}`
  }
  if (KNOWN_FIELDS.has(fieldPath) || fieldPath === 'spec.host') return undefined
  return `field label not supported: ${fieldPath}`
}

/** A reference to a field of the pod; `allowed` sorted, as it is printed. */
export function validateFieldRef(
  ref: ObjectFieldSelector,
  allowed: readonly string[],
  path: Path,
  errors: FieldErrors,
): void {
  if (!ref.apiVersion) {
    errors.required(path.child('apiVersion'))
    return
  }
  if (ref.fieldPath === '') {
    errors.required(path.child('fieldPath'))
    return
  }
  const problem = conversionProblem(ref.apiVersion, ref.fieldPath)
  if (problem !== undefined) {
    errors.invalid(path.child('fieldPath'), ref.fieldPath, `error converting fieldPath: ${problem}`)
    return
  }
  const parts = splitSubscript(ref.fieldPath)
  if (parts !== undefined) {
    const key = parts.path === 'metadata.annotations' ? parts.subscript.toLowerCase() : parts.subscript
    errors.invalidAll(path, key, isQualifiedName(key))
    return
  }
  const internal = ref.fieldPath === 'spec.host' ? 'spec.nodeName' : ref.fieldPath
  if (!allowed.includes(internal)) errors.notSupported(path.child('fieldPath'), internal, allowed)
}

const RESOURCE_FIELDS = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
]
const isHugePagesField = (resource: string): boolean =>
  resource.startsWith('requests.hugepages-') || resource.startsWith('limits.hugepages-')

/** A reference to a resource of a container; a volume must name the container. */
export function validateResourceFieldRef(
  ref: ResourceFieldSelector,
  path: Path,
  errors: FieldErrors,
  { volume }: { volume: boolean },
): void {
  const { resource } = ref
  if (volume && !ref.containerName) errors.required(path.child('containerName'))
  else if (resource === '') errors.required(path.child('resource'))
  else if (!RESOURCE_FIELDS.includes(resource) && !isHugePagesField(resource)) {
    errors.notSupported(path.child('resource'), resource, RESOURCE_FIELDS)
  }
  validateDivisor(resource, ref.divisor, path, errors)
}

const CPU_DIVISORS = ['1m', '1']
const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei']
const BYTES = `only divisor's values ${BYTE_DIVISORS.join(', ')} are supported with the`

function validateDivisor(resource: string, divisor: string | undefined, path: Path, errors: FieldErrors): void {
  if (!divisor) return
  const quantity = mustParseQuantity(divisor)
  if (isZero(quantity)) return
  const text = formatQuantity(quantity)
  const complain = (detail: string): void => errors.invalid(path.child('divisor'), resource, detail)
  if (resource === 'limits.cpu' || resource === 'requests.cpu') {
    if (!CPU_DIVISORS.includes(text)) complain("only divisor's values 1m and 1 are supported with the cpu resource")
    return
  }
  if (BYTE_DIVISORS.includes(text)) return
  if (resource === 'limits.memory' || resource === 'requests.memory') complain(`${BYTES} memory resource`)
  else if (resource === 'limits.ephemeral-storage' || resource === 'requests.ephemeral-storage') {
    complain(`${BYTES} local ephemeral storage resource`)
  } else if (isHugePagesField(resource)) complain(`${BYTES} hugepages resource`)
}
