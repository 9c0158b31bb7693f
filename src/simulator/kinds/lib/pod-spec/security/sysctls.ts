// Kernel parameters of a pod. Upstream: pkg/apis/core/validation/validation.go (validateSysctls, ValidateHostSysctl),
// component-helpers/node/util/sysctl.
import type { PodSpec, Sysctl } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { byteLength } from '../../validation/names.ts'
import type { PodValidationOptions } from '../options.ts'

const SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const NAME = `^(${SEGMENT}[\\./])*${SEGMENT}$`
const NAME_RE = new RegExp(NAME)
const MAX_LENGTH = 253
const NAME_ERROR = `must have at most ${MAX_LENGTH} characters and match regex ${NAME}`

const IPC = new Set([
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
  'kernel.shm',
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.msg',
])

/** The name with dots between its parts: `net/ipv4/x.y` becomes `net.ipv4.x/y`. */
export function normalizeSysctl(name: string): string {
  const first = /[./]/.exec(name)?.[0]
  return first === '/' ? name.replace(/[./]/g, (c) => (c === '.' ? '/' : '.')) : name
}

/** Which namespace of the kernel the parameter belongs to. */
export function sysctlNamespace(name: string): 'IPC' | 'Net' | undefined {
  const [prefix = ''] = normalizeSysctl(name).split('*', 1)
  if (IPC.has(prefix) || prefix.startsWith('fs.mqueue.')) return 'IPC'
  return prefix.startsWith('net.') ? 'Net' : undefined
}

/** Why a parameter may not be set while the pod shares that namespace with the host; undefined when it may. */
export function hostSysctlProblem(name: string, spec: PodSpec): string | undefined {
  const namespace = sysctlNamespace(name)
  if (spec.hostNetwork && namespace === 'Net') return "may not be specified when 'hostNetwork' is true"
  if (spec.hostIPC && namespace === 'IPC') return "may not be specified when 'hostIPC' is true"
  return undefined
}

/** The parameters of a pod. */
export function validateSysctls(
  sysctls: readonly Sysctl[],
  spec: PodSpec,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const names = new Set<string>()
  for (const [i, { name }] of sysctls.entries()) {
    const place = path.index(i).child('name')
    if (name === '') errors.required(place)
    else if (byteLength(name) > MAX_LENGTH || !NAME_RE.test(name)) errors.invalid(place, name, NAME_ERROR)
    else if (names.has(name)) errors.duplicate(place, name)
    const problem = options.allowNamespacedSysctlsForHostNetAndHostIPC ? undefined : hostSysctlProblem(name, spec)
    if (problem !== undefined) errors.invalid(place, name, problem)
    names.add(name)
  }
}
