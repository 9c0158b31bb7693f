// Putting back the cpu and memory of a resize shows whether anything else was changed with it.
// Upstream: pkg/apis/core/validation/validation.go (dropCPUMemoryUpdates and its callers).
import type { Container, PodSpec, ResourceRequirements } from '../../../../generated/api/core.v1.ts'
import { sortedMap } from '../../../../model/sorted-map.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { POD_SPEC_PATH } from '../../lib/pod-spec/validate.ts'

type ResourceList = Record<string, string>

const COMPUTE = ['cpu', 'memory']

/** The list with the old amounts of cpu and memory; undefined when nothing is left. */
function maskCompute(list: ResourceList | undefined, old: ResourceList | undefined): ResourceList | undefined {
  const masked: ResourceList = {}
  for (const name in list) if (!COMPUTE.includes(name)) masked[name] = list[name]!
  for (const name of COMPUTE) if (old?.[name] !== undefined) masked[name] = old[name]
  return Object.keys(masked).length > 0 ? sortedMap(masked) : undefined
}

function maskRequirements(
  { limits, requests }: ResourceRequirements,
  old: ResourceRequirements | undefined,
): ResourceRequirements {
  const masked: ResourceRequirements = {}
  const ofLimits = maskCompute(limits, old?.limits)
  const ofRequests = maskCompute(requests, old?.requests)
  if (ofLimits) masked.limits = ofLimits
  if (ofRequests) masked.requests = ofRequests
  return masked
}

/** The container with its old cpu and memory. As upstream, claims do not survive. */
export const maskComputeOfContainer = (container: Container, old: Container): Container => ({
  ...container,
  resources: maskRequirements(container.resources, old.resources),
})

/** The pod's resources with their old cpu and memory; undefined when they only were those and are new. */
export function maskComputeOfPod(
  resources: ResourceRequirements | undefined,
  old: ResourceRequirements | undefined,
): ResourceRequirements | undefined {
  if (resources === undefined) return undefined
  const masked = maskRequirements(resources, old)
  if (resources.claims) masked.claims = resources.claims
  return old === undefined && Object.keys(masked).length === 0 ? undefined : masked
}

/** Whether a resource of the old list is missing in the new one. */
export const removesResources = (list: ResourceList | undefined, old: ResourceList | undefined): boolean =>
  Object.keys(old ?? {}).some((name) => list?.[name] === undefined)

/** A resize may not add, remove, rename or reorder containers; false when it does. */
export function containersKeepOrder(spec: PodSpec, old: PodSpec, errors: FieldErrors): boolean {
  const before = errors.length
  for (const list of ['containers', 'initContainers'] as const) {
    const path = POD_SPEC_PATH.child(list)
    const now = spec[list] ?? []
    const then = old[list] ?? []
    if (now.length !== then.length) errors.forbidden(path, `${list} may not be added or removed on resize`)
    else {
      for (const [i, { name }] of then.entries()) {
        if (now[i]!.name === name) continue
        errors.forbidden(path.index(i).child('name'), `${list} may not be renamed or reordered on resize`)
      }
    }
  }
  return errors.length === before
}
