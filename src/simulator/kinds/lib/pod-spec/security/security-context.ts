// Security contexts of containers and of pods.
// Upstream: pkg/apis/core/validation/validation.go (ValidateSecurityContext, validatePodSpecSecurityContext).
// Privileged containers are allowed by the cluster (kube-apiserver --allow-privileged=true).
import type { PodSecurityContext, PodSpec, SecurityContext } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { isValidGroupId, isValidUserId } from '../../validation/names.ts'
import { internalForm } from '../internal-form.ts'
import type { PodValidationOptions } from '../options.ts'
import { validateAppArmorProfile, validateSeccompProfile } from './profiles.ts'
import { validateSysctls } from './sysctls.ts'
import { validateWindowsOptions } from './windows-options.ts'

const PROC_MOUNTS = ['Default', 'Unmasked']

/** The security context of a container; `hostUsers` is false when the pod has a user namespace of its own. */
export function validateSecurityContext(
  context: SecurityContext | undefined,
  hostUsers: boolean,
  path: Path,
  errors: FieldErrors,
): void {
  if (context === undefined) return
  const { runAsUser, runAsGroup, procMount } = context
  if (runAsUser !== undefined) errors.invalidAll(path.child('runAsUser'), runAsUser, isValidUserId(runAsUser))
  if (runAsGroup !== undefined) errors.invalidAll(path.child('runAsGroup'), runAsGroup, isValidGroupId(runAsGroup))
  if (procMount !== undefined) {
    const place = path.child('procMount')
    if (!PROC_MOUNTS.includes(procMount)) errors.notSupported(place, procMount, PROC_MOUNTS)
    if (hostUsers && procMount === 'Unmasked') {
      errors.invalid(place, procMount, '`hostUsers` must be false to use `Unmasked`')
    }
  }
  validateSeccompProfile(context.seccompProfile, path.child('seccompProfile'), errors)
  if (context.allowPrivilegeEscalation === false) validateEscalation(context, path, errors)
  validateWindowsOptions(context.windowsOptions, path.child('windowsOptions'), errors)
  validateAppArmorProfile(context.appArmorProfile, path.child('appArmorProfile'), errors)
}

function validateEscalation(context: SecurityContext, path: Path, errors: FieldErrors): void {
  const complain = (what: string): void =>
    errors.invalid(
      path,
      internalForm('SecurityContext', context),
      `cannot set \`allowPrivilegeEscalation\` to false and ${what}`,
    )
  if (context.privileged) complain('`privileged` to true')
  for (const capability of context.capabilities?.add ?? []) {
    if (capability === 'CAP_SYS_ADMIN') complain('`capabilities.Add` CAP_SYS_ADMIN')
  }
}

const FS_GROUP_CHANGE = ['Always', 'OnRootMismatch']
const SUPPLEMENTAL_GROUPS = ['Merge', 'Strict']
const SELINUX_CHANGE = ['MountOption', 'Recursive']

/** The security context of a pod, with the host namespaces that stand beside it. */
export function validatePodSecurityContext(
  spec: PodSpec,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const context = spec.securityContext
  if (context) validateIds(context, path, errors)
  if (spec.shareProcessNamespace && spec.hostPID) {
    const detail = 'ShareProcessNamespace and HostPID cannot both be enabled'
    errors.invalid(path.child('shareProcessNamespace'), true, detail)
  }
  if (context === undefined) return
  if (context.sysctls) validateSysctls(context.sysctls, spec, path.child('sysctls'), errors, options)
  validateChoice(context.fsGroupChangePolicy, FS_GROUP_CHANGE, path.child('fsGroupChangePolicy'), errors)
  validateSeccompProfile(context.seccompProfile, path.child('seccompProfile'), errors)
  validateWindowsOptions(context.windowsOptions, path.child('windowsOptions'), errors)
  validateAppArmorProfile(context.appArmorProfile, path.child('appArmorProfile'), errors)
  validateChoice(context.supplementalGroupsPolicy, SUPPLEMENTAL_GROUPS, path.child('supplementalGroupsPolicy'), errors)
  const selinux = options.allowOnlyRecursiveSELinuxChangePolicy ? ['Recursive'] : SELINUX_CHANGE
  validateChoice(context.seLinuxChangePolicy, selinux, path.child('seLinuxChangePolicy'), errors)
}

function validateChoice(value: string | undefined, choices: readonly string[], path: Path, errors: FieldErrors): void {
  if (value !== undefined && !choices.includes(value)) errors.notSupported(path, value, choices)
}

function validateIds(context: PodSecurityContext, path: Path, errors: FieldErrors): void {
  const { fsGroup, runAsUser, runAsGroup, supplementalGroups = [] } = context
  if (fsGroup !== undefined) errors.invalidAll(path.child('fsGroup'), fsGroup, isValidGroupId(fsGroup))
  if (runAsUser !== undefined) errors.invalidAll(path.child('runAsUser'), runAsUser, isValidUserId(runAsUser))
  if (runAsGroup !== undefined) errors.invalidAll(path.child('runAsGroup'), runAsGroup, isValidGroupId(runAsGroup))
  for (const [i, gid] of supplementalGroups.entries()) {
    errors.invalidAll(path.child('supplementalGroups').index(i), gid, isValidGroupId(gid))
  }
}
