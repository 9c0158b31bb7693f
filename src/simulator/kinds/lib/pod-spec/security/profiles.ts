// seccomp and AppArmor profiles, in fields and in the annotations that came before them.
// Upstream: pkg/apis/core/validation/validation.go (validateSeccompProfileField, ValidateAppArmorProfileField and others).
import type { AppArmorProfile, PodSpec, SeccompProfile } from '../../../../../generated/api/core.v1.ts'
import { quote } from '../../../../../model/quote.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { byteLength } from '../../validation/names.ts'
import { internalForm } from '../internal-form.ts'
import { someContainer, visitContainersWithPath } from '../visit.ts'
import { validateLocalDescendingPath } from '../volumes/paths.ts'

type Annotations = Readonly<Record<string, string>>

/** The annotation with the seccomp profile of the pod. */
export const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod'
/** Before a container's name: the annotation with its seccomp profile. */
export const SECCOMP_CONTAINER_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/'
/** Before a container's name: the annotation with its AppArmor profile. */
export const APPARMOR_CONTAINER_PREFIX = 'container.apparmor.security.beta.kubernetes.io/'

const TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined']
const LOCALHOST = 'localhost/'
const MAX_LOCALHOST_PROFILE = 4095

/** A seccomp profile. */
export function validateSeccompProfile(profile: SeccompProfile | undefined, path: Path, errors: FieldErrors): void {
  if (profile === undefined) return
  const { type, localhostProfile } = profile
  if (type === '') errors.required(path.child('type'), 'type is required when seccompProfile is set')
  else if (!TYPES.includes(type)) errors.notSupported(path.child('type'), type, TYPES)
  const place = path.child('localhostProfile')
  if (type !== 'Localhost') {
    if (localhostProfile === undefined) return
    const detail = 'can only be set when seccomp type is Localhost'
    errors.invalid(place, internalForm('SeccompProfile', profile), detail)
  } else if (localhostProfile === undefined) errors.required(place, 'must be set when seccomp type is Localhost')
  else validateLocalDescendingPath(localhostProfile, place, errors)
}

/** An AppArmor profile. */
export function validateAppArmorProfile(profile: AppArmorProfile | undefined, path: Path, errors: FieldErrors): void {
  if (profile === undefined) return
  const { type, localhostProfile } = profile
  const place = path.child('localhostProfile')
  if (type === 'Localhost') validateLocalhostAppArmor(localhostProfile, place, errors)
  else if (type === 'RuntimeDefault' || type === 'Unconfined') {
    if (localhostProfile === undefined) return
    errors.invalid(place, localhostProfile, 'can only be set when AppArmor type is Localhost')
  } else if (type === '') errors.required(path.child('type'), 'type is required when appArmorProfile is set')
  else errors.notSupported(path.child('type'), type, TYPES)
}

function validateLocalhostAppArmor(name: string | undefined, path: Path, errors: FieldErrors): void {
  if (name === undefined) {
    errors.required(path, 'must be set when AppArmor type is Localhost')
    return
  }
  const trimmed = name.trim()
  if (trimmed !== name) errors.invalid(path, name, 'must not be padded with whitespace')
  else if (trimmed === '') errors.required(path, 'must be set when AppArmor type is Localhost')
  if (byteLength(name) > MAX_LOCALHOST_PROFILE) errors.tooLong(path, MAX_LOCALHOST_PROFILE)
}

/** The AppArmor profile an annotation stands for; undefined when it stands for none. */
export function appArmorFieldForAnnotation(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' }
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' }
  if (!annotation.startsWith(LOCALHOST) || annotation === LOCALHOST) return undefined
  return { type: 'Localhost', localhostProfile: annotation.slice(LOCALHOST.length) }
}

/** The annotations by themselves; their keys are path elements for seccomp, map keys for AppArmor. */
export function validateProfileAnnotations(
  annotations: Annotations,
  spec: PodSpec,
  path: Path,
  errors: FieldErrors,
): void {
  const forPod = annotations[SECCOMP_POD_ANNOTATION]
  if (forPod !== undefined) validateSeccompText(forPod, path.child(SECCOMP_POD_ANNOTATION), errors)
  const keys = Object.keys(annotations)
  for (const key of keys) {
    if (key.startsWith(SECCOMP_CONTAINER_PREFIX)) validateSeccompText(annotations[key]!, path.child(key), errors)
  }
  for (const key of keys) {
    if (!key.startsWith(APPARMOR_CONTAINER_PREFIX)) continue
    const name = key.slice(APPARMOR_CONTAINER_PREFIX.length)
    if (!someContainer(spec, (container) => container.name === name)) {
      errors.invalid(path.key(key), name, 'container not found')
    }
    const profile = annotations[key]!
    if (profile !== '' && profile !== 'runtime/default' && profile !== 'unconfined' && !profile.startsWith(LOCALHOST)) {
      errors.invalid(path.key(key), profile, `invalid AppArmor profile name: ${quote(profile)}`)
    }
  }
}

function validateSeccompText(profile: string, path: Path, errors: FieldErrors): void {
  if (profile === 'runtime/default' || profile === 'docker/default' || profile === 'unconfined') return
  if (profile.startsWith(LOCALHOST)) validateLocalDescendingPath(profile.slice(LOCALHOST.length), path, errors)
  else errors.invalid(path, profile, 'must be a valid seccomp profile')
}

/** An annotation and the field that replaced it must say the same, where both are there. */
export function validateProfilesMatch(
  annotations: Annotations | undefined,
  spec: PodSpec,
  specPath: Path,
  errors: FieldErrors,
): void {
  if (annotations === undefined) return
  const pod = spec.securityContext
  const forPod = annotations[SECCOMP_POD_ANNOTATION]
  if (forPod !== undefined && pod?.seccompProfile) {
    matchProfile('seccomp', forPod, pod.seccompProfile, specPath.child('securityContext', 'seccompProfile'), errors)
  }
  visitContainersWithPath(spec, specPath, ({ name, securityContext }, path) => {
    const annotation = annotations[SECCOMP_CONTAINER_PREFIX + name]
    const profile = securityContext?.seccompProfile
    if (annotation === undefined || !profile) return
    matchProfile('seccomp', annotation, profile, path.child('securityContext', 'seccompProfile'), errors)
  })
  if (spec.os?.name === 'windows') return
  visitContainersWithPath(spec, specPath, ({ name, securityContext }, path) => {
    const annotation = annotations[APPARMOR_CONTAINER_PREFIX + name]
    const profile = securityContext?.appArmorProfile ?? pod?.appArmorProfile
    if (annotation === undefined || !profile) return
    matchProfile('apparmor', annotation, profile, path.child('securityContext', 'appArmorProfile'), errors)
  })
}

function matchProfile(
  what: 'seccomp' | 'apparmor',
  annotation: string,
  { type, localhostProfile }: SeccompProfile,
  path: Path,
  errors: FieldErrors,
): void {
  const typesDiffer = (): void =>
    errors.forbidden(path.child('type'), `${what} type in annotation and field must match`)
  if (type === 'Unconfined') {
    if (annotation !== 'unconfined') typesDiffer()
  } else if (type === 'RuntimeDefault') {
    if (annotation !== 'runtime/default' && !(what === 'seccomp' && annotation === 'docker/default')) typesDiffer()
  } else if (type === 'Localhost') {
    if (!annotation.startsWith(LOCALHOST)) typesDiffer()
    else if (annotation.slice(LOCALHOST.length) !== localhostProfile) {
      errors.forbidden(path.child('localhostProfile'), `${what} profile in annotation and field must match`)
    }
  }
}
