// What the API warns of in a pod spec it takes. Pods and templates say the same, at their own paths.
// Upstream: pkg/api/pod/warnings.go (warningsForPodSpecAndMeta).
import type { PodSpec, Volume } from '../../../../generated/api/core.v1.ts'
import type { ObjectMeta } from '../../../../generated/api/meta.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import { mustParseQuantity, quantityMilliValue } from '../../../../model/quantity.ts'
import { quote } from '../../../../model/quote.ts'
import { Path } from '../../../api/status/path.ts'
import { warningsForIP } from '../validation/names.ts'
import {
  APPARMOR_CONTAINER_PREFIX,
  appArmorFieldForAnnotation,
  SECCOMP_CONTAINER_PREFIX,
  SECCOMP_POD_ANNOTATION,
} from './security/profiles.ts'
import { visitContainersWithPath } from './visit.ts'
import { overlapWarnings } from './warnings-paths.ts'
import { portWarnings } from './warnings-ports.ts'
import { nullSelectorWarnings, placementWarnings } from './warnings-scheduling.ts'

/** Where a template is; undefined for a pod, which is at the top. */
type Where = Path | undefined

const OLD_ANNOTATIONS: readonly (readonly [string, string])[] = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
]
const USE_SECCOMP = 'non-functional in v1.27+; use the "seccompProfile" field instead'
/** What is said of an AppArmor annotation without its field. */
export const USE_APPARMOR = 'deprecated since v1.30; use the "appArmorProfile" field instead'
const POD_SPEC = Path.of('spec')
const POD_ANNOTATIONS = Path.of('metadata', 'annotations')

/** The warnings for a pod's, or a template's, spec and metadata. */
export function podSpecWarnings(spec: PodSpec, meta: ObjectMeta | undefined, template: Where): readonly string[] {
  const specPath = template?.child('spec') ?? POD_SPEC
  const annotationsPath = template?.child('metadata', 'annotations') ?? POD_ANNOTATIONS
  const warnings: string[] = [...placementWarnings(spec, specPath)]
  const annotations = meta?.annotations
  if (annotations) {
    for (const [key, message] of OLD_ANNOTATIONS) {
      if (key in annotations) warnings.push(`${annotationsPath.key(key)}: ${message}`)
    }
  }
  if (spec.volumes) warnings.push(...volumeWarnings(spec.volumes, specPath.child('volumes')))
  warnings.push(...duplicateWarnings(spec, specPath))
  warnings.push(...fractionWarnings(spec.overhead, specPath.child('overhead')))
  const podSeccomp = annotations !== undefined && SECCOMP_POD_ANNOTATION in annotations
  if (podSeccomp && spec.securityContext?.seccompProfile === undefined) {
    warnings.push(`${annotationsPath.key(SECCOMP_POD_ANNOTATION)}: ${USE_SECCOMP}`)
  }
  const forProfiles = { annotations, annotationsPath, isTemplate: template !== undefined }
  warnings.push(...containerWarnings(spec, specPath, forProfiles))
  warnings.push(...portWarnings(spec, specPath))
  const grace = spec.terminationGracePeriodSeconds
  if (grace !== undefined && grace < 0) {
    const path = specPath.child('terminationGracePeriodSeconds')
    warnings.push(`${path}: must be >= 0; negative values are invalid and will be treated as 1`)
  }
  if (spec.affinity) warnings.push(...nullSelectorWarnings(spec.affinity, specPath.child('affinity')))
  for (const [i, server] of (spec.dnsConfig?.nameservers ?? []).entries()) {
    warnings.push(...warningsForIP(specPath.child('dnsConfig', 'nameservers').index(i), server))
  }
  for (const [i, { ip }] of (spec.hostAliases ?? []).entries()) {
    warnings.push(...warningsForIP(specPath.child('hostAliases').index(i).child('ip'), ip))
  }
  return warnings
}

const OLD_VOLUMES: readonly (readonly [keyof Volume, string, string])[] = [
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['ephemeral', 'ephemeral', ''],
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
]

function volumeWarnings(volumes: readonly Volume[], path: Path): readonly string[] {
  const warnings: string[] = []
  for (const [i, volume] of volumes.entries()) {
    for (const [field, name, message] of OLD_VOLUMES) {
      if (volume[field] === undefined) continue
      if (field !== 'ephemeral') warnings.push(`${path.index(i).child(name)}: ${message}`)
      else warnings.push(...claimWarnings(volume, path.index(i).child('ephemeral', 'volumeClaimTemplate', 'spec')))
    }
  }
  return [...warnings, ...overlapWarnings(volumes)]
}

