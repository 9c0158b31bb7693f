// The rules for a definition. Upstream: validateCustomResourceDefinitionSpec and its neighbours in
// apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go.
import type { CustomResourceDefinition } from '../../../../generated/api/apiextensions.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { hasDefault, type Schema, someSchema, structuralProblem } from '../../lib/structural/schema.ts'
import { isDNS1123Subdomain, longerThan } from '../../lib/validation/names.ts'
import { STATUS } from '../../lib/workload/counters.ts'
import { SPEC } from '../../lib/workload/selector.ts'
import { type InternalSpec, type InternalVersion, schemasOf } from './internal.ts'
import { internalVersion } from './internal-form.ts'
import type { DefinitionOptions } from './options.ts'
import {
  validateColumn,
  validateConversion,
  validateLabelName,
  validateNames,
  validateSelectableFields,
  validateSubresources,
} from './validation-parts.ts'
import { validateSchema } from './validation-schema.ts'

const VERSIONS = SPEC.child('versions')
const NAMES = SPEC.child('names')
const SCOPES = ['Cluster', 'Namespaced']

/** validateCustomResourceDefinitionSpec. */
export function validateSpec(spec: InternalSpec, errors: FieldErrors, given: DefinitionOptions): void {
  validateGroup(spec.group, errors)
  if (spec.scope === '') errors.required(SPEC.child('scope'))
  else if (!SCOPES.includes(spec.scope)) errors.notSupported(SPEC.child('scope'), spec.scope, SCOPES)
  const options = strictWhereNeeded(spec, given)
  validateSchemasAreThere(spec, errors, options)
  if (schemasOf(spec).some((schema) => someSchema(schema, hasDefault)) && spec.preserveUnknownFields) {
    const why = 'must be false in order to use defaults in the schema'
    errors.invalid(SPEC.child('preserveUnknownFields'), true, why)
  }
  for (const [i, version] of spec.versions.entries()) {
    validateLabelName(version.name, VERSIONS.index(i).child('name'), errors)
    validateVersion(spec, version, VERSIONS.index(i), errors, options)
  }
  validateVersionsTogether(spec, errors)
  validateRequiredNames(spec, errors)
  validateNames(spec.names, NAMES, errors)
  const hasStatus = [spec, ...spec.versions].some(({ subresources }) => subresources?.status)
  validateSchema(spec.schema, hasStatus, SPEC.child('validation'), errors, options)
  validateSubresources(spec.subresources, SPEC.child('subresources'), errors)
  for (const [i, column] of (spec.additionalPrinterColumns ?? []).entries()) {
    validateColumn(column, SPEC.child('additionalPrinterColumns').index(i), errors)
  }
  validateSharedSelectableFields(spec, errors, options)
  if (spec.conversion && spec.conversion.strategy !== 'None' && spec.preserveUnknownFields) {
    const why = 'must be None if spec.preserveUnknownFields is true'
    errors.invalid(SPEC.child('conversion', 'strategy'), spec.conversion.strategy, why)
  }
  validateConversion(spec.conversion, SPEC.child('conversion'), errors, options)
}

function validateGroup(group: string, errors: FieldErrors): void {
  const path = SPEC.child('group')
  const problems = isDNS1123Subdomain(group)
  if (group === '') errors.required(path)
  else if (problems.length > 0) errors.invalid(path, group, problems.join(','))
  else if (!group.includes('.')) errors.invalid(path, group, 'should be a domain with at least one dot')
}

/** Whoever prunes, defaults or extends must be structural, whatever the stored definition was. */
function strictWhereNeeded(spec: InternalSpec, options: DefinitionOptions): DefinitionOptions {
  if (options.requireStructuralSchema) return options
  const needed =
    !spec.preserveUnknownFields || schemasOf(spec).some((s) => someSchema(s, hasDefault) || someSchema(s, isExtended))
  return needed ? { ...options, requireStructuralSchema: true } : options
}

const EXTENSIONS = [
  'x-kubernetes-embedded-resource',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-validations',
] as const

const isExtended = (schema: Schema): boolean => EXTENSIONS.some((field) => schema[field] !== undefined)

function validateSchemasAreThere(spec: InternalSpec, errors: FieldErrors, options: DefinitionOptions): void {
  if (spec.schema?.openAPIV3Schema) return
  for (const [i, version] of spec.versions.entries()) {
    if (version.schema?.openAPIV3Schema) continue
    const place = VERSIONS.index(i).child('schema', 'openAPIV3Schema')
    if (options.requireOpenAPISchema) errors.required(place)
    else if (!spec.preserveUnknownFields && version.served) {
      errors.required(place, 'because otherwise all fields are pruned')
    }
  }
}

