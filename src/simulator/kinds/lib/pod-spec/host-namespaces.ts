// What sharing namespaces with the host, or having a user namespace of its own, asks of a pod.
// Upstream: pkg/apis/core/validation/validation.go (validatePodHostNetworkDeps, validateHostUsers).
import type { PodSpec } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { PodValidationOptions } from './options.ts'
import { visitContainersWithPath } from './visit.ts'

const NO_HOST_USERS = 'when `hostUsers` is false'

/** On the host's network a container's port is the host's; a template may leave the host's to defaulting. */
export function validateHostNetworkPorts(
  spec: PodSpec,
  containersPath: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if (!spec.hostNetwork) return
  for (const [c, { ports = [] }] of (spec.containers ?? []).entries()) {
    for (const [p, { hostPort = 0, containerPort }] of ports.entries()) {
      if ((!options.resourceIsPod && hostPort === 0) || hostPort === containerPort) continue
      const path = containersPath.index(c).child('ports').index(p).child('hostPort')
      errors.invalid(path, hostPort, 'must match `containerPort` when `hostNetwork` is true')
    }
  }
}

/** A user namespace of its own excludes the host's other namespaces and block devices. */
export function validateHostUsers(
  spec: PodSpec,
  specPath: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if (spec.hostUsers !== false) return
  if (spec.hostNetwork && !options.allowUserNamespacesHostNetworkSupport) {
    errors.forbidden(specPath.child('hostNetwork'), NO_HOST_USERS)
  }
  if (spec.hostPID) errors.forbidden(specPath.child('HostPID'), NO_HOST_USERS)
  if (spec.hostIPC) errors.forbidden(specPath.child('HostIPC'), NO_HOST_USERS)
  if (options.allowUserNamespacesWithVolumeDevices) return
  visitContainersWithPath(spec, specPath, ({ volumeDevices }, path) => {
    if (volumeDevices) errors.forbidden(path.child('volumeDevices'), NO_HOST_USERS)
  })
}