function claimWarnings({ ephemeral }: Volume, path: Path): readonly string[] {
  const resources = ephemeral?.volumeClaimTemplate?.spec.resources
  const warnings: string[] = []
  for (const which of ['requests', 'limits'] as const) {
    const warning = fractionWarning(resources?.[which], 'storage', path.child('resources', which))
    if (warning) warnings.push(warning)
  }
  return warnings
}

function duplicateWarnings({ hostAliases = [], imagePullSecrets = [] }: PodSpec, specPath: Path): readonly string[] {
  const warnings: string[] = []
  const find = (values: readonly string[], list: string, field: string): void => {
    const seen = new Set<string>()
    for (const [i, value] of values.entries()) {
      if (seen.has(value)) {
        warnings.push(`${specPath.child(list).index(i).child(field)}: duplicate ${field} ${quote(value)}`)
      }
      seen.add(value)
    }
  }
  const names = imagePullSecrets.map(({ name = '' }) => name)
  find(
    hostAliases.map(({ ip }) => ip),
    'hostAliases',
    'ip',
  )
  find(names, 'imagePullSecrets', 'name')
  for (const [i, name] of names.entries()) {
    if (name === '')
      warnings.push(`${specPath.child('imagePullSecrets').index(i).child('name')}: invalid empty name ""`)
  }
  return warnings
}

function fractionWarning(list: Readonly<Record<string, string>> | undefined, name: string, path: Path): string {
  const text = list?.[name]
  if (text === undefined || quantityMilliValue(mustParseQuantity(text)) % 1000 === 0) return ''
  return `${path.key(name)}: fractional byte value ${quote(text)} is invalid, must be an integer`
}

function fractionWarnings(list: Readonly<Record<string, string>> | undefined, path: Path): readonly string[] {
  if (list === undefined) return []
  return ['memory', 'ephemeral-storage'].map((name) => fractionWarning(list, name, path)).filter((text) => text !== '')
}

interface Profiles {
  readonly annotations: Readonly<Record<string, string>> | undefined
  readonly annotationsPath: Path
  readonly isTemplate: boolean
}

function containerWarnings(spec: PodSpec, specPath: Path, profiles: Profiles): readonly string[] {
  const warnings: string[] = []
  visitContainersWithPath(spec, specPath, (container, path) => {
    const { resources, env, name, securityContext } = container
    if (profiles.annotations) {
      const { annotations, annotationsPath, isTemplate } = profiles
      const seccompKey = SECCOMP_CONTAINER_PREFIX + name
      if (securityContext?.seccompProfile === undefined && seccompKey in annotations) {
        warnings.push(`${annotationsPath.key(seccompKey)}: ${USE_SECCOMP}`)
      }
      const key = APPARMOR_CONTAINER_PREFIX + name
      const annotation = annotations[key]
      if (isTemplate && annotation !== undefined && securityContext?.appArmorProfile === undefined) {
        const ofPod = spec.securityContext?.appArmorProfile
        const same = ofPod !== undefined && deepEqual(ofPod, appArmorFieldForAnnotation(annotation))
        if (!same) warnings.push(`${annotationsPath.key(key)}: ${USE_APPARMOR}`)
      }
    }
    const { limits, requests } = resources
    for (const resource of ['memory', 'ephemeral-storage']) {
      const ofLimit = fractionWarning(limits, resource, path.child('resources', 'limits'))
      const ofRequest = fractionWarning(requests, resource, path.child('resources', 'requests'))
      for (const warning of [ofLimit, ofRequest]) if (warning) warnings.push(warning)
    }
    if (env && env.length > 1) warnings.push(...envWarnings(env, path.child('env')))
  })
  return warnings
}

/** A variable defined twice hides the first, unless the second is built on it. */
function envWarnings(env: NonNullable<PodSpec['containers']>[number]['env'] & {}, path: Path): readonly string[] {
  const warnings: string[] = []
  const seen = new Set<string>()
  for (const [i, { name, value = '', valueFrom }] of env.entries()) {
    if (!seen.has(name)) {
      seen.add(name)
      continue
    }
    const reference = `$(${name})`
    if (valueFrom === undefined && value !== reference && value.includes(reference)) continue
    const hides = `hides previous definition of ${quote(name)}, which may be dropped when using apply`
    warnings.push(`${path.index(i)}: ${hides}`)
  }
  return warnings
}
