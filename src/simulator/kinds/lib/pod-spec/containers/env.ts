// Environment variables of containers and the whole ConfigMaps and Secrets they are taken from.
// Upstream: pkg/apis/core/validation/validation.go (ValidateEnv, ValidateEnvFrom).
import type {
  ConfigMapKeySelector,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  FileKeySelector,
} from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import {
  isConfigMapKey,
  isDNS1123Label,
  isDNS1123Subdomain,
  isEnvVarName,
  isRelaxedEnvVarName,
  nameIsDNSSubdomain,
} from '../../validation/names.ts'
import type { PodValidationOptions } from '../options.ts'
import { validatePathNoBacksteps } from '../volumes/paths.ts'
import { ENV_FIELDS, validateFieldRef, validateResourceFieldRef } from './field-references.ts'

/** The variables of one container. */
export function validateEnv(
  vars: readonly EnvVar[],
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  for (const [i, variable] of vars.entries()) {
    const { name, valueFrom } = variable
    if (name === '') errors.required(path.index(i).child('name'))
    else validateName(name, path.index(i), 'name', errors, options)
    if (valueFrom) validateValueFrom(variable, valueFrom, path.index(i).child('valueFrom'), errors, options)
  }
}

function validateName(
  name: string,
  place: Path,
  field: string,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const rule = options.allowRelaxedEnvironmentVariableValidation ? isRelaxedEnvVarName : isEnvVarName
  const problems = rule(name)
  if (problems.length > 0) errors.invalidAll(place.child(field), name, problems)
}

function validateValueFrom(
  { value }: EnvVar,
  source: EnvVarSource,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  let sources = 0
  if (source.fieldRef) {
    sources++
    validateFieldRef(source.fieldRef, ENV_FIELDS, path.child('fieldRef'), errors)
  }
  if (source.resourceFieldRef) {
    sources++
    validateResourceFieldRef(source.resourceFieldRef, path.child('resourceFieldRef'), errors, { volume: false })
  }
  if (source.configMapKeyRef) {
    sources++
    validateKeyRef(source.configMapKeyRef, path.child('configMapKeyRef'), errors)
  }
  if (source.secretKeyRef) {
    sources++
    validateKeyRef(source.secretKeyRef, path.child('secretKeyRef'), errors)
  }
  if (source.fileKeyRef) {
    sources++
    validateFileKeyRef(source.fileKeyRef, path.child('fileKeyRef'), errors)
  }
  if (sources === 0) {
    const which = options.allowEnvFilesValidation
      ? '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'
      : '`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'
    errors.invalid(path, '', `must specify one of: ${which}`)
  } else if (value) errors.invalid(path, '', 'may not be specified when `value` is not empty')
  else if (sources > 1) errors.invalid(path, '', 'may not have more than one field specified at a time')
}

function validateKeyRef({ name = '', key }: ConfigMapKeySelector, path: Path, errors: FieldErrors): void {
  errors.invalidAll(path.child('name'), name, isDNS1123Subdomain(name))
  if (key === '') errors.required(path.child('key'))
  else errors.invalidAll(path.child('key'), key, isConfigMapKey(key))
}

function validateFileKeyRef(ref: FileKeySelector, path: Path, errors: FieldErrors): void {
  if (ref.key === '') errors.required(path.child('key'))
  else errors.invalidAll(path.child('key'), ref.key, isRelaxedEnvVarName(ref.key))
  if (ref.volumeName === '') errors.required(path.child('volumeName'))
  else errors.invalidAll(path.child('volumeName'), ref.volumeName, isDNS1123Label(ref.volumeName))
  if (ref.path === '') errors.required(path.child('path'))
  else validatePathNoBacksteps(ref.path, path.child('path'), errors)
}

/** The ConfigMaps and Secrets whose keys become variables. */
export function validateEnvFrom(
  sources: readonly EnvFromSource[],
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  for (const [i, { prefix, configMapRef, secretRef }] of sources.entries()) {
    const place = path.index(i)
    if (prefix) validateName(prefix, place, 'prefix', errors, options)
    if (configMapRef) validateSourceName(configMapRef.name, place.child('configMapRef', 'name'), errors)
    if (secretRef) validateSourceName(secretRef.name, place.child('secretRef', 'name'), errors)
    if (!configMapRef && !secretRef) errors.invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`')
    else if (configMapRef && secretRef) {
      errors.invalid(path, '', 'may not have more than one field specified at a time')
    }
  }
}

/** Upstream judges these names as if they were prefixes. */
function validateSourceName(name: string | undefined, path: Path, errors: FieldErrors): void {
  if (!name) errors.required(path)
  else errors.invalidAll(path, name, nameIsDNSSubdomain(name, true))
}