function validateVersion(
  spec: InternalSpec,
  version: InternalVersion,
  path: Path,
  errors: FieldErrors,
  options: DefinitionOptions,
): void {
  validateDeprecation(version, path.child('deprecationWarning'), errors)
  const perVersion = spec.versions.some(({ subresources }) => subresources)
  const hasStatus = (perVersion ? version : spec).subresources?.status !== undefined
  validateSchema(version.schema, hasStatus, path.child('schema'), errors, options)
  validateSubresources(version.subresources, path.child('subresources'), errors)
  for (const [i, column] of (version.additionalPrinterColumns ?? []).entries()) {
    validateColumn(column, path.child('additionalPrinterColumns').index(i), errors)
  }
  if (!version.selectableFields?.length) return
  const place = path.child('selectableFields')
  const schema = version.schema?.openAPIV3Schema
  if (schema === undefined) {
    const why = 'may only be set when `version.schema.openAPIV3Schema` is not included'
    errors.invalid(place, '', why)
  } else if (isUsable(schema, path.child('schema.openAPIV3Schema'), errors)) {
    validateSelectableFields(version.selectableFields, schema, place, errors, options, version.name)
  }
}

function isUsable(schema: Schema, path: Path, errors: FieldErrors): boolean {
  const problem = structuralProblem(schema)
  if (problem !== undefined) errors.invalid(path, '', problem)
  return problem === undefined
}

function validateSharedSelectableFields(spec: InternalSpec, errors: FieldErrors, options: DefinitionOptions): void {
  if (!spec.selectableFields?.length) return
  const place = SPEC.child('selectableFields')
  const schema = spec.schema?.openAPIV3Schema
  if (spec.schema === undefined) errors.invalid(place, '', 'may only be set when validations.schema is included')
  else if (schema && isUsable(schema, SPEC.child('schema.openAPIV3Schema'), errors)) {
    validateSelectableFields(spec.selectableFields, schema, place, errors, options, '')
  }
}

const NOT_PRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u

function validateDeprecation(version: InternalVersion, path: Path, errors: FieldErrors): void {
  const warning = version.deprecationWarning
  if (warning === undefined) return
  const refuse = (why: string): void => errors.invalid(path, warning, why)
  if (!version.deprecated) {
    refuse('can only be set for deprecated versions')
    return
  }
  if (longerThan(warning, 256)) refuse('must be <= 256 characters long')
  if (warning === '') refuse('must not be an empty string')
  const bad = NOT_PRINTABLE.exec(warning)
  if (!bad) return
  const index = Buffer.byteLength(warning.slice(0, bad.index))
  refuse(`must only contain printable UTF-8 characters; non-printable character found at index ${index}`)
}

function validateVersionsTogether(spec: InternalSpec, errors: FieldErrors): void {
  const { versions } = spec
  const names = new Set(versions.map(({ name }) => name))
  const refuse = (why: string): void => errors.invalid(VERSIONS, versions.map(internalVersion), why)
  if (names.size < versions.length) refuse('must contain unique version names')
  if (versions.filter(({ storage }) => storage).length !== 1) {
    refuse('must have exactly one version marked as storage version')
  }
  if (spec.version) validateLabelName(spec.version, SPEC.child('version'), errors)
}

function validateRequiredNames({ names }: InternalSpec, errors: FieldErrors): void {
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const) {
    if (!names[field]) errors.required(NAMES.child(field))
  }
}

const STORED_VERSIONS = STATUS.child('storedVersions')

/** ValidateCustomResourceDefinitionStoredVersions. */
export function validateStoredVersions({ status, spec }: CustomResourceDefinition, errors: FieldErrors): void {
  const stored = status.storedVersions
  if (!stored?.length) {
    errors.invalid(STORED_VERSIONS, stored, 'must have at least one stored version')
    return
  }
  const left = new Map(stored.map((name, i) => [name, i]))
  for (const { name, storage } of spec.versions ?? []) {
    if (!left.delete(name) && storage) {
      errors.invalid(STORED_VERSIONS, stored, `must have the storage version ${name}`)
    }
  }
  for (const [name, i] of left) {
    const why = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`
    errors.invalid(STORED_VERSIONS.index(i), name, why)
  }
}
