// The AppArmor and seccomp profiles of a node: whether a container may have the one it asks for, and which it runs under. What a
// profile forbids is not forbidden here. Upstream: pkg/security/apparmor, getSeccompProfile and getAppArmorProfile in
// pkg/kubelet/kuberuntime/helpers.go; containerd's internal/cri/server/container_create_linux.go has the words.
import type { Container, Pod } from '../../generated/api/core.v1.ts'
import { quote } from '../../model/quote.ts'
import type { NodeContext } from './node-context.ts'

const SECCOMP_ROOT = '/var/lib/kubelet/seccomp'
/** What containerd runs containers under that ask for nothing. */
const RUNTIME_DEFAULT = 'cri-containerd.apparmor.d'

/** What a node's kernel knows of AppArmor. */
export class AppArmor {
  enabled = true
  /** The profiles that are loaded. */
  readonly profiles = new Set<string>()
}

type Profile = { readonly type: string; readonly localhostProfile?: string | undefined } | undefined

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/'

/** The AppArmor profile a container asks for: its own, its pod's. */
function appArmorProfile({ metadata, spec }: Pod, { name, securityContext }: Container): Profile {
  if (securityContext?.appArmorProfile) return securityContext.appArmorProfile
  const value = metadata.annotations?.[ANNOTATION + name]
  if (value === 'runtime/default') return { type: 'RuntimeDefault' }
  if (value === 'unconfined') return { type: 'Unconfined' }
  if (value?.startsWith('localhost/') === true)
    return { type: 'Localhost', localhostProfile: value.slice('localhost/'.length) }
  return spec.securityContext?.appArmorProfile
}

/** Whether a pod can only run where there is AppArmor. */
export const needsAppArmor = (pod: Pod): boolean =>
  [undefined, ...containersOf(pod)].some((container) => {
    const profile =
      container === undefined ? pod.spec.securityContext?.appArmorProfile : appArmorProfile(pod, container)
    return profile != null && profile.type !== 'Unconfined'
  })

const containersOf = ({ spec }: Pod): Container[] => [
  ...(spec.initContainers ?? []),
  ...(spec.containers ?? []),
  ...((spec.ephemeralContainers ?? []) as unknown as Container[]),
]

/** Why a container cannot have the profiles it asks for, in the runtime's words. */
export function profileError({ appArmor, disk }: NodeContext, pod: Pod, container: Container): string | undefined {
  const own = container.securityContext
  const privileged = own?.privileged === true
  const wanted = appArmorProfile(pod, container)
  if (!privileged && wanted?.type === 'Localhost' && !appArmor.profiles.has(wanted.localhostProfile ?? ''))
    return `failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found ${wanted.localhostProfile ?? ''}`
  const seccomp = own?.seccompProfile ?? pod.spec.securityContext?.seccompProfile
  if (privileged || seccomp?.type !== 'Localhost') return undefined
  const path = `${SECCOMP_ROOT}/${seccomp.localhostProfile ?? ''}`
  if (disk.at(path, false)?.kind === 'file') return undefined
  return `failed to create containerd container: cannot load seccomp profile ${quote(path)}: open ${path}: no such file or directory`
}

/** What the processes of a container are confined by, as /proc tells it. */
export function confinement(pod: Pod, container: Container): string {
  const profile = appArmorProfile(pod, container)
  if (container.securityContext?.privileged === true || profile?.type === 'Unconfined') return 'unconfined\n'
  return `${profile?.type === 'Localhost' ? profile.localhostProfile : RUNTIME_DEFAULT} (enforce)\n`
}

/** Where a seccomp profile lies on its node. */
export const seccompPath = (name: string): string => `${SECCOMP_ROOT}/${name}`
