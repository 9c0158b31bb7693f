// The containers of a pod: what all have in common, and what is special about main, init and ephemeral ones.
// Upstream: pkg/apis/core/validation/validation.go (validateContainerCommon, validateContainers, validateInitContainers).
import type { Container, PodSpec } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { isDNS1123Label } from '../../validation/names.ts'
import type { PodValidationOptions } from '../options.ts'
import { validateContainerResources, validateResizePolicy } from '../resources.ts'
import { validateSecurityContext } from '../security/security-context.ts'
import { type AnyContainer, isSidecar } from '../visit.ts'
import { validatePullPolicy } from '../volumes/local-sources.ts'
import { validateEnv, validateEnvFrom } from './env.ts'
import type { HandlerContext } from './handlers.ts'
import { validateContainerPorts, validateHostPorts } from './ports.ts'
import { validateLifecycleAndProbes } from './probes.ts'
import { validateContainerRestartPolicy, validateInitContainerRestartPolicy } from './restart-policy.ts'
import { type VolumesByName, validateVolumeDevices, validateVolumeMounts } from './volume-mounts.ts'

/** What containers are judged with besides themselves. */
export interface ContainerContext extends HandlerContext {
  readonly spec: PodSpec
  readonly volumes: VolumesByName
  readonly claimNames: ReadonlySet<string>
  readonly options: PodValidationOptions
  /** False when the pod has a user namespace of its own. */
  readonly hostUsers: boolean
}

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError']

/** What holds for every container. */
export function validateContainerCommon(
  container: AnyContainer,
  path: Path,
  errors: FieldErrors,
  context: ContainerContext,
): void {
  const { options } = context
  if (container.name === '') errors.required(path.child('name'))
  else errors.invalidAll(path.child('name'), container.name, isDNS1123Label(container.name))
  if (!container.image) errors.required(path.child('image'))
  const policy = container.terminationMessagePolicy
  if (!policy) errors.required(path.child('terminationMessagePolicy'))
  else if (!MESSAGE_POLICIES.includes(policy)) {
    errors.notSupported(path.child('terminationMessagePolicy'), policy, MESSAGE_POLICIES)
  }
  if (container.ports) validateContainerPorts(container.ports, path.child('ports'), errors)
  if (container.env) validateEnv(container.env, path.child('env'), errors, options)
  if (container.envFrom) validateEnvFrom(container.envFrom, path.child('envFrom'), errors, options)
  if (container.volumeMounts) validateVolumeMounts(container, context.volumes, path.child('volumeMounts'), errors)
  if (container.volumeDevices) validateVolumeDevices(container, context.volumes, path.child('volumeDevices'), errors)
  validatePullPolicy(container.imagePullPolicy, path.child('imagePullPolicy'), errors)
  validateContainerResources(container.resources, context.claimNames, path.child('resources'), errors, options)
  if (container.resizePolicy) {
    const podPolicy = context.spec.restartPolicy ?? ''
    validateResizePolicy(container.resizePolicy, path.child('resizePolicy'), podPolicy, errors)
  }
  validateSecurityContext(container.securityContext, context.hostUsers, path.child('securityContext'), errors)
}

/** The main containers: at least one. */
export function validateContainers(
  containers: readonly Container[],
  path: Path,
  errors: FieldErrors,
  context: ContainerContext,
): void {
  if (containers.length === 0) {
    errors.required(path)
    return
  }
  const names = new Set<string>()
  for (const [i, container] of containers.entries()) {
    const place = path.index(i)
    validateContainerCommon(container, place, errors, context)
    if (names.has(container.name)) errors.duplicate(place.child('name'), container.name)
    else names.add(container.name)
    validateLifecycleAndProbes(container, context.spec.os, place, errors, context)
    if (context.options.allowContainerRestartPolicyRules) {
      validateContainerRestartPolicy(container, place, errors, context.options)
    } else if (container.restartPolicy !== undefined) {
      errors.forbidden(place.child('restartPolicy'), 'may not be set for non-init containers')
    }
  }
  validateHostPorts(containers, path, errors)
}

const ONLY_SIDECARS = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const

/** The init containers, sidecars among them. */
export function validateInitContainers(
  containers: readonly Container[],
  path: Path,
  errors: FieldErrors,
  context: ContainerContext,
): void {
  const names = new Set((context.spec.containers ?? []).map(({ name }) => name))
  for (const [i, container] of containers.entries()) {
    const place = path.index(i)
    validateContainerCommon(container, place, errors, context)
    validateInitContainerRestartPolicy(container, place, errors, context.options)
    if (names.has(container.name)) errors.duplicate(place.child('name'), container.name)
    else if (container.name !== '') names.add(container.name)
    validateHostPorts([container], path, errors)
    if (isSidecar(container)) validateLifecycleAndProbes(container, context.spec.os, place, errors, context)
    else {
      for (const field of ONLY_SIDECARS) {
        if (container[field] === undefined) continue
        errors.forbidden(place.child(field), 'may not be set for init containers without restartPolicy=Always')
      }
    }
    validateInitResizePolicy(container, place.child('resizePolicy'), errors, context.options)
  }
}

function validateInitResizePolicy(
  container: Container,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const policies = container.resizePolicy
  if (policies === undefined) return
  if (!options.allowSidecarResizePolicy) {
    const shown = policies.map(({ resourceName, restartPolicy }) => ({
      ResourceName: resourceName,
      RestartPolicy: restartPolicy,
    }))
    errors.invalid(path, shown, 'must not be set for init containers')
  }
  if (isSidecar(container) || options.allowExistingRestartContainerForNonSidecarInitContainer) return
  for (const [j, { restartPolicy }] of policies.entries()) {
    if (restartPolicy !== 'RestartContainer') continue
    const detail = "must not be set to 'RestartContainer' for non-sidecar initContainers"
    errors.invalid(path.index(j).child('restartPolicy'), restartPolicy, detail)
  }
}
