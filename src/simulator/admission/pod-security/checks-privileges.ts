// The controls over a container's powers: privileged, escalation, capabilities, the user it runs as, /proc.
// Upstream: policy/check_{privileged,allowPrivilegeEscalation,capabilities_baseline,capabilities_restricted,procMount_baseline,
// procMount_restricted,runAsNonRoot,runAsUser}.go.
import {
  type Check,
  type CheckPod,
  containersOf,
  containersText,
  containersWhere,
  quotedSet,
  settersText,
  unlessOwnUsers,
  unlessWindows,
} from './check.ts'

const privileged: CheckPod = (_metadata, spec) => {
  const bad = containersWhere(spec, ({ securityContext }) => securityContext?.privileged === true)
  if (bad.length === 0) return undefined
  return { reason: 'privileged', detail: `${containersText(bad)} must not set securityContext.privileged=true` }
}

const allowPrivilegeEscalation: CheckPod = (_metadata, spec) => {
  const bad = containersWhere(spec, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false)
  if (bad.length === 0) return undefined
  const detail = `${containersText(bad)} must set securityContext.allowPrivilegeEscalation=false`
  return { reason: 'allowPrivilegeEscalation != false', detail }
}

const BASELINE_CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
])

/** The containers that add capabilities beyond the allowed ones, as a sentence. */
function addsForbidden(spec: Parameters<CheckPod>[1], allowed: (capability: string) => boolean): string | undefined {
  const forbidden = new Set<string>()
  const bad = containersWhere(spec, ({ securityContext }) => {
    const added = (securityContext?.capabilities?.add ?? []).filter((capability) => !allowed(capability))
    for (const capability of added) forbidden.add(capability)
    return added.length > 0
  })
  if (bad.length === 0) return undefined
  return `${containersText(bad)} must not include ${quotedSet(forbidden)} in securityContext.capabilities.add`
}

const capabilitiesBaseline: CheckPod = (_metadata, spec) => {
  const detail = addsForbidden(spec, (capability) => BASELINE_CAPABILITIES.has(capability))
  return detail === undefined ? undefined : { reason: 'non-default capabilities', detail }
}

const capabilitiesRestricted: CheckPod = (_metadata, spec) => {
  const keeping = containersWhere(
    spec,
    ({ securityContext }) => securityContext?.capabilities?.drop?.includes('ALL') !== true,
  )
  const adding = addsForbidden(spec, (capability) => capability === 'NET_BIND_SERVICE')
  const details = [
    ...(keeping.length > 0 ? [`${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding === undefined ? [] : [adding]),
  ]
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') }
}

const procMount: CheckPod = (_metadata, spec) => {
  const types = new Set<string>()
  const bad = containersWhere(spec, ({ securityContext }) => {
    const type = securityContext?.procMount
    if (type === undefined || type === 'Default') return false
    types.add(type)
    return true
  })
  if (bad.length === 0) return undefined
  const detail = `${containersText(bad)} must not set securityContext.procMount to ${quotedSet(types)}`
  return { reason: 'procMount', detail }
}

const runAsNonRoot: CheckPod = (_metadata, spec) => {
  const pod = spec.securityContext?.runAsNonRoot
  const explicit = containersWhere(spec, ({ securityContext }) => securityContext?.runAsNonRoot === false)
  const setters = settersText(pod === false, explicit)
  const reason = 'runAsNonRoot != true'
  if (setters !== undefined) return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` }
  if (pod === true) return undefined
  const silent = containersWhere(spec, ({ securityContext }) => securityContext?.runAsNonRoot === undefined)
  if (silent.length === 0) return undefined
  return { reason, detail: `pod or ${containersText(silent)} must set securityContext.runAsNonRoot=true` }
}

const runAsUser: CheckPod = (_metadata, spec) => {
  const bad = containersOf(spec)
    .filter(({ securityContext }) => securityContext?.runAsUser === 0)
    .map(({ name }) => name)
  const setters = settersText(spec.securityContext?.runAsUser === 0, bad)
  return setters === undefined ? undefined : { reason: 'runAsUser=0', detail: `${setters} must not set runAsUser=0` }
}

/** The controls. */
export const privilegeChecks: readonly Check[] = [
  { id: 'privileged', level: 'baseline', versions: [{ minor: 0, check: privileged }] },
  {
    id: 'allowPrivilegeEscalation',
    level: 'restricted',
    versions: [
      { minor: 8, check: allowPrivilegeEscalation },
      { minor: 25, check: unlessWindows(allowPrivilegeEscalation) },
    ],
  },
  { id: 'capabilities_baseline', level: 'baseline', versions: [{ minor: 0, check: capabilitiesBaseline }] },
  {
    id: 'capabilities_restricted',
    level: 'restricted',
    versions: [
      { minor: 22, check: capabilitiesRestricted, overrides: ['capabilities_baseline'] },
      { minor: 25, check: unlessWindows(capabilitiesRestricted), overrides: ['capabilities_baseline'] },
    ],
  },
  {
    id: 'procMount',
    level: 'baseline',
    versions: [
      { minor: 0, check: procMount },
      { minor: 35, check: unlessOwnUsers(procMount) },
    ],
  },
  {
    id: 'procMount_restricted',
    level: 'restricted',
    versions: [{ minor: 35, check: procMount, overrides: ['procMount'] }],
  },
  {
    id: 'runAsNonRoot',
    level: 'restricted',
    versions: [
      { minor: 0, check: runAsNonRoot },
      { minor: 35, check: unlessOwnUsers(runAsNonRoot) },
    ],
  },
  {
    id: 'runAsUser',
    level: 'restricted',
    versions: [
      { minor: 23, check: runAsUser },
      { minor: 35, check: unlessOwnUsers(runAsUser) },
    ],
  },
]
