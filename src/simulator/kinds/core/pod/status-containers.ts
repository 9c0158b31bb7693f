// What may be said of containers: no coming back from termination where nothing restarts, users, devices, image volumes.
// Upstream: pkg/apis/core/validation/validation.go (Validate…ContainerStateTransition, validateContainerStatusUsers,
// validateContainerStatusAllocatedResourcesStatus, validateVolumeStatus).
import type { Container, ContainerStatus, Pod, PodSpec, PodStatus } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { PodValidationOptions } from '../../lib/pod-spec/options.ts'
import { isSidecar } from '../../lib/pod-spec/visit.ts'
import { byteLength, isValidGroupId, isValidUserId } from '../../lib/validation/names.ts'

const LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const
const NO_RETURN = 'may not be transitioned to non-terminated state'
const HEALTH = ['Healthy', 'Unhealthy', 'Unknown']
const MAX_HEALTH_MESSAGE = 1024
const MAX_IMAGE_REF = 256

/** A terminated container stays so, unless a policy or rule restarts it. */
export function validateStateTransitions(
  status: PodStatus,
  { spec, status: old }: Pod,
  statusPath: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const containers: Readonly<Record<string, readonly Container[]>> = {
    containerStatuses: spec.containers ?? [],
    initContainerStatuses: spec.initContainers ?? [],
  }
  const restartsAll = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].some((container) =>
    container.restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers'),
  )
  for (const list of LISTS) {
    const own = containers[list]
    if (own !== undefined && options.allowRestartAllContainers && restartsAll) continue
    for (const [i, before] of (old[list] ?? []).entries()) {
      const { terminated } = before.state
      if (terminated === undefined) continue
      const now = status[list]?.find(({ name, state }) => name === before.name && state.terminated === undefined)
      if (now === undefined) continue
      const container = own?.find(({ name }) => name === before.name)
      if (own !== undefined && mayRestart(container, spec, terminated.exitCode, options)) continue
      errors.forbidden(statusPath.child(list).index(i).child('state'), NO_RETURN)
    }
  }
}

function mayRestart(
  container: Container | undefined,
  spec: PodSpec,
  exitCode: number,
  options: PodValidationOptions,
): boolean {
  if (!options.allowContainerRestartPolicyRules) {
    return restartsBy(spec.restartPolicy, exitCode) || (container !== undefined && isSidecar(container))
  }
  if (container === undefined) return false
  const rule = container.restartPolicyRules?.find(({ exitCodes }) => {
    const listed = exitCodes?.values?.includes(exitCode) ?? false
    return exitCodes?.operator === 'In' ? listed : exitCodes?.operator === 'NotIn' && !listed
  })
  if (container.restartPolicy !== undefined && rule?.action === 'Restart') return true
  return restartsBy(container.restartPolicy ?? spec.restartPolicy, exitCode)
}

const restartsBy = (policy: string | undefined, exitCode: number): boolean =>
  policy === 'OnFailure' ? exitCode !== 0 : policy !== 'Never'

/** Users, devices and image volumes of all containers. */
export function validateContainerStatuses(
  status: PodStatus,
  spec: PodSpec,
  statusPath: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  for (const list of LISTS) {
    for (const [i, container] of (status[list] ?? []).entries()) {
      validateUser(container, spec, statusPath.child(list).index(i).child('user', 'linux'), errors)
    }
  }
  const specs = { containerStatuses: spec.containers ?? [], initContainerStatuses: spec.initContainers ?? [] }
  for (const list of ['containerStatuses', 'initContainerStatuses'] as const) {
    for (const [i, container] of (status[list] ?? []).entries()) {
      const path = statusPath.child(list).index(i).child('allocatedResourcesStatus')
      validateAllocated(container, specs[list], path, errors)
    }
  }
  for (const [i, { allocatedResourcesStatus }] of (status.ephemeralContainerStatuses ?? []).entries()) {
    if (!allocatedResourcesStatus?.length) continue
    const path = statusPath.child('ephemeralContainerStatuses').index(i).child('allocatedResourcesStatus')
    errors.forbidden(path, 'must not be specified in container status')
  }
  if (options.allowImageVolumeWithDigest) validateImageVolumes(status, statusPath, errors)
}

function validateUser({ user }: ContainerStatus, spec: PodSpec, path: Path, errors: FieldErrors): void {
  const linux = user?.linux
  if (linux === undefined) return
  if (spec.os?.name === 'windows') {
    errors.forbidden(path, 'cannot be set for a windows pod')
    return
  }
  if (spec.os !== undefined && spec.os.name !== 'linux') return
  errors.invalidAll(path.child('uid'), linux.uid, isValidUserId(linux.uid))
  errors.invalidAll(path.child('gid'), linux.gid, isValidGroupId(linux.gid))
  for (const [i, gid] of (linux.supplementalGroups ?? []).entries()) {
    errors.invalidAll(path.child('supplementalGroups').index(i), gid, isValidGroupId(gid))
  }
}

function validateAllocated(
  { name, allocatedResourcesStatus = [] }: ContainerStatus,
  containers: readonly Container[],
  path: Path,
  errors: FieldErrors,
): void {
  const container = containers.find((candidate) => candidate.name === name)
  for (const [j, allocated] of allocatedResourcesStatus.entries()) {
    const place = path.index(j)
    if (container) validateAllocatedName(allocated.name, container, place.child('name'), errors)
    const ids = new Set<string>()
    for (const [k, { resourceID, health = '', message }] of (allocated.resources ?? []).entries()) {
      const at = place.child('resources').index(k)
      if (!HEALTH.includes(health)) errors.notSupported(at.child('health'), health, HEALTH)
      if (message === '') errors.required(at.child('message'), 'must be non-empty if specified')
      else if (message !== undefined && byteLength(message) > MAX_HEALTH_MESSAGE) {
        errors.tooLong(at.child('message'), MAX_HEALTH_MESSAGE)
      }
      if (ids.has(resourceID)) errors.duplicate(at.child('resourceID'), resourceID)
      ids.add(resourceID)
    }
  }
}

function validateAllocatedName(name: string, { resources }: Container, path: Path, errors: FieldErrors): void {
  if (!name.startsWith('claim:')) {
    if (resources.requests?.[name] !== undefined) return
    errors.invalid(path, name, "must match one of the container's resource requests")
    return
  }
  const known = resources.claims?.some((claim) => {
    return name === `claim:${claim.name}${claim.request ? `/${claim.request}` : ''}`
  })
  if (known) return
  const format = "'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty"
  errors.invalid(path, name, `must match one of the container's resource claims in a format ${format}`)
}

function validateImageVolumes(status: PodStatus, statusPath: Path, errors: FieldErrors): void {
  for (const list of LISTS) {
    for (const [i, { volumeMounts = [] }] of (status[list] ?? []).entries()) {
      for (const [j, { volumeStatus }] of volumeMounts.entries()) {
        const image = volumeStatus?.image
        if (image === undefined) continue
        const path = statusPath.child(list).index(i).child('volumeMounts').index(j)
        const place = path.child('volumeStatus', 'imageVolumeStatus', 'imageRef')
        const { imageRef = '' } = image
        if (imageRef === '') errors.required(place, 'imageRef must not be empty')
        if (byteLength(imageRef) > MAX_IMAGE_REF) errors.tooLong(place, MAX_IMAGE_REF)
      }
    }
  }
}
