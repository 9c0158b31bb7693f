// The controls over the profiles a container is confined by: AppArmor, SELinux, seccomp.
// Upstream: policy/check_{appArmorProfile,seLinuxOptions,seccompProfile_baseline,seccompProfile_restricted}.go.
import type { PodSpec, SELinuxOptions } from '../../../generated/api/core.v1.ts'
import type { ObjectMeta } from '../../../generated/api/meta.v1.ts'
import { quote } from '../../../model/quote.ts'
import {
  type Check,
  type CheckPod,
  containersOf,
  containersText,
  containersWhere,
  plural,
  quoted,
  quotedSet,
  settersText,
  unlessWindows,
  type Violation,
} from './check.ts'

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/'
const PROFILES: readonly (string | undefined)[] = ['RuntimeDefault', 'Localhost']

const appArmorProfile: CheckPod = ({ annotations = {} }, spec) => {
  const values = new Set<string>()
  const isBad = (type: string | undefined): boolean => {
    if (type === undefined || PROFILES.includes(type)) return false
    values.add(type)
    return true
  }
  const pod = isBad(spec.securityContext?.appArmorProfile?.type)
  const containers = containersWhere(spec, ({ securityContext }) => isBad(securityContext?.appArmorProfile?.type))
  const allowed = (value: string): boolean =>
    value === '' || value === 'runtime/default' || value.startsWith('localhost/')
  const forbidden = Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(APP_ARMOR) && !allowed(value))
    .map(([key, value]) => `${key}=${quote(value)}`)
    .sort()
  const setters = [
    settersText(pod, containers),
    forbidden.length > 0 ? plural(forbidden.length, 'annotation') : undefined,
  ].filter((setter) => setter !== undefined)
  if (setters.length === 0) return undefined
  const list = [...[...values].sort(), ...forbidden]
  return {
    reason: `forbidden AppArmor ${plural(list.length, 'profile')}`,
    detail: `${setters.join(' and ')} must not set AppArmor profile type to ${quoted(list)}`,
  }
}

const SELINUX = ['', 'container_t', 'container_init_t', 'container_kvm_t']
const SELINUX_31 = [...SELINUX, 'container_engine_t']

const seLinuxOptions =
  (allowed: readonly string[]) =>
  (_metadata: ObjectMeta, spec: PodSpec): Violation | undefined => {
    const types = new Set<string>()
    let user = false
    let role = false
    const isBad = (options: SELinuxOptions | undefined): boolean => {
      if (options === undefined) return false
      const badType = !allowed.includes(options.type ?? '')
      if (badType) types.add(options.type ?? '')
      if (options.user) user = true
      if (options.role) role = true
      return badType || !!options.user || !!options.role
    }
    const pod = isBad(spec.securityContext?.seLinuxOptions)
    const containers = containersWhere(spec, ({ securityContext }) => isBad(securityContext?.seLinuxOptions))
    const setters = settersText(pod, containers)
    if (setters === undefined) return undefined
    const data = [
      ...(types.size > 0 ? [`${plural(types.size, 'type')} ${quotedSet(types)}`] : []),
      ...(user ? ['user may not be set'] : []),
      ...(role ? ['role may not be set'] : []),
    ]
    const detail = `${setters} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`
    return { reason: 'seLinuxOptions', detail }
  }

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod'
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/'

const seccompAnnotations: CheckPod = ({ annotations = {} }, spec) => {
  const valid = (value: string): boolean =>
    value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/')
  const keys = new Set([SECCOMP_POD, ...containersOf(spec).map(({ name }) => SECCOMP_CONTAINER + name)])
  const forbidden = [...keys]
    .filter((key) => annotations[key] !== undefined && !valid(annotations[key]))
    .map((key) => `${key}=${quote(annotations[key]!)}`)
    .sort()
  if (forbidden.length === 0) return undefined
  const detail = `forbidden ${plural(forbidden.length, 'annotation')} ${forbidden.join(', ')}`
  return { reason: 'seccompProfile', detail }
}

/** Profiles that are set must be good ones. */
const seccompBaseline: CheckPod = (_metadata, spec) => {
  const values = new Set<string>()
  const isBad = (type: string | undefined): boolean => {
    if (type === undefined || PROFILES.includes(type)) return false
    values.add(type)
    return true
  }
  const pod = isBad(spec.securityContext?.seccompProfile?.type)
  const containers = containersWhere(spec, ({ securityContext }) => isBad(securityContext?.seccompProfile?.type))
  const setters = settersText(pod, containers)
  if (setters === undefined) return undefined
  const detail = `${setters} must not set securityContext.seccompProfile.type to ${quotedSet(values)}`
  return { reason: 'seccompProfile', detail }
}

/** And some profile must be set. */
const seccompRestricted: CheckPod = (metadata, spec) => {
  const bad = seccompBaseline(metadata, spec)
  if (bad !== undefined || PROFILES.includes(spec.securityContext?.seccompProfile?.type)) return bad
  const silent = containersWhere(spec, ({ securityContext }) => securityContext?.seccompProfile === undefined)
  if (silent.length === 0) return undefined
  return {
    reason: 'seccompProfile',
    detail: `pod or ${containersText(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  }
}

const OVERRIDES = ['seccompProfile_baseline']

/** The controls. */
export const profileChecks: readonly Check[] = [
  { id: 'appArmorProfile', level: 'baseline', versions: [{ minor: 0, check: appArmorProfile }] },
  {
    id: 'seLinuxOptions',
    level: 'baseline',
    versions: [
      { minor: 0, check: seLinuxOptions(SELINUX) },
      { minor: 31, check: seLinuxOptions(SELINUX_31) },
    ],
  },
  {
    id: 'seccompProfile_baseline',
    level: 'baseline',
    versions: [
      { minor: 0, check: seccompAnnotations },
      { minor: 19, check: seccompBaseline },
    ],
  },
  {
    id: 'seccompProfile_restricted',
    level: 'restricted',
    versions: [
      { minor: 19, check: seccompRestricted, overrides: OVERRIDES },
      { minor: 25, check: unlessWindows(seccompRestricted), overrides: OVERRIDES },
    ],
  },
]
