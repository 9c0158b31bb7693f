// What an update of a definition tolerates because the stored one has it already.
// Upstream: validationOptions in apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go.
import type { CustomResourceDefinition } from '../../../../generated/api/apiextensions.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { hasUnprunedDefaults } from '../../lib/structural/defaults.ts'
import { validateStructural } from '../../lib/structural/invariants.ts'
import { type Schema, someSchema, structuralProblem } from '../../lib/structural/schema.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { type InternalSpec, internalSpec, schemasOf } from './internal.ts'
import { hasInvalidMapKeys, hasNonAtomicSet, SCHEMA_TYPES } from './validation-lists.ts'

/** The switches, named as upstream's. */
export interface DefinitionOptions {
  readonly requireRecognizedConversionReviewVersion: boolean
  readonly requireImmutableNames: boolean
  readonly requireOpenAPISchema: boolean
  readonly requireValidPropertyType: boolean
  readonly requireStructuralSchema: boolean
  readonly requirePrunedDefaults: boolean
  readonly requireAtomicSetType: boolean
  readonly requireMapListKeys: boolean
  /** Expressions of the stored definition. */
  readonly storedExpressions: ReadonlySet<string>
  /** Versions ('' for all) that may keep too many selectable fields. */
  readonly tooManySelectableFields: ReadonlySet<string>
}

/** Selectable fields of one version. */
export const MAX_SELECTABLE_FIELDS = 8

/** For a new definition. */
export const CREATE_OPTIONS: DefinitionOptions = {
  requireRecognizedConversionReviewVersion: true,
  requireImmutableNames: false,
  requireOpenAPISchema: true,
  requireValidPropertyType: true,
  requireStructuralSchema: true,
  requirePrunedDefaults: true,
  requireAtomicSetType: true,
  requireMapListKeys: true,
  storedExpressions: new Set(),
  tooManySelectableFields: new Set(),
}

const NOWHERE = Path.of('')

const isStructural = (schema: Schema): boolean =>
  structuralProblem(schema) === undefined && validateStructural(schema, NOWHERE, new FieldErrors())

const hasInvalidType = ({ type }: Schema): boolean => Boolean(type) && !SCHEMA_TYPES.includes(type!)

/** For an update of `old` to `spec`. */
export function updateOptions(spec: InternalSpec, old: CustomResourceDefinition): DefinitionOptions {
  const before = internalSpec(old.spec)
  const schemas = schemasOf(before)
  const none = (test: (schema: Schema) => boolean): boolean => !schemas.some((schema) => someSchema(schema, test))
  const reviews = before.conversion?.conversionReviewVersions ?? []
  const established = (old.status.conditions ?? []).some(
    ({ type, status }) => type === 'Established' && status === 'True',
  )
  return {
    requireRecognizedConversionReviewVersion:
      reviews.length === 0 || reviews.some((v) => v === 'v1' || v === 'v1beta1'),
    requireImmutableNames: established,
    requireOpenAPISchema:
      before.schema?.openAPIV3Schema !== undefined || before.versions.every(({ schema }) => schema?.openAPIV3Schema),
    requireValidPropertyType: none(hasInvalidType),
    requireStructuralSchema: schemas.every(isStructural),
    requirePrunedDefaults: !schemas.some((schema) => isStructural(schema) && hasUnprunedDefaults(schema)),
    requireAtomicSetType: none(hasNonAtomicSet),
    requireMapListKeys: none(hasInvalidMapKeys),
    storedExpressions: expressionsOf(schemas),
    tooManySelectableFields: tooMany(spec, before),
  }
}

function expressionsOf(schemas: readonly Schema[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const schema of schemas) {
    someSchema(schema, (s) => {
      for (const { rule } of s['x-kubernetes-validations'] ?? []) found.add(rule)
      return false
    })
  }
  return found
}

function tooMany(spec: InternalSpec, old: InternalSpec): ReadonlySet<string> {
  const names = new Set<string>()
  const unchanged = (a: InternalSpec['selectableFields'], b: InternalSpec['selectableFields']): boolean =>
    (b?.length ?? 0) > MAX_SELECTABLE_FIELDS && semanticEqual(a, b)
  if (unchanged(spec.selectableFields, old.selectableFields)) names.add('')
  for (const { name, selectableFields } of spec.versions) {
    const before = old.versions.find((version) => version.name === name)
    if (before && unchanged(selectableFields, before.selectableFields)) names.add(name)
  }
  return names
}
