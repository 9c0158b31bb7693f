// What the operating system a pod names excludes.
// Upstream: pkg/apis/core/validation/validation.go (validateOS, validateLinux, validateWindows).
import type { PodSecurityContext, PodSpec, SecurityContext } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { visitContainersWithPath } from './visit.ts'

const SYSTEMS = ['linux', 'windows']
const NOT_ON_LINUX = 'windows options cannot be set for a linux pod'
const NOT_ON_WINDOWS = 'cannot be set for a windows pod'

/** spec.os and all that depends on it. */
export function validateOS(spec: PodSpec, specPath: Path, errors: FieldErrors): void {
  if (spec.os === undefined) return
  const { name } = spec.os
  if (name === '') errors.required(specPath.child('os', 'name'))
  else if (!SYSTEMS.includes(name)) errors.notSupported(specPath.child('os'), name, SYSTEMS)
  else if (name === 'linux') validateLinux(spec, specPath, errors)
  else validateWindows(spec, specPath, errors)
}

function validateLinux(spec: PodSpec, specPath: Path, errors: FieldErrors): void {
  if (spec.securityContext?.windowsOptions) {
    errors.forbidden(specPath.child('securityContext', 'windowsOptions'), NOT_ON_LINUX)
  }
  visitContainersWithPath(spec, specPath, ({ securityContext }, path) => {
    if (securityContext?.windowsOptions) errors.forbidden(path.child('securityContext', 'windowsOptions'), NOT_ON_LINUX)
  })
}

type PodField = { readonly at: 'spec'; readonly field: 'hostUsers' | 'hostPID' | 'hostIPC' | 'shareProcessNamespace' }
type ContextField = { readonly at: 'securityContext'; readonly field: keyof PodSecurityContext }

const inSpec = (field: PodField['field']): PodField => ({ at: 'spec', field })
const inContext = (field: keyof PodSecurityContext): ContextField => ({ at: 'securityContext', field })

/** In upstream's order: the host's namespaces are part of its security context. */
const NO_WINDOWS_POD: readonly (PodField | ContextField)[] = [
  inContext('appArmorProfile'),
  inContext('seLinuxOptions'),
  inSpec('hostUsers'),
  inSpec('hostPID'),
  inSpec('hostIPC'),
  inContext('seccompProfile'),
  inContext('fsGroup'),
  inContext('fsGroupChangePolicy'),
  inContext('sysctls'),
  inSpec('shareProcessNamespace'),
  inContext('runAsUser'),
  inContext('runAsGroup'),
  inContext('supplementalGroups'),
  inContext('supplementalGroupsPolicy'),
  inContext('seLinuxChangePolicy'),
]

const NO_WINDOWS_CONTAINER: readonly (keyof SecurityContext)[] = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
]

function validateWindows(spec: PodSpec, specPath: Path, errors: FieldErrors): void {
  for (const { at, field } of NO_WINDOWS_POD) {
    const value = at === 'spec' ? spec[field] : spec.securityContext?.[field]
    const counts = value !== undefined && !(value === false && (field === 'hostPID' || field === 'hostIPC'))
    if (!counts) continue
    errors.forbidden(at === 'spec' ? specPath.child(field) : specPath.child('securityContext', field), NOT_ON_WINDOWS)
  }
  visitContainersWithPath(spec, specPath, ({ securityContext }, path) => {
    if (securityContext === undefined) return
    for (const field of NO_WINDOWS_CONTAINER) {
      if (securityContext[field] !== undefined) errors.forbidden(path.child('securityContext', field), NOT_ON_WINDOWS)
    }
  })
}
